import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RULE_IDS } from "../core/alerting/catalogue.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { durationOf, loadAlertRules, parseAlertRules } from "./alert-rules.ts";

const shipped = readFileSync("config/alert-rules.yaml", "utf8");
const mistakesOf = (own: string, language: "vi" | "en" = "en"): readonly string[] => {
  const parsed = parseAlertRules({ shipped, own }, language, { shipped: "shipped.yaml", own: "own.yaml" });
  return parsed.ok ? [] : parsed.mistakes;
};

test("durations", () => {
  expect(["0s", "45s", "10m", "1h30m", "2d", "1d2h3m4s"].map(durationOf)).toEqual([
    0,
    45 * SECOND,
    10 * MINUTE,
    90 * MINUTE,
    2 * DAY,
    DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND,
  ]);
  for (const text of ["", "5", "m", "1m2h", "-5s", "1.5h", "10 m", "500d", "5S"])
    expect(durationOf(text)).toBeUndefined();
});

test("one's own file changes what it names and nothing else", () => {
  const parsed = parseAlertRules(
    { shipped, own: "scale: 0.1\nrules:\n  port_errors: { raise: 0.5, enabled: false }" },
    "en",
  );
  const base = parseAlertRules({ shipped }, "en");
  if (!parsed.ok || !base.ok) throw new Error("not read");
  expect(parsed.value.port_errors).toEqual({
    ...base.value.port_errors,
    raise: 0.5,
    enabled: false,
    holdMs: base.value.port_errors.holdMs * 0.1,
    clearMs: base.value.port_errors.clearMs * 0.1,
    repeatMs: base.value.port_errors.repeatMs * 0.1,
    escalateMs: base.value.port_errors.escalateMs * 0.1,
    forgetMs: (base.value.port_errors.forgetMs ?? 0) * 0.1,
    waitMs: (base.value.port_errors.waitMs ?? 0) * 0.1,
  });
  expect(parsed.value.device_down.raise).toBe(base.value.device_down.raise);
  expect(Object.keys(parsed.value)).toEqual(RULE_IDS);
});

test("every mistake is said with its field and how to mend it", () => {
  expect(
    mistakesOf(
      "scale: 0\nrules:\n  port_erors: {}\n  port_errors: { hold: soon, hours: night, raise: x, lasts: 5m }",
    ),
  ).toEqual([
    "own.yaml: scale: it is less than 0.001",
    "own.yaml: rules.port_errors.raise: it must be of type number",
    "own.yaml: rules.port_errors.hold: write a duration like 45s, 10m, 2h, 3d or 1h30m, at most 400d",
    "own.yaml: rules.port_errors.hours: it must be one of always, office",
    "own.yaml: rules.port_errors.lasts: there is no such setting",
    "own.yaml: rules.port_erors: there is no such setting",
  ]);
  expect(mistakesOf("rules: { port_errors: { clear: 0.5 } }", "vi")).toEqual([
    "own.yaml: rules.port_errors.clear: clear phải nằm ở phía tốt của raise (hoặc bằng raise)",
  ]);
  expect(mistakesOf("rules: { ups_runtime: { clear: 5 } }").length).toBe(1);
  expect(mistakesOf("a: [")[0]).toMatch(/own\.yaml/);
});

test("a shipped file without a rule, or without a part of one, is a mistake", () => {
  const without = shipped.replace(/^ {2}port_errors:\n(?: {4}.*\n)+/m, "");
  expect(without.length).toBeLessThan(shipped.length);
  expect(parseAlertRules({ shipped: without }, "en")).toMatchObject({ ok: false });
  const half = shipped.replace("    severity: warning\n    raise: 0.01\n", "    raise: 0.01\n");
  expect(parseAlertRules({ shipped: half }, "en")).toMatchObject({ ok: false });
});

test("a file that is not there is said by its name", () => {
  const loaded = loadAlertRules("/nowhere/rules.yaml", "en");
  expect(loaded.ok ? [] : loaded.mistakes).toEqual([
    "The configuration file /nowhere/rules.yaml cannot be read: ENOENT",
  ]);
  expect(loadAlertRules(undefined, "en").ok).toBe(true);
});
