import { parseArgs } from "node:util";
import { DAY, type Instant } from "../../core/clock.ts";
import { parseDateTime } from "../../core/format.ts";
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

export interface ParkedOrder extends Common {
  readonly does: "parked";
  readonly retry: boolean;
}
export type Order = CopyOrder | ExportOrder | ParkedOrder;

/** What the command line asks for at `now`; undefined when it cannot be understood. */
export function orderOf(args: readonly string[], now: Instant): Order | undefined {
  const [command, ...rest] = args;
  try {
    if (command === "copy") return copyOrder(rest);
    if (command === "parked") return parkedOrder(rest);
    return command === "export" ? exportOrder(rest, now) : undefined;
  } catch {
    return undefined;
  }
}

/** Roll-ups are kept for ten years. */
const EVERYTHING = 10 * 366 * DAY;
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

function parkedOrder(args: string[]): ParkedOrder {
  const { values } = parseArgs({ args, options: { ...COMMON, retry: { type: "boolean" } } });
  return { does: "parked", retry: values.retry === true, ...commonOf(values) };
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
  const range = rangeOf(values.from, values.to, now);
  const { entity, device, site, fields, out = "", resolution: detail = "raw", format: form = "csv" } = values;
  const [resolution, format] = [oneOf(RESOLUTIONS, detail), oneOf(FORMATS, form)];
  if (range === undefined || resolution === undefined || format === undefined || out === "") return undefined;
  const wish = { entity, device, site, ...range, fields: fields?.split(","), resolution, format, out };
  return { does: "export", ...wish, ...commonOf(values) };
}

/** Everything until `now` unless something else is written. */
function rangeOf(
  first: string | undefined,
  last: string | undefined,
  now: Instant,
): { from: Instant; to: Instant } | undefined {
  const to = last === undefined ? now : moment(last, DAY);
  if (to === undefined) return undefined;
  const from = first === undefined ? to - EVERYTHING : moment(first);
  return from === undefined ? undefined : { from, to };
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
