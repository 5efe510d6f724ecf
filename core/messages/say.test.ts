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
