import { DAY, HOUR, MINUTE, SECOND } from "../../core/clock.ts";

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  y: 365 * DAY,
};

/** Milliseconds of `1h30m`; undefined when it is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[ywdhms]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count = "", unit = ""] of text.matchAll(/(\d+)(ms|[ywdhms])/g))
    sum += Number(count) * (UNITS[unit] ?? Number.NaN);
  return sum;
}

/** A number as PromQL writes it; a duration stands for its seconds. NaN is also the value of `nan`. */
export function parseNumber(text: string): number {
  const sign = /^[-+]/.exec(text)?.[0];
  const body = (sign === undefined ? text : text.slice(1)).trim().toLowerCase();
  const duration = parseDuration(body);
  const size =
    body === "inf" ? Infinity : duration === undefined ? Number(body.replaceAll("_", "")) : duration / SECOND;
  return sign === "-" ? -size : size;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]?))/g;

/** The text of a literal with its quotes (escapes of Go's strings; none within backticks); undefined when malformed. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const body = literal.slice(1, -1);
  if (quote === "`") return body;
  let sound = true;
  const text = body.replaceAll(
    ESCAPE,
    (_, hex?: string, short?: string, long?: string, octal?: string, plain?: string) => {
      const digits = hex ?? short ?? long;
      const code =
        digits === undefined
          ? octal === undefined
            ? undefined
            : Number.parseInt(octal, 8)
          : Number.parseInt(digits, 16);
      const replaced =
        code === undefined
          ? ESCAPES[plain ?? ""]
          : code > 0x10_ff_ff
            ? undefined
            : String.fromCodePoint(code);
      if (replaced === undefined) sound = false;
      return replaced ?? "";
    },
  );
  // A closing quote behind a backslash is none: `"abc\"`.
  return sound && !/(?:^|[^\\])(?:\\\\)*\\$/.test(body) ? text : undefined;
}
