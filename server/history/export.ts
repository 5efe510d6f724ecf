import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../../core/clock.ts";
import type { Language } from "../../core/messages/say.ts";
import { csvOf } from "../api/export/csv.ts";
import { linesOf } from "../api/export/lines.ts";
import { parquetOf } from "../api/export/parquet.ts";
import { select, type ExportPorts, type ExportWish, type ExportFormat } from "../api/export/selection.ts";
import { slicesOf, type Slice } from "../api/export/slices.ts";
import type { Registry } from "../ports.ts";

export interface ExportOptions {
  readonly registry: ExportPorts["registry"] & Pick<Registry, "units">;
  readonly store: ExportPorts["store"];
  readonly labels: ExportPorts["labels"];
  readonly clock: Clock;
  readonly language: Language;
  readonly wish: ExportWish;
  readonly format: ExportFormat;
  /** The file; one of that name is replaced when the export is complete. */
  readonly out: string;
}

export interface ExportFigures {
  readonly out: string;
  readonly entities: number;
  /** Times of entities: rows of the table. */
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Writes history into a file as `GET /api/export` sends it, in bounded memory. Whoever may read the store's folder may read
 * all of it, so every unit is theirs. Rejects with the faults of `select` and of the store, and with those of the file system;
 * then nothing is left behind.
 */
export async function exportHistory(options: ExportOptions): Promise<ExportFigures> {
  const { registry, store, labels, clock, language, wish, format, out } = options;
  const visible = new Set((await registry.units()).map(({ id }) => id));
  const selection = await select({ registry, store }, wish, visible, clock.now());
  let rows = 0;
  async function* counted(slices: AsyncIterable<Slice>): AsyncGenerator<Slice> {
    for await (const slice of slices) {
      rows += slice.at.length;
      yield slice;
    }
  }
  const slices = counted(slicesOf({ store, labels }, selection));
  const made: AsyncIterable<string | Uint8Array> = {
    csv: () => csvOf(selection, slices, language),
    line: () => linesOf(selection, slices),
    parquet: () => parquetOf(selection, slices),
  }[format]();
  const unfinished = `${out}.part`;
  const file = createWriteStream(unfinished);
  try {
    // The stream of bytes holds one piece back at most.
    await pipeline(Readable.from(made, { highWaterMark: 1 }), file);
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return { out, entities: selection.entities.length, rows, bytes: file.bytesWritten };
}
