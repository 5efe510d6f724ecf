import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RULE_IDS, ruleKind, type RuleId } from "../core/alerting/catalogue.ts";
import { LATE_MS } from "../core/alerting/types.ts";
import { MINUTE } from "../core/clock.ts";
import { loadAlertRules } from "../server/alert-rules.ts";
import type { Knowledge } from "../agent/snmp/survey/knowledge.ts";
import { deviceKnowledge, enterpriseNames } from "../core/wire/knowledge.ts";

const files = globSync("config/devices/*.yaml").toSorted();
const read = (file: string): unknown => parse(readFileSync(file, "utf8"));
// What is in them is held to the schema by a test for each file.
const makers = files.map((file) => ({ file, maker: read(file) as Knowledge }));
const enterprises = enterpriseNames.parse(read("config/enterprises.yaml"));

/** Every text below the keys, with the path to it. */
function textsBelow(value: unknown, keys: ReadonlySet<string>, key = ""): string[] {
  if (typeof value === "string") return keys.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsBelow(item, keys, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsBelow(inner, keys, name));
}

test("there are makers with rules of every kind", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(makers.flatMap(({ maker }) => maker.identity ?? []).length).toBeGreaterThan(300);
  expect(makers.flatMap(({ maker }) => maker.descriptions ?? []).length).toBeGreaterThan(50);
  expect(makers.flatMap(({ maker }) => maker.enterprises ?? []).length).toBeGreaterThan(150);
  expect(Object.keys(enterprises.names).length).toBeGreaterThan(80);
});

test.each(files)("%s is well formed, and named in lower case with hyphens", (file) => {
  const checked: Knowledge = deviceKnowledge.parse(read(file));
  expect(checked.vendor).not.toBe("");
  expect(basename(file)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\.yaml$/);
});

test("no enterprise number and no name belongs to two", () => {
  const numbers = [
    ...makers.flatMap(({ maker }) => maker.enterprises ?? []),
    ...Object.values(enterprises.names).flat(),
  ];
  expect(numbers.length).toBeGreaterThan(300);
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  const names = [...makers.map(({ maker }) => maker.vendor), ...Object.keys(enterprises.names)].map((name) =>
    name.toLowerCase(),
  );
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("who makes one kind of thing is named, and makes one", () => {
  const kinds = Object.values(enterprises.makes).flat();
  expect(kinds.length).toBeGreaterThan(60);
  expect(kinds.filter((name, i) => !(name in enterprises.names) || kinds.indexOf(name) !== i)).toEqual([]);
});

describe("every pattern", () => {
  const keys = new Set(["match", "description", "descriptions", "index"]);
  const patterns = [...new Set(makers.flatMap(({ maker }) => textsBelow(maker, keys)))];
  /** Longer than any text that reaches a pattern (1,024 characters), each made to send some pattern astray. */
  const hostile = [
    "a".repeat(2_000),
    "1.".repeat(1_000),
    " ".repeat(2_000),
    "Version ".repeat(250),
    "A-1 ".repeat(500),
    `Linux ${"0-".repeat(900)}!`,
    "((((((((".repeat(250),
    "S/N: SN: MN: ".repeat(150),
  ];

  test("compiles, and there are many", () => {
    expect(patterns.length).toBeGreaterThan(300);
  });

  test("ends soon on hostile text, also behind its own beginning", () => {
    const took = (pattern: string): number => {
      const expression = new RegExp(pattern, "i");
      const beginning = pattern.replaceAll(/[\\^$()[\]{}?*+|].*/g, "");
      const from = performance.now();
      for (const text of hostile) {
        expression.test(text);
        expression.test(`${beginning}${text}`);
        expression.test(`${text}${beginning}`);
      }
      return performance.now() - from;
    };
    // 24 texts of 2,000 characters; a pattern that backtracks needs seconds for one. Again, as the machine may be busy.
    const slow = patterns.filter((pattern) => took(pattern) > 200 && took(pattern) > 200);
    expect(slow).toEqual([]);
  });

  test("does not fit everything", () => {
    const keysOfMakers = makers.flatMap(({ maker }) => maker.descriptions ?? []);
    expect(keysOfMakers.length).toBeGreaterThan(50);
    const plain = ["", "Switch", "Linux host 5.10.0 #1 SMP x86_64", "Network Management Card", "Router"];
    const wide = keysOfMakers.filter((pattern) => plain.some((text) => new RegExp(pattern, "i").test(text)));
    expect(wide).toEqual([]);
  });
});

describe("the alert rules", () => {
  const text = readFileSync("config/alert-rules.yaml", "utf8");
  const loaded = loadAlertRules(undefined, "en");
  if (!loaded.ok) throw new Error(loaded.mistakes.join("\n"));
  const rules = loaded.value;
  const withHours = (hours: "always" | "office"): readonly RuleId[] =>
    RULE_IDS.filter((id) => rules[id].hours === hours);

  test("are there for everything that can be an alert, each with the reason for its numbers", () => {
    const lines = text.split("\n");
    const unexplained = RULE_IDS.filter((id) => {
      const line = lines.findIndex((one) => one === `  ${id}:`);
      return !/^ {2}# [^-]/.test(lines[line - 1] ?? "");
    });
    expect(unexplained).toEqual([]);
  });

  test("PCs and printers are asleep outside office hours; devices, uplinks and power never", () => {
    const pcs: RuleId[] = [
      "disk_full",
      "disk_failing",
      "clock_wrong",
      "host_gone",
      "agent_silent",
      "hosts_lost",
    ];
    expect(withHours("office")).toEqual(
      expect.arrayContaining([...pcs, "cable_loss", "switch_loss", "printer_toner", "printer_jam"]),
    );
    const awake: RuleId[] = ["device_down", "target_down", "port_down", "site_down", "uplink_down"];
    expect(withHours("always")).toEqual(
      expect.arrayContaining([...awake, "power_lost", "ups_on_battery", "ups_runtime", "store_trouble"]),
    );
  });

  test("what stops work is known within three polls, never from one look alone, and somebody else is told in the end", () => {
    for (const id of RULE_IDS.filter((one) => rules[one].severity === "critical")) {
      const { holdMs, escalateMs } = rules[id];
      expect(holdMs, id).toBeLessThanOrEqual(2 * MINUTE);
      if (id !== "disk_failing" && id !== "store_trouble") expect(holdMs, id).toBeGreaterThan(0);
      expect(escalateMs, id).toBeGreaterThan(0);
    }
  });

  test("have hysteresis, and holds that readings can fulfil", () => {
    for (const id of RULE_IDS) {
      const { raise, clear, forgetMs, holdMs } = rules[id];
      expect(raise, id).not.toBe(clear);
      if (ruleKind(id).unit === "state") expect([raise, clear], id).toEqual([1, 0]);
      if (ruleKind(id).unit === "ratio") expect(Math.max(raise, clear), id).toBeLessThanOrEqual(1);
      expect(forgetMs, id).toBeGreaterThanOrEqual(Math.min(holdMs, LATE_MS));
    }
  });
});
