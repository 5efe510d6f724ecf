import { parseArgs } from "node:util";
import { DAY, type Instant } from "../../core/clock.ts";
import { parseDateTime } from "../../core/format.ts";
import { EARLIEST } from "../../core/wire/limits.ts";
import { FORMATS, RESOLUTIONS, type ExportFormat, type Resolution } from "../api/export/selection.ts";
import type { ServerConfig } from "../config.ts";

export type Kind = ServerConfig["store"]["kind"];
const KINDS: readonly Kind[] = ["embedded", "influx"];

interface Common {
  readonly config: string | undefined;
  readonly json: boolean;
}
export interface CopyOrder extends Common {
  readonly does: "copy";
  readonly from: Kind;
  readonly to: Kind;
  readonly site: string | undefined;
  readonly since: Instant | undefined;
}
export interface ExportOrder extends Common {
  readonly does: "export";
  /** One of these; the export itself says so when it is not. */
  readonly entity: string | undefined;
  readonly device: string | undefined;
  readonly site: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
  readonly fields: readonly string[] | undefined;
  readonly resolution: Resolution;
  readonly format: ExportFormat;
  readonly out: string;
}

/** What the command line asks for at `now`; undefined when it cannot be understood. */
export function orderOf(args: readonly string[], now: Instant): CopyOrder | ExportOrder | undefined {
  const [command, ...rest] = args;
  try {
    if (command === "copy") return copyOrder(rest);
    return command === "export" ? exportOrder(rest, now) : undefined;
  } catch {
    return undefined;
  }
}

const text = { type: "string" } as const;
const COMMON = { config: text, json: { type: "boolean" } } as const;

function copyOrder(args: string[]): CopyOrder | undefined {
  const options = { ...COMMON, from: text, to: text, site: text, since: text };
  const { values } = parseArgs({ args, options });
  const [from, to] = [oneOf(KINDS, values.from), oneOf(KINDS, values.to)];
  const since = values.since === undefined ? undefined : moment(values.since);
  if (from === undefined || to === undefined || from === to) return undefined;
  if (values.since !== undefined && since === undefined) return undefined;
  return { does: "copy", from, to, site: values.site, since, ...commonOf(values) };
}

function exportOrder(args: string[], now: Instant): ExportOrder | undefined {
  const { values } = parseArgs({
    args,
    options: {
      ...COMMON,
      entity: text,
      device: text,
      site: text,
      from: text,
      to: text,
      fields: text,
      resolution: text,
      format: text,
      out: text,
    },
  });
  const from = values.from === undefined ? EARLIEST : moment(values.from);
  const to = values.to === undefined ? now : moment(values.to, DAY);
  const resolution = oneOf(RESOLUTIONS, values.resolution ?? "raw");
  const format = oneOf(FORMATS, values.format ?? "csv");
  if (from === undefined || to === undefined || resolution === undefined || format === undefined)
    return undefined;
  const { entity, device, site, fields, out } = values;
  if (out === undefined || out === "") return undefined;
  const wish = { entity, device, site, from, to, fields: fields?.split(","), resolution, format, out };
  return { does: "export", ...wish, ...commonOf(values) };
}

const commonOf = ({ config, json }: { config?: string; json?: boolean }): Common => ({
  config,
  json: json === true,
});

const oneOf = <T extends string>(all: readonly T[], wanted: string | undefined): T | undefined =>
  all.find((one) => one === wanted);

/**
 * "2026-01-31" or "2026-01-31T08:00" by the legal time of Viet Nam. A date alone begins with its day, `whole` later it ends.
 * Undefined for what the calendar does not have.
 */
function moment(written: string, whole = 0): Instant | undefined {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?$/.exec(written) ?? [];
  const at = parseDateTime(`${day}/${month}/${year} ${time ?? "00:00"}`, "Asia/Ho_Chi_Minh");
  return at === undefined || time !== undefined ? at : at + whole;
}
