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

interface Ports extends Pick<ApiPorts, "store" | "labels" | "clock"> {
  readonly registry: Pick<ApiPorts["registry"], "siteOf" | "site" | "device" | "note">;
}

export const exportRoutes = (ports: Ports) => {
  const { registry, store, labels, clock } = ports;
  /** Whose exports are under way. */
  const running = new Set<string>();
  /** Throws FaultError `export_running` or `exports_busy`; gives what ends it. */
  const begin = (person: string): (() => void) => {
    if (running.has(person)) throw new FaultError("export_running");
    if (running.size >= AT_ONCE) throw new FaultError("exports_busy", { count: AT_ONCE });
    running.add(person);
    return () => void running.delete(person);
  };
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
      const { from, to, resolution, subject, entities } = selection;
      const ended = begin(c.var.me.id);
      try {
        await labels.refresh();
        const details = { from, to, resolution, format, fields: fields ?? null };
        await registry.note("history_exported", subject, details, actorOf(c));
        const slices = slicesOf({ store, labels }, selection);
        const made: AsyncIterator<string | Uint8Array> = {
          csv: () => csvOf(selection, slices, c.var.language),
          line: () => linesOf(selection, slices),
          parquet: () => parquetOf(selection, slices),
        }[format]();
        const name = fileName(selection, format, labels.of(entities[0]?.entity ?? subject));
        return c.body(streamOf(made, { clock, ended }), 200, {
          "content-type": TYPES[format],
          "content-disposition": `attachment; filename="${name}"`,
        });
      } catch (error) {
        ended();
        throw error;
      }
    },
  );
};
