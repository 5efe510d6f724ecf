import { SECOND, type Instant } from "../../../core/clock.ts";
import { PromqlError } from "../../promql/types.ts";
import type { ApiContext } from "../context.ts";

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};
const LATEST = 8.64e15;

/** Parameters of the address and, of a POST, of the form; the form's come first. */
export async function paramsOf(c: ApiContext): Promise<URLSearchParams> {
  const params = new URLSearchParams(c.req.method === "POST" ? await c.req.text() : "");
  for (const [name, value] of new URL(c.req.url).searchParams) params.append(name, value);
  return params;
}

/** The named parameter. Throws {@link PromqlError} when it is missing. */
export function needed(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value === null || value === "") throw invalid(name, "it is missing");
  return value;
}

/** A time as Prometheus takes it: seconds since 1970 or RFC 3339. */
export function timeOf(params: URLSearchParams, name: string, otherwise?: Instant): Instant {
  const text = params.get(name) ?? "";
  if (text === "" && otherwise !== undefined) return otherwise;
  const number = /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)
    ? Math.round(Number(text) * SECOND)
    : Number.NaN;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : number;
  if (!(Math.abs(at) <= LATEST))
    throw invalid(name, `cannot parse ${JSON.stringify(text.slice(0, 100))} to a valid timestamp`);
  return at;
}

/** Milliseconds: a number of seconds, or a duration such as 1h30m. */
export function durationOf(params: URLSearchParams, name: string): number {
  const text = needed(params, name);
  const plain = /^\d+(\.\d*)?$/.test(text) ? Number(text) * SECOND : 0;
  const spelled = /^(?:\d+(?:ms|[smhdwy]))+$/.test(text)
    ? [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0),
        0,
      )
    : 0;
  const ms = Math.round(plain + spelled);
  if (!(ms > 0 && ms <= LATEST))
    throw invalid(name, `cannot parse ${JSON.stringify(text.slice(0, 100))} to a valid duration`);
  return ms;
}

/** At most this many; `limit` may ask for fewer. */
export function limitOf(params: URLSearchParams, most: number): number {
  const wish = Number(params.get("limit") ?? 0);
  return Number.isInteger(wish) && wish > 0 ? Math.min(wish, most) : most;
}

const invalid = (name: string, reason: string) =>
  new PromqlError("bad_data", `invalid parameter "${name}": ${reason}`);
