import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "./check.ts";
import { parseDuration, parseNumber, unquote } from "./literals.ts";
import { createMatcher } from "./matcher.ts";
import { parse } from "./parse.ts";
import { DEFAULT_LIMITS, formatValue, PromqlError, type ErrorType } from "./types.ts";

function refusal(query: string): { readonly type: ErrorType; readonly message: string } | undefined {
  try {
    check(parse(query, DEFAULT_LIMITS));
    return undefined;
  } catch (cause) {
    if (!(cause instanceof PromqlError)) throw cause;
    return { type: cause.errorType, message: cause.message };
  }
}

describe("what cannot be read is refused and told", () => {
  test.each([
    ["", "no expression found in input"],
    ["up{", "1:4: parse error: unexpected end of input"],
    ["up +", "1:5: parse error: unexpected end of input"],
    ["sum(\nup", "2:3: parse error: unexpected end of input"],
    ["up down", `1:4: parse error: unexpected "down"`],
    ["1 + no_such(up)", `1:5: parse error: unknown function with name "no_such"`],
    ["abs(1)", `expected type instant vector in call to function "abs", got scalar`],
    ["rate(up)", `expected type range vector in call to function "rate", got instant vector`],
    ["clamp(up, 1)", `expected 3 argument(s) in call to "clamp", got 2`],
    ["1 == 1", "comparisons between scalars must use BOOL modifier"],
    ["{}", "1:1: parse error: vector selector must contain at least one non-empty matcher"],
    [`up{__name__="down"}`, `1:4: parse error: metric name must not be set twice: "up" or "down"`],
    ["up[0s]", "1:1: parse error: duration must be greater than 0"],
    [`"abc`, "1:1: parse error: unterminated or malformed string"],
    ["up * on (a) group_left (a) up", `label "a" must not occur in ON and GROUP clause at once`],
  ])("%s", (query, message) => {
    expect(refusal(query)).toEqual({ type: "bad_data", message });
  });

  test.each([
    ["histogram_quantile(0.9, up)", `function "histogram_quantile" is not supported`],
    ["holt_winters(up[5m], 1, 1)", `function "holt_winters" is not supported`],
    ["limitk(1, up)", `aggregation "limitk" is not supported`],
    ["up[5m * 2]", "arithmetic of durations is not supported"],
    ["up + fill(0) up", "fill modifiers are not supported"],
    ["rate(up[5m] smoothed)", `the modifier of "up[5m] smoothed" is not supported`],
  ])("%s, which Prometheus has", (query, message) => {
    expect(refusal(query)).toEqual({ type: "execution", message });
  });
});

test.each([
  ["a - b offset 1w", "a - (b offset 1w)"],
  ["a - b offset 1h * c > d @ end() or e", "((a - ((b offset 1h) * c)) > (d @ end())) or e"],
  ["a * b offset 1h + c", "(a * (b offset 1h)) + c"],
  ["-a ^ b offset 1h", "-(a ^ (b offset 1h))"],
  ["a ^ b ^ c offset 1h", "a ^ (b ^ (c offset 1h))"],
  ["a - b - c @ start()", "(a - b) - (c @ start())"],
  ["max_over_time((a - b offset 1h)[1h:])", "max_over_time((a - (b offset 1h))[1h:])"],
])("%s is %s: what follows an operand binds more tightly than any operator", (query, meant) => {
  // Matchers hold functions, which are never alike.
  const shape = (text: string) => JSON.parse(JSON.stringify(parse(text, DEFAULT_LIMITS))) as unknown;
  expect(shape(query)).toEqual(shape(meant));
});

describe("hostile queries", () => {
  test("any text is read or refused, never a bug", () => {
    const word = fc.constantFrom(
      ...'sum up rate ( ) { } [ ] , 5m 1 - + ^ == =~ " \' ` offset @ start() by on group_left bool : # \n \\ a="b" and 1e9 inf'.split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, (query) => {
        refusal(query);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    "(",
    "-",
    "- ",
    "sum(",
    "a[",
    "a{",
    "a+",
    "1^-",
    "-1^",
    "a offset -",
    "a @ ",
    "((a)+",
    `"`,
    "abs(-",
    "a and (",
    "#\n",
  ])("%s over and over costs little", (piece) => {
    const query = piece.repeat(Math.floor(DEFAULT_LIMITS.queryLength / piece.length));
    const start = performance.now();
    expect(refusal(query)).toBeDefined();
    expect(refusal(`${query}1`)).toBeDefined();
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test("nesting is bounded", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}1${")".repeat(depth)}`;
    expect(refusal(nested(200))).toBeUndefined();
    expect(refusal(nested(400))?.message).toContain("nested more than 250 deep");
    expect(refusal(Array.from({ length: 400 }, () => "1").join("+"))?.message).toContain("nested more than");
  });

  test("a long query is refused before it is read", () => {
    expect(refusal("1".repeat(10_001))?.message).toBe("query is longer than 10000 characters");
  });

  test.each(["(a*)*b", "(a|a)*b", "(a+)+$", "(.*)*(.*)*(.*)*b", "a{500}a{500}"])(
    "the regular expression %s takes linear time",
    (pattern) => {
      const matcher = createMatcher("a", "=~", pattern);
      const start = performance.now();
      expect(matcher.matches(`${"a".repeat(20_000)}!`)).toBe(false);
      expect(performance.now() - start).toBeLessThan(3_000);
    },
  );

  test.each(["(", "a{1001}", "((a{100}){100}){100}", "(?=a)", "\\1", "a{900}".repeat(20)])(
    "the regular expression %s is refused",
    (pattern) => {
      expect(() => createMatcher("a", "=~", pattern)).toThrow(PromqlError);
    },
  );
});

test("regular expressions are anchored at both ends", () => {
  const matcher = createMatcher("a", "=~", "a|bc");
  expect(["a", "bc", "abc", "ab", ""].map((text) => matcher.matches(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("numbers and durations", () => {
  expect(["5m", "1h30m", "2w", "1y", "500ms", "5", "m", "1h 1m"].map(parseDuration)).toEqual([
    300_000,
    5_400_000,
    1_209_600_000,
    31_536_000_000,
    500,
    undefined,
    undefined,
    undefined,
  ]);
  expect(["-5m", "0x1F", "1_000", ".5", "-Inf", "1e-3"].map(parseNumber)).toEqual([
    -300,
    31,
    1_000,
    0.5,
    -Infinity,
    0.001,
  ]);
});

test("strings with escapes", () => {
  expect([`"a\\n\\x41\\u00e9\\101\\""`, "'\\''", "`\\n`", `"\\q"`, `"a\\"`, `"`].map(unquote)).toEqual([
    `a\nAéA"`,
    "'",
    "\\n",
    undefined,
    undefined,
    undefined,
  ]);
});

test("numbers are written without an exponent and read back the same", () => {
  expect([1e21, -1.5e-7, 0, -0, NaN, Infinity, -Infinity, 123.25].map(formatValue)).toEqual([
    "1000000000000000000000",
    "-0.00000015",
    "0",
    "-0",
    "NaN",
    "+Inf",
    "-Inf",
    "123.25",
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(formatValue(value)).not.toContain("e");
      expect(Number(formatValue(value))).toBe(value);
    }),
  );
});
