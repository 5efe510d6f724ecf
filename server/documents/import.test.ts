import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registerTable } from "../../core/assets/import/columns.ts";
import { previewImport } from "../../core/assets/import/preview.ts";
import { readDate, readMoney } from "../../core/assets/import/cells.ts";
import { sayImportProblem } from "../../core/assets/import/say.ts";
import { codeText, serialText } from "../../core/assets/placeholders.ts";
import { ASSET_CATEGORIES, CONDITIONS, FUNDING_SOURCES, type Asset } from "../../core/assets/types.ts";
import { cleanText } from "../../core/text.ts";
import { someAsset } from "../../test/support/asset-kit.ts";
import { BROKEN_SHEETS, SHEET_CONTEXT, workbookOf } from "../../test/support/broken-sheets.ts";
import { unzip } from "../../test/support/unzip.ts";
import { readCsv } from "./read-csv.ts";
import { readSheets } from "./read-sheet.ts";
import { registerCsv, registerXlsx } from "./register-files.ts";
import { previewSheet, writeRegister } from "./sheets.ts";

const codeOf = async (bytes: Uint8Array) => {
  const read = await readSheets(bytes);
  return read.ok ? "ok" : read.fault.code;
};
const previewOf = async (bytes: Uint8Array, context = SHEET_CONTEXT) => {
  const read = await readSheets(bytes);
  if (!read.ok) throw new Error(read.fault.code);
  const found = previewImport(read.value, context);
  if ("fault" in found) throw new Error(found.fault);
  return found.preview;
};

describe("spreadsheets as offices send them", () => {
  test.each(BROKEN_SHEETS.map((sheet) => [sheet.name, sheet] as const))("%s", async (_name, sheet) => {
    const preview = await previewOf(await workbookOf(sheet));
    const said = preview.rows.flatMap(({ problems }) => problems.map((one) => sayImportProblem("vi", one)));
    expect(said).toEqual(sheet.says);
    expect(preview.counts.good).toBe(sheet.good);
    for (const { fields, problems } of preview.rows) {
      expect(fields === null).toBe(problems.some(({ severity }) => severity === "error"));
    }
  });

  test("the groups of a table give its rows their kind; what was skipped is told", async () => {
    const sheet = BROKEN_SHEETS.find(({ name }) => name.startsWith("headings without"));
    const preview = await previewOf(await workbookOf(sheet ?? { rows: [] }));
    expect(preview.headerRow).toBe(4);
    expect(preview.rows[0]?.fields).toMatchObject({
      category: "desktop",
      code: "A1",
      originalValue: 15_000_000,
      inUseOn: "2020-03-01",
      book: "fixed",
      unit: "u1",
    });
    expect(preview.skipped.map(({ why }) => why)).toEqual([
      "numbers",
      "group",
      "total",
      "total",
      "total",
      "total",
    ]);
  });

  test("a merged unit and a line about millions above the table hold for the rows of a real workbook", async () => {
    const sheet = BROKEN_SHEETS.find(({ name }) => name.startsWith("a unit merged over"));
    const { rows } = await previewOf(await workbookOf(sheet ?? { rows: [] }));
    expect(rows.map(({ fields }) => [fields?.unit, fields?.originalValue])).toEqual([
      ["u2", 15_500_000],
      ["u2", 15_500_000],
      [undefined, undefined],
    ]);
  });

  test("what is no spreadsheet, or one that cannot be read, is said so", async () => {
    expect(await codeOf(new Uint8Array())).toBe("sheet_empty");
    expect(await codeOf(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]))).toBe("sheet_old");
    const hidden = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]);
    expect(await codeOf(new Uint8Array(hidden))).toBe("sheet_encrypted");
    expect(await codeOf(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toBe("sheet_unreadable");
    expect(await codeOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))).toBe("sheet_unreadable");
    expect(await codeOf(new Uint8Array(17 * 1024 * 1024))).toBe("sheet_too_large");
    expect(await codeOf(await workbookOf({ rows: [] }))).toBe("sheet_empty");
    const rows = Array.from({ length: 25_002 }, () => "a;b").join("\n");
    expect(await codeOf(new TextEncoder().encode(rows))).toBe("sheet_too_large");
    expect(
      previewImport([{ name: "x", rows: [["Họ tên", "Ngày sinh"]], merges: [] }], SHEET_CONTEXT),
    ).toEqual({ fault: "sheet_no_header" });
    expect(
      previewImport([{ name: "x", rows: [["Tên tài sản", "Nguyên giá"]], merges: [] }], SHEET_CONTEXT),
    ).toEqual({ fault: "sheet_no_rows" });
  });
});

test.each([
  ["15.000.000", 15_000_000],
  ["15,000,000", 15_000_000],
  ["15 000 000 đ", 15_000_000],
  ["15000000.0", 15_000_000],
  ["15.000.000,00", 15_000_000],
  ["15,000,000.00", 15_000_000],
  ["15 triệu", 15_000_000],
  ["15tr", 15_000_000],
  ["1,5 tỷ", 1_500_000_000],
  ["15.000", 15_000],
  ["12,5 triệu đồng", 12_500_000],
  ["0", 0],
  ["15.000.00", undefined],
  ["1.5.0", undefined],
  ["(5.000)", undefined],
  ["-5", undefined],
  ["abc", undefined],
])("money %s", (text, value) => {
  const read = readMoney(text);
  expect(read !== undefined && "value" in read ? read.value : undefined).toBe(value);
});

test.each([
  ["15/3/2020", "2020-03-15"],
  ["15.03.2020", "2020-03-15"],
  ["03/04/2020", "2020-04-03"],
  ["2020-03-15", "2020-03-15"],
  ["2020-03-15T00:00:00", "2020-03-15"],
  ["03/2020", "2020-03-01"],
  ["2020-03", "2020-03-01"],
  ["2020", "2020-01-01"],
  ["tháng 3 năm 2020", "2020-03-01"],
  ["ngày 15 tháng 3 năm 2020", "2020-03-15"],
  ["15/3/20", "2020-03-15"],
  [43_905, "2020-03-15"],
  [2020, "2020-01-01"],
  ["43905", "2020-03-15"],
  ["hôm qua", undefined],
  ["29/02/2021", undefined],
])("date %s", (text, value) => {
  const read = readDate(text);
  expect(read !== undefined && "value" in read ? read.value : undefined).toBe(value);
});

describe("text tables", () => {
  const rowsOf = (bytes: Uint8Array) => {
    const read = readCsv(bytes);
    return read.ok ? read.value[0]?.rows : undefined;
  };
  const utf8 = (text: string) => new TextEncoder().encode(text);
  test("commas, semicolons and tabs; quotes; line ends of all kinds", () => {
    expect(rowsOf(utf8('a,"b ""c"", d"\r\ne,\n'))).toEqual([["a", 'b "c", d'], ["e"]]);
    expect(rowsOf(utf8('\uFEFFTên;Giá\r1.5;"x\ny"'))).toEqual([
      ["Tên", "Giá"],
      ["1.5", "x\ny"],
    ]);
    expect(rowsOf(utf8("a\tb\n\t\nc"))).toEqual([["a", "b"], [], ["c"]]);
  });
  test("UTF-16 and the old Windows code page", () => {
    const little = Buffer.from("\uFEFFMáy in;1", "utf16le");
    expect(rowsOf(new Uint8Array(little))).toEqual([["Máy in", "1"]]);
    // "Máy" with á as one letter, "Hương" with a horn letter of the code page.
    const old = Uint8Array.from([0x4d, 0xe1, 0x79, 0x3b, 0x48, 0xfd, 0xf5, 0x6e, 0x67]);
    expect(rowsOf(old)).toEqual([["Máy", "Hương"]]);
  });
});

const short = fc.string({ maxLength: 30, unit: "grapheme" }).map((text) => cleanText(text, 60));
/** What a workbook takes for a sign of its own. */
const SIGNS = ["_x0041_", "_x0041_x0042_", "=_x003d_", "_x005F_x0041_", "a_x000D_b", "_x00e9_", "__x0041__"];
const text = fc
  .oneof(short, fc.constantFrom("=1+1", "+84", "-x", "@a", "'=x", "a;b", 'a"b', "Ω", ...SIGNS))
  .map((one) => cleanText(one, 60));
const maybeText = text.map((one) => (one === "" ? null : one));
/** The form lets no "-" through as a number. */
const code = text.map(codeText);
const serial = text.map(serialText);
const date = fc
  .integer({ min: 0, max: 20_000 })
  .map((n) => new Date(Date.UTC(1970, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const anyAsset: fc.Arbitrary<Asset> = fc
  .record({
    name: text.filter((one) => one !== ""),
    code,
    serial,
    vendor: maybeText,
    model: maybeText,
    room: maybeText,
    person: maybeText,
    supplier: maybeText,
    notes: maybeText,
    category: fc.constantFrom(...ASSET_CATEGORIES),
    book: fc.constantFrom("fixed" as const, "tool" as const),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    oneStop: fc.boolean(),
    inUseOn: fc.option(date),
    warrantyUntil: fc.option(date),
    originalValue: fc.option(fc.integer({ min: 0, max: 1e12 })),
    fundingSource: fc.option(fc.constantFrom(...FUNDING_SOURCES)),
    condition: fc.option(fc.constantFrom(...CONDITIONS)),
    site: fc.constantFrom(null, "s1"),
    mac: fc.constantFrom(null, "3c:52:82:00:01:11"),
    traits: fc.record(
      {
        cpu: text.filter((one) => one !== ""),
        ramGb: fc.constantFrom(2, 4, 8, 16),
        disk: fc.constantFrom("hdd" as const, "ssd" as const),
        managed: fc.boolean(),
        portMbps: fc.constantFrom(100, 1_000),
        ports: fc.integer({ min: 1, max: 52 }),
        batteryOn: date,
      },
      { requiredKeys: [] },
    ),
  })
  .map((over) => someAsset({ ...over, unit: "u1" }));

const NAMES = { unit: () => "xã Hương Sơn", site: () => "Trụ sở" };
const FIELDS = Object.keys(someAsset()).filter(
  (name) => !["id", "state", "device", "liquidation", "repairs", "createdAt", "changedAt"].includes(name),
);
const fieldsOf = (asset: object) =>
  Object.fromEntries(FIELDS.map((name) => [name, (asset as Record<string, unknown>)[name]]));

describe("what is exported and imported again is the same", () => {
  const context = { ...SHEET_CONTEXT, unit: null, existing: [] };
  const same = async (asset: Asset, bytes: Uint8Array) => {
    const preview = await previewOf(bytes, context);
    expect(preview.rows).toHaveLength(1);
    expect(fieldsOf(preview.rows[0]?.fields ?? {})).toEqual(fieldsOf(asset));
  };
  test("as text", async () => {
    await fc.assert(
      fc.asyncProperty(anyAsset, (asset) => same(asset, registerCsv(registerTable([asset], NAMES)))),
      { numRuns: 100 },
    );
  });
  test("as a workbook", async () => {
    await fc.assert(
      fc.asyncProperty(anyAsset, async (asset) =>
        same(asset, await registerXlsx(registerTable([asset], NAMES))),
      ),
      { numRuns: 15 },
    );
  });
  test.each(SIGNS)("%s stays what it is", async (sign) => {
    const asset = someAsset({ unit: "u1", site: null, name: sign, code: sign, notes: sign });
    const table = registerTable([asset], NAMES);
    const book = await registerXlsx(table);
    await same(asset, book);
    await same(asset, registerCsv(table));
    const sheet = unzip(book).get("xl/worksheets/sheet1.xml") ?? "";
    expect(sheet).toContain("_x005F_x");
    expect(sheet.replaceAll(/_x005F_(?=x[0-9A-Fa-f]{4}_)/g, "#")).not.toMatch(/_x[0-9A-Fa-f]{4}_/);
  });
  test("the system's id finds the asset again, whatever else was changed", async () => {
    const asset = someAsset({ unit: "u1", id: "a1", code: "NEW", serial: null, site: null });
    const preview = await previewOf(registerCsv(registerTable([asset], NAMES)));
    expect(preview.rows[0]).toMatchObject({ id: "a1" });
    expect(preview.counts.changes).toBe(1);
  });
});

test("a process of its own reads 2,000 rows and writes them", async () => {
  const assets = Array.from({ length: 2_000 }, (_, i) =>
    someAsset({ id: `x${i}`, unit: "u1", site: null, code: `C${i}`, serial: `S${i}` }),
  );
  const bytes = await writeRegister(registerTable(assets, NAMES), "xlsx");
  const read = await previewSheet(bytes, { ...SHEET_CONTEXT, existing: [] });
  expect(read.ok && read.value.counts).toMatchObject({ rows: 2_000, good: 2_000, errors: 0 });
});
