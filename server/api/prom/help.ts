import { fieldOf, type EntityKind } from "../../../core/entities.ts";

/** What a metric is, in a line. Names of states are those of the MIB that `core/entities.ts` says. */
export function helpOf(kind: EntityKind, name: string): string {
  const field = fieldOf(kind, name);
  const unit =
    field === undefined || field.unit === "count" || field.unit === "state" ? "" : `, in ${field.unit}`;
  const words = name.replaceAll("_", " ");
  if (field?.kind === "counter") return `${capital(kind)}: ${words}, counted by the source${unit}.`;
  return `${capital(kind)}: ${words}${unit}${field?.unit === "state" ? " (a state's number)" : ""}.`;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
