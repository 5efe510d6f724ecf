import { RE2JS } from "re2js";
import { PromqlError, type Matcher, type MatchOp } from "./types.ts";

/** Counted repeats are unrolled when compiled; all of an expression together may not exceed this. */
const MAX_REPEATS = 1_000;
/** Answers that a matcher remembers: the same site or device comes with thousands of series. */
const REMEMBERED = 10_000;

/**
 * A regular expression of RE2's syntax, whose time is linear in the text whatever the asker wrote.
 *
 * @throws PromqlError bad_data
 */
export function compileRegex(pattern: string): RE2JS {
  let repeats = 0;
  for (const [, low = "", high = ""] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g))
    repeats += Math.max(Number(low), Number(high));
  if (repeats > MAX_REPEATS) throw new PromqlError("bad_data", "regular expression is too large");
  try {
    // Prometheus 3 lets a dot stand for a line's end, too.
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PromqlError("bad_data", `invalid regular expression ${JSON.stringify(pattern)}: ${reason}`);
  }
}

/** @throws PromqlError bad_data when a regular expression is malformed */
export function createMatcher(name: string, op: MatchOp, value: string): Matcher {
  if (op === "=" || op === "!=")
    return { name, op, value, matches: (text) => (text === value) === (op === "=") };
  const regex = compileRegex(value);
  const known = new Map<string, boolean>();
  return {
    name,
    op,
    value,
    matches(text) {
      let answer = known.get(text);
      if (answer === undefined) {
        answer = regex.testExact(text) === (op === "=~");
        if (known.size < REMEMBERED) known.set(text, answer);
      }
      return answer;
    },
  };
}
