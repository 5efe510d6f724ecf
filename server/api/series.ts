import type { z } from "zod";
import { DAY, DAY_OFFSET, HOUR, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { fieldOf, parseEntityRef, type EntityKind } from "../../core/entities.ts";
import { FaultError } from "../../core/result.ts";
import { isPaired, MAX_SERIES_POINTS, type Aggregate, type SeriesAnswer } from "../../core/wire/views.ts";
import type { Coverage } from "../history-port.ts";
import type { LastPair, SampleStore } from "../ports.ts";
import { siteSeen } from "./access.ts";
import type { ApiPorts, Visible } from "./context.ts";
import type { seriesQuery } from "./schema.ts";

type SeriesPorts = Pick<ApiPorts, "registry" | "store">;
interface Wanted {
  readonly field: string;
  readonly aggregate: Aggregate;
}

/** Steps that people can read off an axis. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 7, 30].map((days) => days * DAY),
];
/** About as many as a chart has pixels to show. */
const WANTED_STEPS = 500;
/** The most that a range may span: roll-ups are kept for ten years. */
const LONGEST_RANGE = 11 * 366 * DAY;

export async function readSeries(
  { registry, store }: SeriesPorts,
  query: z.output<typeof seriesQuery>,
  visible: Visible,
): Promise<SeriesAnswer> {
  const { entity } = query;
  const parts = parseEntityRef(entity);
  const site = parts && (await registry.siteOf(parts.owner));
  if (parts === undefined || site === undefined) throw new FaultError("entity_unknown", { field: entity });
  await siteSeen(registry, site, visible, "entity_unknown");
  const wanted = query.series.split(",").map((text) => parseWanted(parts.kind, text));
  const range = stepsOf(query, wanted.length, store);
  const { at, values } = await store.range({ entity, ...range, series: wanted });
  return {
    entity,
    ...range,
    at: [...at],
    series: wanted.map(({ field, aggregate }, index) => ({
      field,
      aggregate,
      unit: unitOf(parts.kind, field, aggregate),
      values: [...(values[index] ?? [])],
    })),
  };
}

function parseWanted(kind: EntityKind, text: string): Wanted {
  const [name = "", aggregate = "avg"] = text.split(":") as [string?, Aggregate?];
  const field = fieldOf(kind, name);
  if (field === undefined) {
    throw new FaultError("bad_input", { field: "series", reason: "server.reason.field", name });
  }
  if (isPaired(aggregate) && field.kind !== "counter") {
    throw new FaultError("bad_input", { field: "series", reason: "server.reason.counter", name });
  }
  return { field: name, aggregate };
}

function unitOf(kind: EntityKind, field: string, aggregate: Aggregate): string {
  const unit: string = fieldOf(kind, field)?.unit ?? "";
  return aggregate === "rate" || aggregate === "max_rate" ? `${unit}/s` : unit;
}

/** Whole steps that cover what was asked for; those of whole days are of legal days. */
function stepsOf(
  { entity, from, to, step }: Pick<z.output<typeof seriesQuery>, "entity" | "from" | "to" | "step">,
  series: number,
  store: Pick<SampleStore, "lastTwo" | "coverage">,
): { from: Instant; to: Instant; stepMs: number } {
  if (to <= from) throw new FaultError("range_invalid", { reason: "server.reason.backwards" });
  const stepMs =
    step ?? autoStep(to - from, intervalOf(store.lastTwo(entity)), finestStep(from, store.coverage()));
  const points = Math.ceil((to - from) / stepMs + 1) * series;
  if (points > MAX_SERIES_POINTS || to - from > LONGEST_RANGE) {
    throw new FaultError("range_too_large", { points, max: MAX_SERIES_POINTS });
  }
  const offset = stepMs % DAY === 0 ? DAY_OFFSET : 0;
  const first = Math.floor((from + offset) / stepMs) * stepMs - offset;
  return { from: first, to: Math.ceil((to + offset) / stepMs) * stepMs - offset, stepMs };
}

/** Of the far past only hours or days are kept; narrower steps would mostly be empty. */
export function finestStep(from: Instant, { raw, hour, day }: Coverage): number {
  const readings = raw ?? Infinity;
  const hours = hour ?? readings;
  if (day !== undefined && day < hours && from < hours) return DAY;
  return hours < readings && from < readings ? HOUR : 0;
}

/** Wide enough for the range, and never so narrow that regular readings, a little late or early, leave steps empty. */
export function autoStep(rangeMs: number, intervalMs: number, finest = 0): number {
  const least = Math.max(rangeMs / WANTED_STEPS, intervalMs * 1.5, finest);
  return STEPS.find((step) => step >= least) ?? STEPS.at(-1) ?? DAY;
}

/** How often the entity is read, from its last two readings. */
function intervalOf(pair: LastPair | undefined): number {
  let shortest = Infinity;
  for (const [name, newer] of pair?.newer ?? []) {
    const older = pair?.older.get(name);
    if (older !== undefined && newer.at > older.at) shortest = Math.min(shortest, newer.at - older.at);
  }
  return shortest === Infinity ? MINUTE : Math.max(SECOND, shortest);
}
