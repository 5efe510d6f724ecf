import { statSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "../../../core/clock.ts";
import type { Fault } from "../../../core/result.ts";
import type { StoreStats } from "../../ports.ts";
import type { Retention } from "../../store-limits.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import type { Committer } from "./commit.ts";
import type { Disk } from "./disk.ts";
import { crowding, type Memory } from "./memory.ts";
import type { Night, WritingJob } from "./night.ts";
import type { Packs } from "./packs.ts";
import { monthOf } from "./periods.ts";
import type { RollupFiles } from "./rollup-files.ts";

/** Growth is told from the newest days that are cold. */
const GROWTH_DAYS = 7;
/** A disk that is full so soon is said, however much is free today. */
const WARN_DAYS = 14;
/** A night or two may be missed; from then on somebody should know. */
const BEHIND_DAYS = 3;
/** Of the Gregorian calendar. */
const DAYS_A_MONTH = 146_097 / 4_800;

interface Parts {
  readonly dir: string;
  readonly memory: Memory;
  readonly files: ChunkFiles;
  readonly cold: ColdDays;
  readonly rollups: RollupFiles;
  readonly retention: Retention;
  readonly committer: Committer;
  readonly disk: Disk;
}

/** Bytes that a job of the night writes at most, before anything goes. */
export function bytesFor(
  { files, cold, rollups }: Pick<Parts, "files" | "cold" | "rollups">,
  job: WritingJob,
) {
  if (job.do === "month") {
    const days = rollups.hourDays.periods().filter((day) => monthOf(day) === job.month);
    return (
      sizeOf(rollups.hourMonths.pathOf(job.month)) + sum(days.map((day) => packSize(rollups.hourDays, day)))
    );
  }
  const before = packSize(cold, job.day) + packSize(rollups.dayMonths, monthOf(job.day));
  // The hot file holds the same in more bytes, also with the hourly roll-ups on top.
  return hotSize(files, job.day) + before;
}

/** The store's figures, and what a person has to do something about. */
export function healthOf(parts: Parts, night: Night, now: Instant): Pick<StoreStats, "troubles" | "figures"> {
  const { dir, memory, files, cold, rollups, retention, disk } = parts;
  const newest = cold.periods().at(-1);
  const hot = sum(files.days().map((day) => hotSize(files, day)));
  const behind = night.behind(now);
  const growth = growthPerDay(parts);
  const days = daysLeft(disk.free, growth);
  const stored = files.points + cold.points;
  const bytes = hot + cold.bytes + rollups.bytes;
  const figures: Record<string, number | undefined> = {
    hot_bytes: hot,
    cold_bytes: cold.bytes,
    rollup_bytes: rollups.bytes,
    write_ahead_bytes: sum(["", "-wal"].map((end) => sizeOf(join(dir, `write-ahead.db${end}`)))),
    disk_free_bytes: disk.free,
    growth_bytes_per_day: growth,
    disk_full_in_days: days,
    keep_raw_days: retention.rawDays,
    keep_hour_days: Math.floor(retention.hourlyMonths * DAYS_A_MONTH),
    keep_day_days: Math.floor(retention.dailyYears * 12 * DAYS_A_MONTH),
    bytes_per_point: stored === 0 ? undefined : bytes / stored,
    compacted_day: newest,
    last_compaction_at: newest === undefined ? undefined : writtenAt(cold.pathOf(newest)),
    compaction_ms: night.last?.ms,
    compaction_behind_days: behind,
    damaged_parts: memory.damaged.size,
  };
  return {
    troubles: troublesOf(parts, night, { now, behind, days }),
    figures: Object.fromEntries(
      Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

function troublesOf(
  { memory, committer, disk }: Parts,
  night: Night,
  {
    now,
    behind,
    days,
  }: { readonly now: Instant; readonly behind: number; readonly days: number | undefined },
): readonly Fault[] {
  const troubles: Fault[] = [];
  const free = Math.floor((disk.free ?? 0) / 1024 ** 2);
  if (committer.full) troubles.push({ code: "store_full", params: {} });
  if (night.paused) troubles.push({ code: "store_compaction_paused", params: { free } });
  if (days !== undefined && days < WARN_DAYS) {
    troubles.push({ code: "store_disk_full_soon", params: { free, days } });
  } else if (disk.low) troubles.push({ code: "store_disk_low", params: { free } });
  if (night.failed !== undefined) {
    troubles.push({ code: "store_compaction_failed", params: { reason: night.failed } });
  } else if (behind >= BEHIND_DAYS && !night.paused) {
    troubles.push({ code: "store_compaction_behind", params: { days: behind } });
  }
  const crowded = crowding(memory, now);
  if (crowded !== undefined) troubles.push(crowded);
  const damaged = memory.damaged.size;
  if (damaged > 0) troubles.push({ code: "store_parts_damaged", params: { count: damaged } });
  return troubles;
}

/** By how many bytes the store grows a day, told from the newest days; undefined when there are none. */
function growthPerDay({ cold, rollups, retention }: Parts): number | undefined {
  const days = cold.periods();
  if (days.length === 0) return undefined;
  const average = (packs: Packs, periods: readonly number[]) =>
    periods.length === 0 ? 0 : sum(periods.map((one) => packSize(packs, one))) / periods.length;
  const adds =
    average(cold, days.slice(-GROWTH_DAYS)) +
    average(rollups.hourDays, rollups.hourDays.periods().slice(-GROWTH_DAYS));
  // From then on each night takes a day away.
  const goes = days.length < retention.rawDays ? 0 : average(cold, days.slice(0, GROWTH_DAYS));
  return Math.round(adds - goes);
}

/** In how many days the disk is full; undefined when it is not getting fuller, or nobody can say. */
const daysLeft = (free: number | undefined, growth: number | undefined): number | undefined =>
  free === undefined || growth === undefined || growth <= 0 ? undefined : Math.floor(free / growth);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const writtenAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const packSize = (packs: Packs, period: number) => (packs.has(period) ? sizeOf(packs.pathOf(period)) : 0);
const hotSize = (files: ChunkFiles, day: number) =>
  sum(["", "-wal"].map((end) => sizeOf(files.pathOf(day) + end)));
