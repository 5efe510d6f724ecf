import type { RE2JS } from "re2js";
import { labelMap, type LabelMap } from "./columns.ts";
import { compileRegex } from "./matcher.ts";
import { PromqlError } from "./types.ts";

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const withLabel = (labels: LabelMap, name: string, value: string): LabelMap =>
  labelMap([...[...labels].filter(([other]) => other !== name), [name, value]]);

function refuseName(name: string, func: string): void {
  if (!LABEL.test(name)) throw new PromqlError("execution", `invalid label name in ${func}(): ${name}`);
}

/**
 * What label_replace(v, dst, replacement, src, regex) does to the labels of one series.
 *
 * @throws PromqlError execution
 */
export function labelReplace([dst = "", replacement = "", src = "", pattern = ""]: readonly string[]): (
  labels: LabelMap,
) => LabelMap {
  refuseName(dst, "label_replace");
  const regex = compileRegex(pattern);
  return (labels) => {
    const matcher = regex.matcher(labels.get(src) ?? "");
    if (!matcher.matches()) return labels;
    return withLabel(
      labels,
      dst,
      expand(replacement, regex, (group) => matcher.group(group) ?? ""),
    );
  };
}

/** `$1`, `${1}`, `$name`, `$$`, as in Go's Regexp.Expand: the longest name counts, an unknown one is empty. */
function expand(template: string, regex: RE2JS, group: (index: number) => string): string {
  const names = regex.namedGroups();
  return template.replaceAll(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return "$";
      const name = bare ?? braced ?? "";
      const index = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name] : undefined;
      return index === undefined || index > regex.groupCount() ? "" : group(index);
    },
  );
}

/**
 * What label_join(v, dst, separator, src…) does.
 *
 * @throws PromqlError execution
 */
export function labelJoin([dst = "", separator = "", ...sources]: readonly string[]): (
  labels: LabelMap,
) => LabelMap {
  refuseName(dst, "label_join");
  for (const source of sources) refuseName(source, "label_join");
  return (labels) =>
    withLabel(labels, dst, sources.map((source) => labels.get(source) ?? "").join(separator));
}
