import { useState } from "preact/hooks";
import { inUnit } from "../../../core/alerting/say-values.ts";
import { sayRule, saySeverity } from "../../../core/alerting/say.ts";
import type { RuleUnit } from "../../../core/alerting/catalogue.ts";
import type { RuleSettings } from "../../../core/alerting/types.ts";
import { formatDuration } from "../../../core/format.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import { saidIn } from "../lib/threshold.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { language, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { words } from "../state/watch-words.ts";
import { ThresholdDialog } from "./threshold-dialog.tsx";

/** From when on each alert is raised, why, and where it is set otherwise. */
export function ThresholdSection() {
  const resource = useResource("rules", () => ask(api.rules.$get()));
  const [open, setOpen] = useState<RuleView | undefined>(undefined);
  return (
    <Section title={words("web.watch.rules")}>
      <p class="quiet small">{words("web.watch.rulesAbout")}</p>
      <View resource={resource} lines={6}>
        {(rules) => (
          <DataTable
            label={words("web.watch.rules")}
            columns={columns(setOpen)}
            rows={rules as unknown as readonly RuleView[]}
            rowKey={({ rule }) => rule}
            initial={{ by: "rule", descending: false }}
            empty={null}
          />
        )}
      </View>
      {open === undefined ? null : (
        <ThresholdDialog
          rule={open}
          onClose={() => setOpen(undefined)}
          onDone={() => void resource.reload()}
        />
      )}
    </Section>
  );
}

/** A rule that is off at twenty sites is one line. */
const MOST_OWN = 3;

/** The threshold as a person says it. */
export function limitText({ unit, worse }: Pick<RuleView, "unit" | "worse">, raise: number): string {
  if (unit === "state") return words("web.watch.state");
  const value = inUnit(language.value, unit as RuleUnit, raise);
  return words(worse === "above" ? "web.watch.above" : "web.watch.below", { value });
}

/** What was set for a place, and nothing that it has from above. */
function ownText(
  view: Pick<RuleView, "unit" | "worse" | "defaults">,
  settings: Partial<RuleSettings>,
): string {
  const { enabled, raise, severity, holdMs } = { ...view.defaults, ...settings };
  const texts = {
    enabled: () => words(enabled ? "web.watch.onOwn" : "web.watch.off"),
    raise: () => limitText(view, raise),
    severity: () => saySeverity(language.value, severity),
    holdMs: () => words("web.watch.holdOwn", { time: formatDuration(holdMs, language.value) }),
  };
  const said = saidIn(settings).map((name) => texts[name]());
  return said.length === 0 ? words("web.watch.otherwise") : said.join(", ");
}

function columns(open: (rule: RuleView) => void): readonly Column<RuleView>[] {
  const name = ({ rule }: RuleView) => sayRule(language.value, rule).name;
  const limit = (rule: RuleView) => limitText(rule, rule.defaults.raise);
  const hold = ({ defaults }: RuleView) => formatDuration(defaults.holdMs, language.value);
  const severity = ({ defaults }: RuleView) =>
    defaults.enabled ? saySeverity(language.value, defaults.severity) : words("web.watch.off");
  const own = (view: RuleView) => {
    const more = view.overrides.length - MOST_OWN;
    const said = view.overrides
      .slice(0, MOST_OWN)
      .map(({ scopeName, settings }) => `${scopeName}: ${ownText(view, settings)}`);
    return [...said, ...(more > 0 ? [`+${more}`] : [])].join("; ");
  };
  const plain = (id: string, label: string, text: (rule: RuleView) => string): Column<RuleView> => ({
    id,
    label,
    sort: text,
    text,
    cell: text,
  });
  return [
    {
      ...plain("rule", words("web.watch.rule"), name),
      head: true,
      cell: (view) => (
        <>
          <span class="cell-name">{name(view)}</span>
          <div class="quiet small">{sayRule(language.value, view.rule).reason}</div>
        </>
      ),
    },
    plain("limit", words("web.watch.limit"), limit),
    { ...plain("hold", words("web.watch.hold"), hold), sort: ({ defaults }) => defaults.holdMs },
    plain("severity", words("web.watch.severity"), severity),
    { ...plain("own", words("web.watch.own"), own), blank: (view) => own(view) === "" },
    // Thresholds are the administrators' (server/api/access.ts): others read them.
    ...(me.value?.role === "administrator"
      ? [
          {
            id: "actions",
            label: t("web.col.actions"),
            fixed: "buttons" as const,
            sort: () => null,
            text: () => "",
            cell: (view: RuleView) => (
              <button type="button" class="button button-plain" onClick={() => open(view)}>
                {words("web.watch.set")}
              </button>
            ),
          },
        ]
      : []),
  ];
}
