import { DAY, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldOf, fieldNames, parseEntityRef, type EntityKind } from "../../../core/entities.ts";
import type { Labels } from "../../../core/exposition.ts";
import { FaultError } from "../../../core/result.ts";
import type { Registry, SampleStore, StoredEntity } from "../../ports.ts";
import { deviceSeen, siteSeen } from "../access.ts";
import type { Visible } from "../context.ts";

/** Who an entity is, in words: `server/labels.ts`, or whatever else knows it. */
export interface LabelSource {
  /** Reads names anew where they changed. */
  refresh(): Promise<unknown>;
  of(entity: string): Labels;
}

export interface ExportPorts {
  readonly registry: Pick<Registry, "siteOf" | "site" | "device">;
  readonly store: SampleStore;
  readonly labels: LabelSource;
}

export const RESOLUTIONS = ["raw", "hour", "day"] as const;
export const FORMATS = ["csv", "line", "parquet"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export type ExportFormat = (typeof FORMATS)[number];

export interface ExportWish {
  readonly entity?: string | undefined;
  readonly site?: string | undefined;
  readonly device?: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
  /** Field names; undefined means all. */
  readonly fields?: readonly string[] | undefined;
  readonly resolution: Resolution;
}

/** What is to be exported: checked, allowed, and cut to what there is. */
export interface Selection {
  readonly entities: readonly StoredEntity[];
  /** By kind: the fields wanted, in the order of the table of entities. Kinds without any are absent. */
  readonly fields: ReadonlyMap<EntityKind, readonly string[]>;
  readonly from: Instant;
  readonly to: Instant;
  readonly resolution: Resolution;
  /** The id that the wish named. */
  readonly subject: string;
}

/** Roll-ups are kept for ten years; longer ranges are typing errors. */
const LONGEST = 11 * 366 * DAY;

/**
 * What a person asked for. Throws FaultError `bad_input` unless exactly one of entity, site and device is named and at least one
 * of the fields exists, `range_invalid`, `range_too_large`, and `…_unknown` for what is not there or not theirs to see.
 */
export async function select(
  ports: Pick<ExportPorts, "registry" | "store">,
  wish: ExportWish,
  visible: Visible,
  now: Instant,
): Promise<Selection> {
  if (wish.to <= wish.from) throw new FaultError("range_invalid", { reason: "server.reason.backwards" });
  if (wish.to - wish.from > LONGEST) {
    throw new FaultError("range_too_large", {
      points: Math.round((wish.to - wish.from) / DAY),
      max: LONGEST / DAY,
    });
  }
  const { entities, subject } = await entitiesOf(ports, wish, visible);
  const fields = fieldsOf(entities, wish.fields);
  return {
    entities: entities.filter(({ kind }) => fields.has(kind)),
    fields,
    ...cut(ports.store, wish, now),
    resolution: wish.resolution,
    subject,
  };
}

async function entitiesOf(
  { registry, store }: Pick<ExportPorts, "registry" | "store">,
  { entity, site, device }: ExportWish,
  visible: Visible,
): Promise<{ entities: readonly StoredEntity[]; subject: string }> {
  if ([entity, site, device].filter((one) => one !== undefined).length !== 1) {
    throw new FaultError("bad_input", {
      field: "entity",
      reason: "server.reason.value",
      values: "entity=…, site=…, device=…",
    });
  }
  if (site !== undefined) {
    await siteSeen(registry, site, visible);
    return { entities: store.entities(site), subject: site };
  }
  if (device !== undefined) {
    const { id, site: place, agent } = await deviceSeen(registry, device, visible);
    const owners = new Set([id, agent]);
    const entities = store
      .entities(place)
      .filter((one) => owners.has(parseEntityRef(one.entity)?.owner ?? null));
    return { entities, subject: id };
  }
  const parts = parseEntityRef(entity ?? "");
  const place = parts && (await registry.siteOf(parts.owner));
  if (parts === undefined || place === undefined) {
    throw new FaultError("entity_unknown", { field: entity ?? "" });
  }
  await siteSeen(registry, place, visible, "entity_unknown");
  const ref = entity ?? "";
  return { entities: [{ entity: ref, kind: parts.kind, site: place }], subject: ref };
}

function fieldsOf(
  entities: readonly StoredEntity[],
  wanted: readonly string[] | undefined,
): ReadonlyMap<EntityKind, readonly string[]> {
  const kinds = [...new Set(entities.map(({ kind }) => kind))].toSorted();
  const result = new Map<EntityKind, readonly string[]>();
  for (const kind of kinds) {
    const names = fieldNames(kind).filter((name) => wanted?.includes(name) ?? true);
    if (names.length > 0) result.set(kind, names);
  }
  for (const name of wanted ?? []) {
    if (kinds.length === 0 || kinds.some((kind) => fieldOf(kind, name) !== undefined)) continue;
    throw new FaultError("bad_input", { field: "fields", reason: "server.reason.field", name });
  }
  return result;
}

/** Without the years before the store's first reading and the future: nothing need be asked about them. */
function cut(
  store: SampleStore,
  { from, to, resolution }: ExportWish,
  now: Instant,
): { from: Instant; to: Instant } {
  const coverage = store.coverage();
  // Finished hours and days that are not rolled up yet are computed from readings.
  const since =
    resolution === "raw"
      ? coverage.raw
      : Math.min(coverage.raw ?? Infinity, coverage.hour ?? Infinity, coverage.day ?? Infinity);
  const oldest = since === undefined || !Number.isFinite(since) ? from : startOfLegalDay(legalDayOf(since));
  const start = Math.max(from, oldest);
  return { from: start, to: Math.max(start, Math.min(to, now + DAY)) };
}
