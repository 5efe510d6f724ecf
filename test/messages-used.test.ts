import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allMessages } from "../core/messages/say.ts";

/**
 * A sentence that nobody says is translated and kept for nothing. A key counts as said where it stands whole in the program, or
 * where a text with places (`web.kind.${kind}`) can make it.
 */
const sources = globSync("{core,agent,server,dashboards}/**/*.{ts,tsx}")
  .filter((file) => !/\.test\.tsx?$|\/dist\/|^core\/messages\//.test(file))
  .map((file) => readFileSync(file, "utf8"));

/** What stands at a place, which may hold an object of its own: `${variantOf({ code })}`. */
const PLACE = /\$\{(?:[^`{}]|\{[^`{}]*\})*\}/g;
const MADE = new RegExp(`\`([a-z]\\w*\\.(?:[\\w.-]|${PLACE.source})*)\``, "g");

test("every sentence is said somewhere", () => {
  const whole = new Set<string>();
  const made = new Set<string>();
  for (const source of sources) {
    for (const [, key = ""] of source.matchAll(/"([a-z]\w*(?:\.\w+)+)"/g)) whole.add(key);
    for (const [, text = ""] of source.matchAll(MADE)) if (text.includes("${")) made.add(text);
  }
  expect(whole.size).toBeGreaterThan(1_000);
  expect(made.size).toBeGreaterThan(50);
  const patterns = [...made].map(
    (text) =>
      new RegExp(`^${text.replaceAll(PLACE, "\0").replaceAll(".", "\\.").replaceAll("\0", "[\\w./-]*")}$`),
  );
  const unsaid = Object.keys(allMessages).filter(
    (key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)),
  );
  expect(unsaid).toEqual([]);
});
