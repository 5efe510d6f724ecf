import { DAY, type Instant } from "../../../core/clock.ts";
import { fieldOf, parseEntityRef, type EntityKind } from "../../../core/entities.ts";
import { ownerLabel, type Labels } from "../../../core/exposition.ts";
import { COUNTER_STATS, GAUGE_STATS, type RollupStat } from "../../history-port.ts";
import type { ExportPorts, Resolution, Selection } from "./selection.ts";

/** One column of figures: of a field as it was read, or of one statistic of its roll-ups. */
export interface Column {
  readonly kind: EntityKind;
  readonly field: string;
  readonly stat: RollupStat | undefined;
  /** `in_octets`, `in_octets_max_rate`: the field's name in line protocol. */
  readonly name: string;
  readonly unit: string;
}

/** Readings of one entity, a piece of the range: small enough to be worked on at once. */
export interface Slice {
  readonly entity: string;
  readonly kind: EntityKind;
  readonly part: string;
  readonly labels: Labels;
  readonly at: readonly Instant[];
  /** In the order of the columns of its kind; undefined where none of it has a value. */
  readonly columns: readonly (readonly (number | null)[] | undefined)[];
}

/** What the thing is called that an entity belongs to; its id where the name is gone. */
export function ownerOf({ kind, labels }: Pick<Slice, "kind" | "labels">): string {
  const owner = ownerLabel(kind);
  return labels[owner] ?? labels[`${owner}_id`] ?? "";
}

/** The columns of each kind that a selection has. */
export function columnsOf({ fields, resolution }: Selection): ReadonlyMap<EntityKind, readonly Column[]> {
  return new Map(
    [...fields].map(([kind, names]) => [
      kind,
      names.flatMap((field) => columnsOfField(kind, field, resolution)),
    ]),
  );
}

function columnsOfField(kind: EntityKind, field: string, resolution: Resolution): Column[] {
  const { kind: nature, unit } = fieldOf(kind, field) ?? { kind: "gauge", unit: "" };
  if (resolution === "raw") return [{ kind, field, stat: undefined, name: field, unit }];
  const stats: readonly RollupStat[] = nature === "counter" ? COUNTER_STATS : GAUGE_STATS;
  return stats.map((stat) => ({ kind, field, stat, name: `${field}_${stat}`, unit: unitOf(unit, stat) }));
}

function unitOf(unit: string, stat: RollupStat): string {
  if (stat === "count") return "count";
  if (stat === "seconds") return "s";
  return stat === "max_rate" ? `${unit}/s` : unit;
}

/** How much of the range is read at once: some ten thousand values of the busiest kinds. */
const PIECE: Readonly<Record<Resolution, number>> = { raw: DAY, hour: 60 * DAY, day: 730 * DAY };

/** Everything that was selected, entity by entity and oldest first; gives the event loop back between pieces. */
export async function* slicesOf(
  { store, labels }: Pick<ExportPorts, "store" | "labels">,
  selection: Selection,
): AsyncGenerator<Slice> {
  const columns = columnsOf(selection);
  await labels.refresh();
  const { from, to, resolution } = selection;
  for (const { entity, kind } of selection.entities) {
    const wanted = columns.get(kind) ?? [];
    const who = { entity, kind, part: parseEntityRef(entity)?.part ?? "", labels: labels.of(entity) };
    for (let start = from; start < to; start += PIECE[resolution]) {
      const end = Math.min(to, start + PIECE[resolution]);
      const piece = await read({ store }, entity, wanted, resolution, start, end);
      if (piece.at.length > 0) yield { ...who, ...piece };
      await nextTurn();
    }
  }
}

/** By a timer, so that requests which came meanwhile are served first. (Nothing of Node: the web compiles against this.) */
const nextTurn = () => new Promise<void>((resolve) => void setTimeout(resolve, 0));

async function read(
  { store }: Pick<ExportPorts, "store">,
  entity: string,
  columns: readonly Column[],
  resolution: Resolution,
  from: Instant,
  to: Instant,
): Promise<Pick<Slice, "at" | "columns">> {
  if (resolution === "raw") {
    const names = columns.map(({ field }) => field);
    const { at, fields } = await store.raw(entity, from, to, names);
    return { at, columns: columns.map(({ field }) => fields[field]) };
  }
  const { at, fields } = await store.rollups(entity, resolution, from, to);
  return {
    at,
    columns: columns.map(({ field, stat }) => (stat === undefined ? undefined : fields[field]?.[stat])),
  };
}
