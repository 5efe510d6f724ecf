import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DOCUMENT_FILES, makeDocument, type DocumentKind } from "../../server/documents/make.ts";
import {
  demandTable,
  planDocument,
  planLines,
  profile,
  stockTake,
  wearTable,
  yearReport,
} from "../support/document-samples.ts";
import { inkOf, pagesOf, toPdf, whyNoOffice, type Page } from "../support/office.ts";
import { unzip } from "../support/unzip.ts";
import { HOSTILE, xmlText } from "../support/xml.ts";

/**
 * The documents as an officer sees them: opened by LibreOffice, printed to PDF, and measured there. Whether they look like a
 * document that may be signed was judged by eye when the layout was made; this holds what can be measured.
 */
if (whyNoOffice !== undefined) process.stderr.write(`SKIPPED: documents in LibreOffice: ${whyNoOffice}\n`);

const MM = 72 / 25.4;
/** Points that a glyph may stand out of its box. */
const SLACK = 1.5;
/** What a spreadsheet shows for a figure that does not fit, or a formula that fails. */
const MISTAKES = ["###", "Err:", "#REF", "#VALUE", "#NAME", "#N/A"];

describe.skipIf(whyNoOffice !== undefined)("documents in LibreOffice", () => {
  const dir = mkdtempSync(join(tmpdir(), "cayda-documents-"));
  const pages = new Map<string, Page[]>();
  const file = (kind: string): string => join(dir, `${kind}.pdf`);
  const page = (kind: string, number: number): Page => {
    const found = pages.get(kind)?.[number - 1];
    if (found === undefined) throw new Error(`${kind} has no page ${number}`);
    return found;
  };
  // Without blanks: where a font lacks Vietnamese letters, each comes from another font and counts as a word of its own.
  const squeeze = (text: string): string => text.replaceAll(/\s/g, "");
  const has = ({ words }: Page, phrase: string): boolean =>
    squeeze(words.map((word) => word.text).join("")).includes(squeeze(phrase));
  const anyHas = (kind: string, phrase: string): boolean =>
    (pages.get(kind) ?? []).some((each) => has(each, phrase));

  beforeAll(async () => {
    const plan = planDocument();
    const [line] = planLines(1);
    if (line === undefined) throw new Error("no sample");
    const hostile = HOSTILE.map((name) => ({ ...line, unit: name, item: name, reason: name, note: name }));
    const head = HOSTILE.slice(0, 12).join(" ");
    const evil = {
      ...planDocument(hostile),
      unitName: head,
      profile: { ...profile, agency: head, signName: head },
    };
    const large = planDocument(
      planLines(12).map((line) => ({
        ...line,
        quantity: 1_000,
        unitPrice: 98_765_432,
        amount: 98_765_432_000,
      })),
    );
    const made: Record<string, Promise<Uint8Array>> = {
      proposal: makeDocument("proposal", plan),
      report: makeDocument("report", plan),
      yearReport: makeDocument("yearReport", yearReport),
      needs: makeDocument("needs", plan),
      demand: makeDocument("demand", demandTable),
      stocktake: makeDocument("stocktake", stockTake),
      wear: makeDocument("wear", wearTable),
      yearFigures: makeDocument("yearFigures", yearReport),
      large: makeDocument("needs", large),
      evilWords: makeDocument("proposal", evil),
      evilTable: makeDocument("needs", evil),
    };
    const files: string[] = [];
    for (const [name, bytes] of Object.entries(made)) {
      const kind: DocumentKind =
        name === "evilWords"
          ? "proposal"
          : name === "evilTable" || name === "large"
            ? "needs"
            : (name as DocumentKind);
      const path = join(dir, `${name}${DOCUMENT_FILES[kind].name.slice(-5)}`);
      writeFileSync(path, await bytes);
      files.push(path);
    }
    await toPdf(dir, files);
    for (const name of Object.keys(made)) pages.set(name, await pagesOf(file(name)));
  }, 120_000);
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  test.for(["proposal", "report", "yearReport"])(
    "%s keeps to its margins, with the lines of its tables",
    async (kind) => {
      const all = pages.get(kind) ?? [];
      expect(all.length).toBeGreaterThanOrEqual(kind === "yearReport" ? 3 : 4);
      for (const { width, words } of all) {
        expect(words.length).toBeGreaterThan(10);
        for (const word of words) {
          expect(word.left, word.text).toBeGreaterThanOrEqual(30 * MM - SLACK);
          expect(word.right, word.text).toBeLessThanOrEqual(width - 15 * MM + SLACK);
        }
      }
      for (const { left, right, share } of await inkOf(file(kind), all.length)) {
        expect(left).toBeGreaterThan(29);
        expect(right).toBeGreaterThan(13.5);
        expect(share).toBeGreaterThan(0.002);
        expect(share).toBeLessThan(0.2);
      }
    },
  );

  test("pages are numbered at the top in the middle, from the second on; each appendix begins again", () => {
    const all = pages.get("proposal") ?? [];
    const numbers = all.map(({ width, words }) => {
      const inMargin = words.filter(({ bottom }) => bottom < 20 * MM);
      expect(inMargin.length).toBeLessThanOrEqual(1);
      const [number] = inMargin;
      if (number === undefined) return "";
      const middle = (width + 30 * MM - 15 * MM) / 2;
      expect(Math.abs((number.left + number.right) / 2 - middle)).toBeLessThan(3);
      return number.text;
    });
    const firsts = all.map(
      (each) => has(each, "Độc lập - Tự do - Hạnh phúc") || has(each, "Kèm theo Tờ trình"),
    );
    let expected = 0;
    for (const [i, number] of numbers.entries()) {
      expected = firsts[i] === true ? 1 : expected + 1;
      expect(number).toBe(expected === 1 ? "" : String(expected));
    }
    expect(firsts.filter(Boolean)).toHaveLength(3);
  });

  test("country, motto, number and place stand where the decree puts them, each on one line", () => {
    const first = page("proposal", 1);
    const lineOf = (phrase: string) => {
      const wanted = squeeze(phrase);
      for (const from of first.words.keys())
        for (let to = from + 1; to <= from + wanted.length; to += 1) {
          const words = first.words.slice(from, to);
          if (words.map((word) => word.text).join("") !== wanted) continue;
          const tops = words.map(({ top }) => top);
          expect(Math.max(...tops) - Math.min(...tops), phrase).toBeLessThan(6);
          return {
            left: words[0]?.left ?? 0,
            top: Math.min(...tops),
            bottom: Math.max(...words.map(({ bottom }) => bottom)),
          };
        }
      throw new Error(`not on one line: ${phrase}`);
    };
    const nation = lineOf("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    const motto = lineOf("Độc lập - Tự do - Hạnh phúc");
    expect(nation.left).toBeGreaterThan(first.width / 2 - 30);
    expect(motto.top).toBeGreaterThan(nation.top + 10);
    const number = lineOf("/TTr-UBND");
    const place = lineOf("Sơn, ngày");
    expect(Math.abs(number.top - place.top)).toBeLessThan(6);
    expect(number.top).toBeGreaterThan(lineOf("XÃ HƯƠNG SƠN").bottom);
  });

  test("the signature stands with the last words of the text", () => {
    const signed = (pages.get("proposal") ?? []).find((each) => has(each, "Nơi nhận:"));
    if (signed === undefined) throw new Error("nobody signs");
    expect(has(signed, "trong năm 2027./.")).toBe(true);
    expect(has(signed, "Nguyễn Văn An")).toBe(true);
  });

  test("the appendix repeats its head on each page", () => {
    const appendix = (pages.get("proposal") ?? []).filter(({ width, height }) => width > height);
    const tables = appendix.filter((each) => has(each, "Lý do đề xuất"));
    expect(tables.length).toBeGreaterThanOrEqual(2);
  });

  test.for(["needs", "large", "demand", "stocktake", "wear", "yearFigures"])(
    "%s prints on A4 without a column that is too narrow for its figures",
    (kind) => {
      const all = pages.get(kind) ?? [];
      expect(all.length).toBeGreaterThan(0);
      for (const each of all) {
        const sides = [each.width, each.height].toSorted((a, b) => a - b);
        expect(sides.map((side) => Math.round(side / MM))).toEqual([210, 297]);
        for (const mistake of MISTAKES) expect(has(each, mistake), mistake).toBe(false);
        for (const word of each.words) expect(word.right, word.text).toBeLessThanOrEqual(each.width - 5 * MM);
      }
      expect(has(page(kind, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")).toBe(true);
    },
  );

  test("figures are grouped with dots and dates are days first, whatever the computer's language", () => {
    for (const phrase of ["12.500.000", "14/10/2025", "254.800.000"])
      expect(anyHas("needs", phrase), phrase).toBe(true);
    expect(anyHas("wear", "12,5")).toBe(true);
  });

  test("the table of needs repeats its head on each page", () => {
    const withLines = (pages.get("needs") ?? []).filter((each) => has(each, "Windows 10 hết hỗ trợ"));
    expect(withLines.length).toBeGreaterThan(1);
    for (const each of withLines) expect(has(each, "Lý do đề xuất")).toBe(true);
  });

  test("hostile names open as text", () => {
    expect(anyHas("evilTable", "=HYPERLINK(")).toBe(true);
    expect(anyHas("evilTable", "_x003D_1+1")).toBe(true);
    for (const mistake of MISTAKES) expect(anyHas("evilTable", mistake), mistake).toBe(false);
    expect(anyHas("evilWords", "<script>alert(1)</script>")).toBe(true);
  });
});

test("20,000 lines are a document and a table: the first 500 and the rest by its sum, and all of them with their sum", async () => {
  const lines = planLines(20_000);
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const input = { ...planDocument(lines), notChosen: [] };
  const started = performance.now();
  const words = xmlText(unzip(await makeDocument("proposal", input)).get("word/document.xml") ?? "");
  const between = performance.now();
  const table = await makeDocument("needs", input);
  const [first, second] = [between - started, performance.now() - between].map((ms) => ms / 1_000);
  process.stdout.write(`20,000 lines: .docx ${first?.toFixed(1)} s, .xlsx ${second?.toFixed(1)} s\n`);
  expect(words).toContain("Và 19.500 dòng nữa, 207.025.000.000 đồng: xem bảng tính kèm theo.");
  expect(second).toBeLessThan(60);
  expect(table.length).toBeLessThan(5_000_000);
  const xml = unzip(table).get("xl/worksheets/sheet1.xml") ?? "";
  expect(xml.match(/<row /g)?.length).toBeGreaterThan(20_000);
  expect(xml).toContain(`<v>${total}</v>`);
});
