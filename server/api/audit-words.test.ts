import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allMessages } from "../../core/messages/say.ts";
import { auditLine } from "./audit-words.ts";

/** The codes that stand in the sources, where they are written out. */
function written(): readonly string[] {
  const found = new Set<string>();
  for (const folder of ["../stores/registry", "routes"]) {
    const path = join(import.meta.dirname, folder);
    for (const file of readdirSync(path).filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
    )) {
      const text = readFileSync(join(path, file), "utf8");
      for (const [, code] of text.matchAll(/(?:action: |\.note\()"([a-z_]+)"/g)) found.add(code ?? "");
    }
  }
  return [...found];
}

test("every change that the audit keeps has its words", () => {
  const codes = written();
  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !Object.hasOwn(allMessages, `audit.${code}`))).toEqual([]);
});

const names = { of: () => undefined, ofId: () => undefined, ofPerson: () => undefined };
const entry = { id: "a1", at: 1, actor: "an", action: "plan_saved", subject: "x", before: null, after: null };

test("an entry of a newer program is told by its code, and by the name that it had", () => {
  const line = auditLine({ ...entry, action: "moon_landed", after: { name: "Trăng" } }, names, "vi");
  expect(line).toMatchObject({ who: "an", what: "Việc khác (moon_landed)", subject: "Trăng", detail: null });
});

test("of many things the number is told", () => {
  const line = auditLine({ ...entry, action: "assets_liquidated", after: { ids: ["a", "b"] } }, names, "en");
  expect(line.detail).toBe("2 things");
});

test("what did not change is not told, and what is not known by a name stands as it is", () => {
  const [before, after] = [
    { name: "SW 1", address: "10.0.0.1", unit: null },
    { name: "SW 1", address: "10.0.0.2", unit: "u9" },
  ];
  expect(auditLine({ ...entry, before, after }, names, "en").detail).toBe(
    "unit: the whole system → u9; address: 10.0.0.1 → 10.0.0.2",
  );
});
