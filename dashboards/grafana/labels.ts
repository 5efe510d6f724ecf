import { ownerLabel, partLabel } from "../../core/exposition.ts";
import type { EntityKind } from "../../core/entities.ts";

/** Labels by which entities of a kind can be told apart and chosen; `core/exposition.ts` says what each holds. */
export type LabelOf<K extends EntityKind> =
  | "unit"
  | "site"
  | (K extends "target" | "agent" | "service" ? K : "device" | "class")
  | (K extends "port" | "volume" | "sensor" | "supply" | "peer" ? K : never);
export type Label = { [K in EntityKind]: LabelOf<K> }[EntityKind];

/** What a person can choose at the top of a dashboard. */
export type Choice = "unit" | "site" | "device" | "port";

const WITH_ID: ReadonlySet<Label> = new Set<Label>(["site", "device", "target", "agent", "service"]);

/** The labels, and beside each that has one its id, so that a link can lead to the page of the thing. */
export function withIds(labels: readonly Label[]): readonly string[] {
  return labels.flatMap((label) => (WITH_ID.has(label) ? [label, `${label}_id`] : [label]));
}

/** The labels that tell every entity of a kind apart. */
export function identityOf(kind: EntityKind): readonly string[] {
  const part = partLabel(kind);
  return [`${ownerLabel(kind)}_id`, ...(part === undefined ? [] : [part])];
}
