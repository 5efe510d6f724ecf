import type { EntityKind } from "../../../core/entities.ts";
import type { Variable } from "../board.ts";
import type { Choice, LabelOf } from "../labels.ts";
import type { Gauge, Source } from "../query.ts";
import type { DeviceClass } from "../../../core/survey.ts";

/** What is above what: each variable offers only what lies within those before it. */
const ORDER: readonly Choice[] = ["unit", "site", "device", "port"];

/**
 * The variables of a dashboard, in their order, with values out of one kind of entities. Those in `one` begin with their
 * first value instead of everything.
 */
export function choose<K extends EntityKind>(
  kind: K,
  field: Gauge<K>,
  names: readonly (Choice & LabelOf<K>)[],
  {
    one = [],
    classes = [],
  }: { readonly one?: readonly Choice[]; readonly classes?: readonly DeviceClass[] } = {},
): readonly Variable[] {
  const sorted = ORDER.filter((name) => (names as readonly Choice[]).includes(name));
  return sorted.map((name, index): Variable => {
    const from: Source = { kind, choices: sorted.slice(0, index), classes };
    return { name, from, field, all: !one.includes(name) };
  });
}
