import ExcelJS, { type Worksheet } from "exceljs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  demandTable,
  planDocument,
  planLines,
  profile,
  stockTake,
  wearTable,
  yearReport,
} from "../../test/support/document-samples.ts";
import { unzip } from "../../test/support/unzip.ts";
import { anyText, HOSTILE, xmlMistake } from "../../test/support/xml.ts";
import { demandOf } from "./demand-figures.ts";
import { demandXlsx } from "./demand-xlsx.ts";
import { replacementXlsx } from "./replacement-xlsx.ts";
import { stocktakeXlsx } from "./stocktake-xlsx.ts";
import { wearXlsx } from "./wear-xlsx.ts";
import { yearReportXlsx } from "./year-xlsx.ts";

async function open(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return book;
}
const sheetOf = (book: ExcelJS.Workbook, name: string): Worksheet => {
  const sheet = book.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}: ${book.worksheets.map((s) => s.name).join()}`);
  return sheet;
};
/** Row number of the first row whose cell in `column` holds `text`. */
function rowOf(sheet: Worksheet, text: string, column = 2): number {
  for (let row = 1; row <= sheet.rowCount; row += 1)
    if (sheet.getCell(row, column).value === text) return row;
  throw new Error(`no row ${text}`);
}
const heads = (sheet: Worksheet, row: number): string[] =>
  (sheet.getRow(row).values as unknown[]).slice(1).map(String);
const allText = (sheet: Worksheet): string => {
  const texts: string[] = [];
  sheet.eachRow((row) => row.eachCell((cell) => texts.push(cell.value === null ? "" : cell.text)));
  return texts.join("\n");
};

describe("bảng tổng hợp nhu cầu thay thế", () => {
  let book: ExcelJS.Workbook;
  let sheet: Worksheet;
  beforeAll(async () => {
    book = await open(await replacementXlsx(planDocument()));
    sheet = sheetOf(book, "Nhu cầu");
  });

  test("has its 21 columns in their order", () => {
    expect(heads(sheet, rowOf(sheet, "STT", 1))).toEqual([
      "STT",
      "Đơn vị/Phòng sử dụng",
      "Tên thiết bị",
      "Chủng loại/Model",
      "Số sê-ri/Mã tài sản",
      "Năm đưa vào sử dụng",
      "Nguyên giá (đồng)",
      "Hao mòn lũy kế",
      "Giá trị còn lại",
      "Tình trạng",
      "Số lần sự cố 12 tháng",
      "Hết hỗ trợ từ ngày",
      "Lý do đề xuất",
      "Hình thức",
      "Số lượng",
      "Đơn giá dự kiến",
      "Định mức tối đa",
      "Thành tiền",
      "Nguồn vốn",
      "Mức ưu tiên",
      "Ghi chú",
    ]);
  });

  test("holds real numbers, real dates and formulas with their results", () => {
    const row = rowOf(sheet, "Văn phòng HĐND và UBND; Phòng 101");
    expect(sheet.getCell(row, 7).value).toBe(12_500_000);
    expect(sheet.getCell(row, 7).numFmt).toBe("[$-42A]#,##0");
    expect(sheet.getCell(row, 12).value).toEqual(new Date("2025-10-14T00:00:00Z"));
    expect(sheet.getCell(row, 12).numFmt).toBe("dd/mm/yyyy");
    expect(sheet.getCell(row, 18).value).toMatchObject({ formula: `O${row}*P${row}`, result: 15_000_000 });
    expect(sheet.getCell(row, 9).value).toBe(0);
  });

  test("leaves what is not known empty, never zero", () => {
    const row = rowOf(sheet, "Văn phòng HĐND và UBND; Phòng 105");
    for (const column of [4, 5, 6, 7, 8, 9, 10, 11, 12]) expect(sheet.getCell(row, column).value).toBeNull();
    expect(sheet.getCell(row, 3).value).toBe("Máy in laser A4");
  });

  test("adds up by unit and over all, by formulas that mean what they say", () => {
    const total = rowOf(sheet, "Tổng cộng");
    expect(sheet.getCell(total, 18).result).toBe(254_800_000);
    expect(sheet.getCell(total, 15).result).toBe(24);
    for (const column of [7, 8, 15, 18]) checkSums(sheet, total, column);
    expect(sheet.getCell(total + 1, 1).value).toBe(
      "Bằng chữ: Hai trăm năm mươi tư triệu tám trăm nghìn đồng.",
    );
  });

  test("prints on A4 lying, one page wide, with its heads frozen and on every page", () => {
    for (const each of book.worksheets) {
      expect(each.pageSetup).toMatchObject({ paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
      expect(each.pageSetup.printArea, each.name).toMatch(/^A1:[A-Z]+\d+$/);
      expect(each.pageSetup.printTitlesRow, each.name).toMatch(/^\d+:\d+$/);
      expect(each.views[0]?.state).toBe("frozen");
    }
    expect(sheet.pageSetup.orientation).toBe("landscape");
    expect(sheet.pageSetup.printTitlesRow).toBe("7:8");
    expect(sheet.views[0]).toMatchObject({ ySplit: 8 });
  });

  test("is in Times New Roman", () => {
    const fonts = new Set<string | undefined>();
    for (const each of book.worksheets)
      each.eachRow((row) => row.eachCell((cell) => fonts.add(cell.font?.name)));
    expect([...fonts]).toEqual(["Times New Roman"]);
  });

  test("sums by kind and by source stand on a second sheet and equal the first", () => {
    const sums = sheetOf(book, "Theo loại và nguồn");
    const row = rowOf(sums, "Ngân sách xã");
    expect(sums.getCell(row, 5).value).toMatchObject({ result: 189_600_000 });
    expect(sums.getCell(row, 5).formula).toContain(`SUMIF('Nhu cầu'!$S$`);
    expect(sums.getCell(row, 3).value).toBe(250_000_000);
    expect(allText(sums).match(/254800000/g)).toHaveLength(2);
  });

  test("tells the officer what to check on a page of its own, and nowhere else", () => {
    const notes = allText(sheetOf(book, "Lưu ý"));
    expect(notes).toContain("không thấy bản gốc");
    expect(notes).toContain("Giá máy vi tính trong bảng giá đã quá 12 tháng.");
    expect(allText(sheet)).not.toContain("bản gốc");
  });
});

describe("bảng dự trù của xã", () => {
  test("has exactly the fourteen columns", async () => {
    const sheet = sheetOf(await open(await demandXlsx(demandTable)), "Dự trù");
    expect(heads(sheet, rowOf(sheet, "STT", 1)).slice(2)).toEqual([
      "Máy tính",
      "Máy in",
      "Máy scan",
      "Bộ thiết bị họp trực tuyến (VCS)",
      "Bộ phần mềm bản quyền",
      "Tường lửa (Firewall)",
      "Thiết bị chuyển mạch (Switch)",
      "Thiết bị mạng không dây (Wifi)",
      "Kênh truyền Internet",
      "Kênh truyền mạng SLCD",
      "Âm thanh, ánh sáng",
      "Camera giám sát",
      "Màn hình LED",
      "Thiết bị CNTT khác",
    ]);
  });

  test("needs are the norm less what stays, split into replacement and addition", () => {
    const cell = { norm: 10, have: 9, liquidate: 4, wanted: null };
    expect(demandOf(cell)).toEqual({ need: 5, replace: 4, add: 1 });
    expect(demandOf({ ...cell, have: 20 })).toEqual({ need: 0, replace: 0, add: 0 });
    expect(demandOf({ ...cell, norm: null })).toEqual({ need: null, replace: null, add: null });
    expect(demandOf({ ...cell, norm: null, wanted: 2, have: 2, liquidate: 1 })).toEqual({
      need: 1,
      replace: 1,
      add: 0,
    });
    const count = fc.nat({ max: 500 });
    fc.assert(
      fc.property(count, count, count, (norm, have, out) => {
        const { need, replace, add } = demandOf({ norm, have, liquidate: out, wanted: null });
        expect((replace ?? 0) + (add ?? 0)).toBe(need);
        expect(need).toBeGreaterThanOrEqual(0);
        expect(have - out + (need ?? 0)).toBeGreaterThanOrEqual(norm);
      }),
    );
  });

  test("money, its sum and words; what has no price or no need is empty", async () => {
    const book = await open(await demandXlsx(demandTable));
    const sheet = sheetOf(book, "Dự trù");
    const amount = rowOf(sheet, "Thành tiền (đồng)");
    // 20 PCs, no printer, 4 scanners, 4 switches
    expect([3, 4, 5, 9].map((column) => sheet.getCell(amount, column).result)).toEqual([
      300_000_000, 0, 72_000_000, 39_200_000,
    ]);
    expect(sheet.getCell(amount, 14).value).toBeNull();
    expect(sheet.getCell(amount + 1, 3).result).toBe(411_200_000);
    expect(allText(sheet)).toContain("Bốn trăm mười một triệu hai trăm nghìn đồng");
    const detail = sheetOf(book, "Cách tính");
    const need = rowOf(detail, "Nhu cầu", 3);
    expect(detail.getCell(need, 4).value).toMatchObject({
      formula: `MAX(0,D${need - 3}-(D${need - 2}-D${need - 1}))`,
      result: 5,
    });
  });
});

test("the inventory record has the columns of C53-HD, subtotals, the board and three signatures", async () => {
  const book = await open(await stocktakeXlsx(stockTake));
  const sheet = sheetOf(book, "Kiểm kê");
  const top = rowOf(sheet, "STT", 1);
  expect([1, 2, 3, 4, 5, 8, 11, 14].map((column) => sheet.getCell(top, column).value)).toEqual([
    "STT",
    "Tên TSCĐ",
    "Mã số",
    "Nơi sử dụng",
    "Theo sổ kế toán",
    "Theo kiểm kê",
    "Chênh lệch",
    "Ghi chú",
  ]);
  expect([5, 6, 7, 11, 12, 13].map((column) => sheet.getCell(top + 1, column).value)).toEqual([
    "Số lượng",
    "Nguyên giá",
    "Giá trị còn lại",
    "Số lượng",
    "Nguyên giá",
    "Giá trị còn lại",
  ]);
  const missing = rowOf(sheet, "Máy vi tính để bàn HP ProDesk 400");
  expect([11, 12, 13].map((column) => sheet.getCell(missing, column).result)).toEqual([
    -1, -15_000_000, -3_000_000,
  ]);
  expect(sheet.getCell(missing, 12).formula).toBe(`I${missing}-F${missing}`);
  const unseen = rowOf(sheet, "Máy photocopy Ricoh MP 2014");
  expect([8, 9, 10, 11, 12, 13].map((column) => sheet.getCell(unseen, column).value)).toEqual(
    Array(6).fill(null),
  );
  expect(sheet.getCell(unseen, 14).value).toBe("Chưa kiểm kê");
  checkSums(sheet, rowOf(sheet, "Tổng cộng"), 6);
  const text = allText(sheet);
  for (const part of [
    "BIÊN BẢN KIỂM KÊ TÀI SẢN CỐ ĐỊNH",
    "Mã QHNS: 1098765",
    "Trần Thị Bình; chức vụ: Phó Chủ tịch UBND xã; đại diện: UBND xã Hương Sơn; Trưởng ban",
    "Thủ trưởng đơn vị",
    "(Ý kiến giải quyết số chênh lệch)",
    "Kế toán trưởng",
    "Trưởng ban kiểm kê",
    "ngày 31 tháng 12 năm 2026",
  ])
    expect(text).toContain(part);
  expect(text.match(/^Cộng$/gm)).toHaveLength(2);
});

test("the wear table: rates, this year's wear, what remains; the unknown stays empty", async () => {
  const sheet = sheetOf(await open(await wearXlsx(wearTable)), "Hao mòn");
  const laptop = rowOf(sheet, "Máy vi tính xách tay");
  expect([6, 7, 8, 9].map((column) => sheet.getCell(laptop, column).value)).toEqual([
    18_500_000, 20, 3_700_000, 11_100_000,
  ]);
  expect(sheet.getCell(laptop, 10).value).toMatchObject({
    formula: `F${laptop}-I${laptop}`,
    result: 7_400_000,
  });
  const unknown = rowOf(sheet, "Máy tính chưa rõ nguyên giá");
  expect([5, 6, 7, 8, 9, 10].map((column) => sheet.getCell(unknown, column).value)).toEqual(
    Array(6).fill(null),
  );
  const total = rowOf(sheet, "Tổng cộng");
  for (const column of [6, 8, 9, 10]) checkSums(sheet, total, column);
  expect(sheet.getCell(total, 8).result).toBe(5_700_000);
  expect(allText(sheet)).toContain("Năm triệu bảy trăm nghìn đồng");
});

test("the yearly figures: units, norms, the worst and the money; not measured is empty", async () => {
  const book = await open(await yearReportXlsx(yearReport));
  const units = sheetOf(book, "Đơn vị");
  const unmeasured = rowOf(units, "Phòng Văn hóa - Xã hội");
  expect([9, 10, 11, 12].map((column) => units.getCell(unmeasured, column).value)).toEqual(
    Array(4).fill(null),
  );
  expect(units.getCell(rowOf(units, "Phòng Kinh tế"), 9).value).toBe(99.1);
  expect(units.getCell(rowOf(units, "Tổng cộng"), 10).result).toBe(87.5);
  const norms = sheetOf(book, "So với định mức");
  expect(norms.getCell(rowOf(norms, "Máy scan tài liệu"), 5).result).toBe(-1);
  expect(allText(sheetOf(book, "Kinh phí đã dùng"))).toContain(
    "Sáu mươi tám triệu tám trăm năm mươi nghìn đồng",
  );
  expect(sheetOf(book, "Cần quan tâm").rowCount).toBeGreaterThan(17);
});

/** The only formulas that a sheet may hold. */
const OWN_FORMULA =
  /^(?:SUM\([A-Z0-9:,]+\)|[A-Z]\d+[*-][A-Z]\d+|SUMIF\('Nhu cầu'!\$S\$\d+:\$S\$\d+,B\d+,'Nhu cầu'!\$R\$\d+:\$R\$\d+\))$/;

describe("hostile text", () => {
  const [line] = planLines(1);
  if (line === undefined) throw new Error("no sample");
  const withTexts = (texts: readonly string[], head: string) => ({
    ...planDocument(
      texts.map((text) => ({
        ...line,
        unit: text,
        room: text,
        item: text,
        reason: text,
        note: text,
        old: line.old === null ? null : { ...line.old, name: text, model: text, serial: text, code: text },
      })),
    ),
    unitName: head,
    profile: { ...profile, agency: head, superior: head, signTitle: head, signName: head },
    warnings: texts,
  });
  const check = async (texts: readonly string[], head: string): Promise<void> => {
    const bytes = await replacementXlsx(withTexts(texts, head));
    const files = unzip(bytes);
    for (const [name, xml] of files) {
      expect(xmlMistake(xml), name).toBeUndefined();
      expect(xml, name).not.toMatch(/[\u202A-\u202E\u2066-\u2069]|<hyperlink|ddeLink/);
      expect(xml.normalize("NFC"), name).toBe(xml);
    }
    const formulas = [...files].flatMap(([, xml]) =>
      [...xml.matchAll(/<f>([^<]*)<\/f>/g)].map(([, f = ""]) => f.replaceAll("&apos;", "'")),
    );
    expect(formulas.length).toBeGreaterThan(5);
    for (const formula of formulas) expect(formula).toMatch(OWN_FORMULA);
    const book = await open(bytes);
    for (const sheet of book.worksheets)
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          const { value, numFmt } = cell;
          if (typeof value !== "string" || cell.master !== cell) return;
          expect(value.length).toBeLessThan(32_767);
          if (/^[=+\-@]/.test(value)) expect(numFmt, value).toBe("@");
        }),
      );
  };

  test("is never a formula, a link or broken XML, and never longer than a cell may be", async () => {
    for (const head of ["=1+1", "@SUM(1)", HOSTILE.join(" ")]) await check(HOSTILE, head);
    await fc.assert(fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 40 }), anyText, check), {
      numRuns: 4,
    });
  });

  test("that looks like an escape is shown as it was written", async () => {
    const xml = [...unzip(await replacementXlsx(withTexts(["_x003D_1+1"], "x")))]
      .map(([, part]) => part)
      .join("");
    expect(xml).toContain("_x005F_x003D_1+1");
    expect(xml.replaceAll("_x005F_x003D_", "")).not.toContain("_x003D_");
  });
});

test("a long table has the sums of its lines, by as many units as there are", async () => {
  const lines = planLines(420).map((line, i) => ({ ...line, unit: `Đơn vị ${i}` }));
  const book = await open(await replacementXlsx({ ...planDocument(lines), notChosen: [] }));
  const sheet = sheetOf(book, "Nhu cầu");
  const total = rowOf(sheet, "Tổng cộng");
  expect(sheet.getCell(total, 18).result).toBe(lines.reduce((sum, { amount }) => sum + amount, 0));
  // A function takes 255 arguments: 420 subtotals are three sums.
  expect(sheet.getCell(total, 18).formula?.split("+")).toHaveLength(3);
});

/** Follows the SUM formulas of a total down to the lines and adds up by itself. */
function checkSums(sheet: Worksheet, total: number, column: number): void {
  const letter = sheet.getColumn(column).letter;
  const valueAt = (row: number): number => {
    const cell = sheet.getCell(row, column);
    if (typeof cell.formula !== "string" || !cell.formula.startsWith("SUM("))
      return Number(cell.result ?? cell.value ?? 0);
    const ranges = [...cell.formula.matchAll(/([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?/g)];
    let sum = 0;
    for (const [, name, from, , to = from] of ranges) {
      expect(name).toBe(letter);
      for (let at = Number(from); at <= Number(to); at += 1) sum += valueAt(at);
    }
    expect(cell.result, `${letter}${row}`).toBe(sum);
    return sum;
  };
  expect(valueAt(total)).toBeGreaterThan(0);
}
