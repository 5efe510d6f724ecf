import { Hono } from "hono";
import { FaultError } from "../../../core/result.ts";
import { actorOf, type ApiEnv, type ApiPorts } from "../context.ts";
import { csvOf } from "../export/csv.ts";
import { fileName } from "../export/file-name.ts";
import { linesOf } from "../export/lines.ts";
import { parquetOf } from "../export/parquet.ts";
import { select, type ExportFormat } from "../export/selection.ts";
import { slicesOf } from "../export/slices.ts";
import { streamOf } from "../export/stream.ts";
import { describe, exportQuery, validate } from "../schema.ts";

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  line: "text/plain; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};
/** Exports that run at once: each reads as fast as its client takes. */
const AT_ONCE = 3;

export const exportRoutes = (ports: ApiPorts) => {
  const { registry, store, labels, clock } = ports;
  let running = 0;
  /** What `source` yields, one export more while it does. */
  async function* counted<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    if (running >= AT_ONCE) throw new FaultError("store_busy");
    running += 1;
    try {
      yield* source;
    } finally {
      running -= 1;
    }
  }
  return new Hono<ApiEnv>().get(
    "/export",
    describe("History of an entity, a device or a site as a file: CSV, line protocol or Parquet"),
    validate("query", exportQuery),
    async (c) => {
      const { format, fields, lang: _, ...wish } = c.req.valid("query");
      const selection = await select(
        ports,
        { ...wish, fields: fields?.split(",") },
        c.var.visible,
        clock.now(),
      );
      if (running >= AT_ONCE) throw new FaultError("store_busy");
      await labels.refresh();
      const { from, to, resolution, subject, entities } = selection;
      const details = { from, to, resolution, format, fields: fields ?? null };
      await registry.note("history_exported", subject, details, actorOf(c));
      const slices = slicesOf({ store, labels }, selection);
      const made = {
        csv: () => csvOf(selection, slices, c.var.language),
        line: () => linesOf(selection, slices),
        parquet: () => parquetOf(selection, slices),
      }[format]();
      const name = fileName(selection, format, labels.of(entities[0]?.entity ?? subject));
      return c.body(streamOf(counted<string | Uint8Array>(made)), 200, {
        "content-type": TYPES[format],
        "content-disposition": `attachment; filename="${name}"`,
      });
    },
  );
};
