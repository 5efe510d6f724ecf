import type { AssetMove } from "../core/assets/as-of.ts";
import type { PhotoType } from "../core/assets/photos.ts";
import type { Asset, AssetFields, DateText, Liquidation, Repair, UnitProfile } from "../core/assets/types.ts";
import type { PlanScenario } from "../core/planning/types.ts";
import type { Instant } from "../core/clock.ts";
import type { Result } from "../core/result.ts";
import type { Actor } from "./people-port.ts";
import type { UnitRecord } from "./ports.ts";

/**
 * What the server needs of the registry for assets and plans. The adapter is `stores/registry`. `seen` is the tag of the
 * record (`core/etag.ts`) that the person had before them: where it is given and no longer right, nothing is written and
 * the fault is `changed_since` (param name: who changed it).
 */
export interface Assets extends AssetRegister, StockTakes, WearBook, Plans {}

export interface AssetRegister {
  /** All that are not liquidated, unless asked; by unit, category, name. `units`: ids, as given (no subtree). */
  assets(filter: {
    readonly units?: readonly string[];
    readonly liquidated?: boolean;
  }): Promise<readonly Asset[]>;
  asset(id: string): Promise<Asset | undefined>;
  assetHistory(id: string): Promise<readonly AssetEvent[]>;
  /** Faults: `unit_unknown`, `asset_code_taken` (params asset, code, name), `bad_input` (field site: it is another unit's). */
  /** `line`: what it was bought as. Fault there: `version_unknown`. */
  addAsset(fields: AssetFields, by: Actor, line?: PlanLine): Promise<Result<Asset>>;
  changeAsset(id: string, change: Partial<AssetFields>, by: Actor, seen?: string): Promise<Result<Asset>>;
  /**
   * ONE transaction: all rows or none. `id`: a row that changes one that is there. Codes may change places among the rows:
   * only what stands at the end must be unique.
   */
  importAssets(
    rows: readonly ImportRow[],
    by: Actor,
  ): Promise<Result<{ readonly added: number; readonly changed: number }>>;
  /** Faults: `asset_unknown`, `device_unknown`, `device_claimed` (params asset, name). null takes the link away. */
  linkAsset(id: string, device: string | null, by: Actor, seen?: string): Promise<Result<Asset>>;
  /** To another unit and a site of it, all or none; history kept. */
  transferAssets(
    ids: readonly string[],
    to: {
      readonly unit: string;
      readonly site: string | null;
      readonly on: DateText;
      readonly note: string | null;
    },
    by: Actor,
  ): Promise<Result<{ readonly moved: number }>>;
  /** What went to another unit after that day, in the order in which it was written. */
  movesAfter(day: DateText): Promise<readonly AssetMove[]>;
  /** The units as they stood at the end of that day: one that was merged later is where it was before. */
  unitsOn(day: DateText): Promise<readonly Pick<UnitRecord, "id" | "parent">[]>;
  liquidateAssets(
    ids: readonly string[],
    how: Liquidation,
    by: Actor,
  ): Promise<Result<{ readonly done: number }>>;
  /**
   * Of things that are liquidated: the decision's number comes later, or day or ground were wrong. All or none. `seen`: of a single
   * one. Faults: `asset_unknown`, `asset_not_liquidated`.
   */
  correctLiquidation(
    ids: readonly string[],
    how: Liquidation,
    by: Actor,
    seen?: string,
  ): Promise<Result<{ readonly done: number }>>;
  addRepair(id: string, repair: Repair, by: Actor): Promise<Result<Asset>>;
  addPhoto(id: string, photo: AssetPhoto, by: Actor): Promise<Result<{ readonly id: string }>>;
  photos(
    asset: string,
  ): Promise<readonly { readonly id: string; readonly at: Instant; readonly bytes: number }[]>;
  photo(id: string): Promise<(AssetPhoto & { readonly asset: string }) | undefined>;
  removePhoto(id: string, by: Actor): Promise<Result<null>>;
  unitProfiles(): Promise<readonly UnitProfile[]>;
  saveUnitProfile(profile: UnitProfile, by: Actor, seen?: string): Promise<Result<UnitProfile>>;
}
export interface ImportRow {
  readonly id: string | null;
  readonly fields: AssetFields;
  /** Tag of the asset as the preview saw it: what somebody changed since is not written over. */
  readonly seen?: string | undefined;
}
export interface AssetPhoto {
  readonly type: PhotoType;
  readonly data: Uint8Array;
}
export interface AssetEvent {
  readonly at: Instant;
  readonly by: string;
  readonly what:
    | "added"
    | "imported"
    | "changed"
    | "moved"
    | "linked"
    | "unlinked"
    | "repaired"
    | "liquidated"
    | "counted";
  /** What changed: field → [before, after]. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly note: string | null;
}

/** Kiểm kê: what was seen on the day. */
export interface StockTakes {
  stockTakes(units?: readonly string[]): Promise<readonly StockTake[]>;
  openStockTake(
    take: { readonly name: string; readonly unit: string; readonly on: DateText },
    by: Actor,
  ): Promise<Result<StockTake>>;
  /** Seen by a person; a second look replaces the first. `asset` may be given by its id or code. */
  countAsset(take: string, seen: Seen, by: Actor): Promise<Result<Seen>>;
  seenOf(take: string): Promise<readonly (Seen & { readonly at: Instant; readonly by: string })[]>;
  /** `lines`: what the books say of its day, kept with it: what changes in the register later changes no record. */
  closeStockTake(take: string, lines: readonly StockLine[], by: Actor): Promise<Result<StockTake>>;
  /** As they were kept; undefined while it is open, and for one that was closed before they were. */
  stockLines(take: string): Promise<readonly StockLine[] | undefined>;
}
/** A thing as the books had it when a stock-take was closed. */
export interface StockLine {
  readonly asset: Asset;
  /** đồng on the day of the take; null: nobody knows. */
  readonly remaining: number | null;
}
export interface StockTake {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly on: DateText;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}
export interface Seen {
  readonly asset: string;
  readonly quantity: number;
  readonly condition: "good" | "fair" | "poor" | "broken" | null;
  readonly note: string | null;
}

/** Hao mòn as it was run at each 31 December. */
export interface WearBook {
  wearRows(filter: {
    readonly year?: number;
    readonly units?: readonly string[];
  }): Promise<readonly WearEntry[]>;
  /** Idempotent: what stands for (asset, year) already is left. Answers how many were written. */
  saveWear(
    year: number,
    rows: readonly WearEntry[],
    by: Actor,
  ): Promise<Result<{ readonly written: number; readonly kept: number }>>;
}
export interface WearEntry {
  readonly asset: string;
  readonly year: number;
  /** đồng: this year's wear, all wear so far, what remains. */
  readonly amount: number;
  readonly accumulated: number;
  readonly remaining: number;
}

export interface Plans {
  plans(): Promise<readonly PlanRecord[]>;
  plan(id: string): Promise<PlanRecord | undefined>;
  savePlan(
    scenario: Omit<PlanScenario, "id"> & { readonly id?: string },
    by: Actor,
    seen?: string,
  ): Promise<Result<PlanRecord>>;
  removePlan(id: string, by: Actor, seen?: string): Promise<Result<null>>;
  /** A version that nothing changes any more: the scenario, its candidates, choice and explanations as one JSON document. */
  freezePlan(id: string, name: string, document: string, by: Actor): Promise<Result<PlanVersion>>;
  planVersions(plan: string): Promise<readonly PlanVersion[]>;
  planVersion(id: string): Promise<(PlanVersion & { readonly document: string }) | undefined>;
  /** What was really bought of a frozen version; an asset that it names is noted as bought so. */
  setBought(version: string, bought: Bought, by: Actor, seen?: string): Promise<Result<null>>;
  boughtOf(version: string): Promise<readonly Bought[]>;
  /** Things in the books that were bought as lines of the version, the oldest entry first. */
  assetsOfVersion(version: string): Promise<readonly { readonly candidate: string; readonly asset: Asset }[]>;
  planLineOf(asset: string): Promise<PlanLine | undefined>;
}
export interface PlanRecord extends PlanScenario {
  readonly changedAt: Instant;
  readonly changedBy: string;
}
export interface PlanVersion {
  readonly id: string;
  readonly plan: string;
  readonly name: string;
  readonly frozenAt: Instant;
  readonly frozenBy: string;
}
/** A line of a frozen plan. */
export interface PlanLine {
  readonly version: string;
  readonly candidate: string;
}
export interface Bought {
  readonly candidate: string;
  readonly quantity: number;
  /** đồng, all of it. */
  readonly amount: number;
  readonly on: DateText;
  /** The new asset, when it stands in the register. */
  readonly asset: string | null;
}

/** Part of the organisation (`server/ports.ts`). */
export interface UnitMergers {
  /**
   * The unit became part of another on that day: it ends the day before, stands below its successor, and its sites go over
   * (one of a name that is there already gets the old unit's name, too), with what was set for it; its assets are
   * transferred apart. Twice is once. Faults: `unit_unknown`, `bad_input` (the successor is the unit itself, is below it, or
   * has ended).
   */
  mergeUnit(
    id: string,
    merger: { readonly into: string; readonly on: DateText },
    by?: Actor,
  ): Promise<Result<UnitMerged>>;
}
/** What went over to the successor. */
export interface UnitMerged {
  readonly unit: UnitRecord;
  /** They see what is the successor's from now on. */
  readonly people: number;
  readonly services: number;
  /** Access tokens that still hold. */
  readonly tokens: number;
  /** Open ones of a day on which the unit is no more. */
  readonly stockTakes: number;
  /** Thresholds and maintenance windows of the unit: each stands at every site that went over. */
  readonly rules: number;
  readonly windows: number;
}
