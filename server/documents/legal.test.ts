import { describe, expect, test } from "vitest";
import { planDocument } from "../../test/support/document-samples.ts";
import { legalBases, parseLegal, readLegal } from "./legal.ts";
import { legalWarnings, planWarnings } from "./warnings.ts";

describe("legal bases", () => {
  const read = readLegal();
  if (!read.ok) throw new Error(read.mistakes.join("\n"));
  const table = read.value;

  test("the shipped file reads, every line with a source", () => {
    expect(table.length).toBeGreaterThan(5);
    for (const { text, source } of table) {
      expect(source).not.toBe("");
      expect(text).not.toMatch(/^Căn cứ|;$/);
      expect(text.normalize("NFC")).toBe(text);
    }
  });

  test("what is not in force on the document's day is not named", () => {
    const names = (on: string) =>
      legalBases(table, "proposal", on)
        .map(({ text }) => text)
        .join("\n");
    expect(names("2025-06-30")).not.toContain("15/2025/QĐ-TTg ngày");
    expect(names("2025-07-01")).toContain("15/2025/QĐ-TTg ngày");
    expect(names("2025-12-31")).toContain("73/2019");
    expect(names("2026-01-01")).not.toContain("73/2019");
    expect(legalBases(table, "year", "2026-11-01").length).toBeLessThan(
      legalBases(table, "proposal", "2026-11-01").length,
    );
  });

  test("each unverified line is told to the officer with what was seen of it", () => {
    const legal = legalBases(table, "proposal", "2026-11-01");
    const unverified = legal.filter(({ verified }) => !verified);
    const told = legalWarnings(legal, planDocument([]));
    expect(unverified.length).toBeGreaterThan(0);
    expect(told).toHaveLength(unverified.length);
    expect(told.join("\n")).toContain("10/2026/QĐ-TTg");
    expect(legalWarnings([], planDocument([]))).toHaveLength(1);
  });

  test("a mistake is named with its place", () => {
    const broken = parseLegal(
      "legal:\n  - text: Luật A\n    for: [proposal]\n    source: x\n    verified: yes please\n",
    );
    expect(broken).toMatchObject({ ok: false });
    expect(!broken.ok && broken.mistakes[0]).toMatch(/^legal\.0\.verified: /);
    expect(parseLegal("legal: [").ok).toBe(false);
  });
});

test("the officer is told of blanks, of ceilings and of what is to be heeded of the lines, each once", () => {
  const [line] = planDocument().lines;
  if (line === undefined) throw new Error("no sample");
  const input = {
    ...planDocument([line, line]),
    ceiling: 20_000_000,
    profile: { ...planDocument().profile, signName: null, recipients: [] },
    warnings: ["Đơn giá vượt mức tối đa."],
  };
  const told = planWarnings(input);
  expect(told.filter((text) => text.includes("họ tên người ký, nơi kính gửi"))).toHaveLength(1);
  expect(
    told.filter((text) => text.includes("30.000.000 đồng vượt mức kinh phí 20.000.000 đồng")),
  ).toHaveLength(1);
  expect(told.filter((text) => text === "Đơn giá vượt mức tối đa.")).toHaveLength(1);
  const fine = planWarnings({ ...planDocument(), legal: planDocument().legal.slice(0, 2), warnings: [] });
  expect(fine).toEqual([]);
});
