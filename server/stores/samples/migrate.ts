import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DAY, HOUR } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import { idOf, placeOf } from "./chunk-id.ts";
import type { DayFile, DayFiles } from "./day-files.ts";
import { dayOfDate, dayOfHour } from "./periods.ts";
import { troubleOf, type OpenDatabase } from "./sqlite.ts";

interface Options {
  readonly dir: string;
  readonly origin: number;
  readonly open: OpenDatabase;
  readonly log: Log;
}

/**
 * Until version 2 of the store the chunks lay in a file for each UTC day (`hot-YYYYMMDD.db`). Moves them into the files of
 * legal days. Killed in between it starts over: a chunk that is there already is not added again.
 */
export function migrateUtcDays({ dir, origin, open, log }: Options, files: DayFiles): void {
  for (const name of readdirSync(dir).toSorted()) {
    const date = /^hot-(\d{8})\.db$/.exec(name)?.[1];
    if (date === undefined) continue;
    const path = join(dir, name);
    let chunks = 0;
    try {
      for (const [day, rows] of chunksByDay(open, path, origin, dayOfDate(date))) {
        files.attempt(day, (file) => addAll(file, rows), undefined);
        chunks += rows.length;
      }
    } catch (error) {
      // A damaged one stays as it is, beside the store: it is not opened again under its old name.
      if (troubleOf(error) !== "damaged") throw error;
      log.error("samples_file_damaged", { file: name, aside: name, error: String(error) });
      continue;
    }
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    log.info("samples_migrated", { file: name, chunks });
  }
}

interface Row {
  readonly id: number;
  readonly seq: number;
  readonly points: number;
  readonly data: Uint8Array;
}

/** Two legal days share a UTC day. The file of a day of the old kind is small enough for the memory. */
function chunksByDay(
  open: OpenDatabase,
  path: string,
  origin: number,
  utcDay: number,
): ReadonlyMap<number, Row[]> {
  const db = open(path);
  try {
    const days = new Map<number, Row[]>();
    if (db.prepare("SELECT origin FROM total").get()?.[0] !== origin) {
      throw new FaultError("store_foreign", { file: path });
    }
    for (const [id, seq, points, data] of db.prepare("SELECT id, seq, points, data FROM chunk").iterate()) {
      if (!(data instanceof Uint8Array)) continue;
      const { entity, hour: hourOfUtcDay, slot } = placeOf(Number(id));
      const hour = (utcDay * DAY) / HOUR + hourOfUtcDay;
      const rows = days.get(dayOfHour(hour)) ?? [];
      days.set(dayOfHour(hour), rows);
      rows.push({ id: idOf(entity, hour) + slot, seq: Number(seq), points: Number(points), data });
    }
    return days;
  } finally {
    db.close();
  }
}

function addAll(file: DayFile, rows: readonly Row[]): void {
  let { points, seq } = file;
  file.db.transaction(() => {
    for (const row of rows) {
      if (file.insert.run(row.id, row.seq, row.points, row.data) === 0) continue;
      points += row.points;
      seq = Math.max(seq, row.seq);
    }
    file.setTotal.run(points, seq);
  });
  file.points = points;
  file.seq = seq;
}
