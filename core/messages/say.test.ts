import { expect, test } from "vitest";
import { FAULTS } from "../result.ts";
import { allMessages, say, sayAny } from "./say.ts";

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted();

test("both languages of every message have the same places and say something", () => {
  const entries = Object.entries(allMessages);
  expect(entries.length).toBeGreaterThan(50);
  for (const [key, { vi, en }] of entries) {
    expect(places(vi), key).toEqual(places(en));
    expect(vi.trim(), key).not.toBe("");
    expect(en.trim(), key).not.toBe("");
    expect(vi.normalize("NFC"), key).toBe(vi);
  }
});

test("every fault says what happened and how to mend it", () => {
  for (const code of Object.keys(FAULTS)) expect(Object.keys(allMessages)).toContain(`fault.${code}`);
});

test("fills in places, and shows a missing value as an ellipsis", () => {
  expect(say("en", "fault.token_used")).not.toContain("{");
  expect(sayAny("vi", "fault.bad_input", {})).toContain("…");
  expect(sayAny("vi", "no such key", {})).toBeUndefined();
});

test("counts are grouped as the language writes them; what is no count stays as it is", () => {
  expect(say("vi", "web.table.rows", { n: 3_237 })).toBe("3.237 dòng");
  expect(say("en", "web.table.rows", { n: 1_048_576 })).toBe("1,048,576 rows");
  expect(say("vi", "web.table.rowsOf", { n: 12, total: 1_200 })).toBe("12 / 1.200 dòng");
  expect(sayAny("vi", "web.asset.wear.run", { year: 2_026 })).toContain("2026");
  expect(sayAny("vi", "web.table.rows", { n: 0.5 })).toBe("0.5 dòng");
});
