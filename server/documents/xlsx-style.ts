import ExcelJS from "exceljs";
import type { Cell, Style, Workbook, Worksheet } from "exceljs";
import type { DateText } from "../../core/assets/types.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import type { DocumentHead } from "./input.ts";
import { escapeSigns } from "./signs.ts";
import { agencyOf, clean, dayText } from "./words.ts";

/**
 * How every sheet looks and prints: Times New Roman, A4, as wide as one page, head rows frozen and repeated. Register text is
 * only ever written by `putText`: a string cell is never a formula, and what looks like one gets the format "text" ("@"), so
 * that it stays text when somebody edits the cell. (The library has no `quotePrefix`; "@" does the same.)
 */
const FONT = { name: "Times New Roman", size: 11, family: 1 } as const;
const BOLD = { ...FONT, bold: true };
const THIN = { style: "thin" } as const;
const BOX = { top: THIN, bottom: THIN, left: THIN, right: THIN };
const FILL = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE7EDF3" } } as const;
/** ECMA-376, 18.3.1.63, paperSize: 9 is A4 (a name that the library's types know but its code does not export). */
const A4 = 9;
const wrap = (horizontal: "left" | "right" | "center") =>
  ({ horizontal, vertical: "middle", wrapText: true }) as const;

/**
 * [$-42A] is Vietnamese: LibreOffice then groups 1.234.567 with dots whatever the computer is set to; Excel uses the computer's
 * own signs, which are the same on a Vietnamese Windows.
 */
export const numberFormat = (language: Language, decimals = 0): string =>
  `${language === "vi" ? "[$-42A]" : ""}#,##0${decimals > 0 ? `.${"#".repeat(decimals)}` : ""}`;

export type CellKind = "text" | "center" | "money" | "count" | "decimal" | "percent" | "day";
type StyleName = `${CellKind}${"" | "Bold"}` | "head" | "plain" | "title" | "strong" | "italic" | "right";
/** Shared by reference: the library writes each once. Never change a cell's style in place. */
export type Styles = Readonly<Record<StyleName, Partial<Style>>>;

function stylesOf(language: Language): Styles {
  const formats: Record<CellKind, ["left" | "right" | "center", string | undefined]> = {
    text: ["left", undefined],
    center: ["center", undefined],
    money: ["right", numberFormat(language)],
    count: ["center", numberFormat(language)],
    decimal: ["center", numberFormat(language, 2)],
    percent: ["center", language === "vi" ? "[$-42A]0.00" : "0.00"],
    day: ["center", "dd/mm/yyyy"],
  };
  const boxed = Object.entries(formats).flatMap(([kind, [align, numFmt]]) => {
    const format = numFmt === undefined ? {} : { numFmt };
    const base = { alignment: wrap(align), border: BOX, ...format };
    return [[kind, { ...base, font: FONT }] as const, [`${kind}Bold`, { ...base, font: BOLD }] as const];
  });
  return {
    ...(Object.fromEntries(boxed) as Record<`${CellKind}${"" | "Bold"}`, Partial<Style>>),
    head: { font: BOLD, alignment: wrap("center"), border: BOX, fill: FILL },
    plain: { font: FONT, alignment: wrap("left") },
    title: { font: { ...BOLD, size: 14 }, alignment: wrap("center") },
    strong: { font: BOLD, alignment: wrap("center") },
    italic: { font: { ...FONT, italic: true }, alignment: wrap("center") },
    right: { font: { ...FONT, italic: true }, alignment: wrap("right") },
  };
}

export interface Book {
  readonly book: Workbook;
  readonly language: Language;
  readonly styles: Styles;
}

export function newBook(input: DocumentHead): Book {
  const book = new ExcelJS.Workbook();
  book.creator = agencyOf(input);
  book.lastModifiedBy = agencyOf(input);
  const on = dayValue(input.on) ?? new Date(0);
  book.created = on;
  book.modified = on;
  // Formulas carry their results; a reader that calculates itself does so on opening.
  book.calcProperties = { fullCalcOnLoad: true };
  return { book, language: input.language, styles: stylesOf(input.language) };
}

/** A sheet that prints on A4, one page wide. `widths`: columns, in characters. */
export function newSheet(
  { book, language }: Book,
  name: string,
  widths: readonly number[],
  portrait = false,
): Worksheet {
  const sheet = book.addWorksheet(name, {
    pageSetup: {
      orientation: portrait ? "portrait" : "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 0.5, right: 0.3, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: {
      oddFooter: `&C&"Times New Roman,Regular"&10${say(language, "doc.page", { page: "&P", pages: "&N" })}`,
    },
  });
  Object.assign(sheet.pageSetup, { paperSize: A4 });
  sheet.columns = widths.map((width) => ({ width, style: { font: FONT } }));
  return sheet;
}

/** What prints, what repeats, what stays in view. Rows and columns count from 1. */
export function closeSheet(
  sheet: Worksheet,
  head: { first: number; last: number },
  end: { row: number; column: number },
): void {
  sheet.pageSetup.printArea = `A1:${sheet.getColumn(end.column).letter}${end.row}`;
  sheet.pageSetup.printTitlesRow = `${head.first}:${head.last}`;
  sheet.views = [
    { state: "frozen", xSplit: 0, ySplit: head.last, topLeftCell: `A${head.last + 1}`, showGridLines: false },
  ];
}

const widthOf = (sheet: Worksheet, columns: number): number =>
  Array.from({ length: columns }, (_, i) => sheet.getColumn(i + 1).width ?? 9).reduce((a, b) => a + b, 0);

/** A figure that is wider than its column would be shown as ###: the column grows with it. Columns count from 1. */
export function fitColumn(sheet: Worksheet, column: number, figure: number): void {
  const digits = Math.floor(Math.log10(Math.max(1, Math.abs(figure)))) + 1;
  // Widths of bold figures and of their dots, against the figures that column widths are counted in.
  const needed = digits * 1.05 + Math.floor((digits - 1) / 3) * 0.53 + (figure < 0 ? 1.3 : 0.8);
  const { width = 9 } = sheet.getColumn(column);
  if (width < needed) sheet.getColumn(column).width = needed;
}

/** Points; one line of 11 pt. */
const LINE_HEIGHT = 15;
/** As high as the tallest of its texts needs: files that no spreadsheet program has laid out yet have no heights of their own. */
export const heightFor = (texts: readonly (readonly [text: string, width: number])[]): number =>
  LINE_HEIGHT * Math.min(24, Math.max(1, ...texts.map(([text, width]) => linesOf(text, width))));

/** How many lines a text takes in a column of `width` characters, broken at spaces as a spreadsheet does. */
function linesOf(text: string, width: number): number {
  // A column's width counts digits; letters are narrower.
  const room = Math.max(1, width * 1.2);
  let lines = 1;
  let used = 0;
  for (const { length } of text.split(" ")) {
    const needed = used === 0 ? length : used + 1 + length;
    if (needed <= room) {
      used = needed;
      continue;
    }
    lines += (used === 0 ? 0 : 1) + Math.ceil(length / room) - 1;
    used = length % room;
  }
  return lines;
}

const FORMULA_LIKE = /^[=+\-@\t\r]/;

/** Text, always as text. Empty text leaves the cell empty. */
export const putText = (cell: Cell, text: string | null, styles: Styles, style: StyleName): void =>
  putSafe(cell, text, styles[style]);

function putSafe(cell: Cell, text: string | null, style: Partial<Style>): void {
  const safe = escapeSigns(clean(text));
  cell.style = FORMULA_LIKE.test(safe) ? { ...style, numFmt: "@" } : style;
  if (safe !== "") cell.value = safe;
}

/** The day as Excel has it: a number of days, no time zone. */
export function dayValue(date: DateText | null): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? "") ?? [];
  return year === undefined ? null : new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}

/** One text over several columns of a row. Merged cells do not grow by themselves, so the height is given. */
export function putAcross(
  sheet: Worksheet,
  at: { readonly row: number; readonly from: number; readonly to: number },
  text: string,
  style: Partial<Style>,
  height?: number,
): void {
  if (at.to > at.from) sheet.mergeCells(at.row, at.from, at.row, at.to);
  putSafe(sheet.getCell(at.row, at.from), text, style);
  if (height !== undefined) sheet.getRow(at.row).height = height;
}

/** Agency at the left, country and motto at the right, the title, the day of the figures. Answers the next free row. */
export function titleRows(
  sheet: Worksheet,
  input: DocumentHead,
  title: string,
  columns: number,
  { styles }: Book,
): number {
  const { language, profile } = input;
  const half = Math.max(1, Math.floor(columns / 2.4));
  const left = (row: number, text: string, style: Partial<Style>) =>
    putAcross(sheet, { row, from: 1, to: half }, text, style);
  const right = (row: number, text: string) =>
    putAcross(sheet, { row, from: half + 1, to: columns }, text, styles.strong);
  left(1, clean(profile.superior).toLocaleUpperCase("vi"), { ...styles.strong, font: FONT });
  left(2, agencyOf(input), styles.strong);
  right(1, say(language, "doc.nation"));
  right(2, say(language, "doc.motto"));
  const wide = widthOf(sheet, columns);
  putAcross(sheet, { row: 4, from: 1, to: columns }, title, styles.title, linesOf(title, wide * 0.7) * 20);
  const asOf = say(language, "doc.as_of", { date: dayText(input.on) });
  putAcross(sheet, { row: 5, from: 1, to: columns }, asOf, styles.italic);
  return 6;
}

/** Who signs, side by side over the sheet's columns; room for the signatures. Answers the last row used. */
export function signRows(
  sheet: Worksheet,
  row: number,
  signers: readonly { readonly title: string; readonly how: string; readonly name?: string }[],
  columns: number,
  { styles }: Book,
): number {
  const width = columns / signers.length;
  signers.forEach(({ title, how, name }, i) => {
    const from = Math.round(i * width) + 1;
    const to = Math.round((i + 1) * width);
    putAcross(sheet, { row, from, to }, title, styles.strong);
    putAcross(sheet, { row: row + 1, from, to }, how, styles.italic);
    putAcross(sheet, { row: row + 6, from, to }, name ?? "", styles.strong);
  });
  return row + 6;
}

/** The officer's own page: what is to be checked before anything is sent. Left out when there is nothing. */
export function notesSheet(book: Book, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const { language, styles } = book;
  const sheet = newSheet(book, say(language, "doc.sheet.notes"), [6, 110], true);
  putAcross(sheet, { row: 1, from: 1, to: 2 }, say(language, "doc.table.notes"), styles.title, 24);
  putAcross(sheet, { row: 2, from: 1, to: 2 }, say(language, "doc.table.notes_text"), styles.italic);
  warnings.slice(0, 500).forEach((warning, i) => {
    const row = sheet.getRow(i + 4);
    row.getCell(1).style = styles.center;
    row.getCell(1).value = i + 1;
    putText(row.getCell(2), warning, styles, "text");
    row.height = heightFor([[warning, 110]]);
  });
  closeSheet(sheet, { first: 1, last: 3 }, { row: 3 + Math.min(warnings.length, 500), column: 2 });
}

export const saveBook = async ({ book }: Book): Promise<Uint8Array> =>
  new Uint8Array(await book.xlsx.writeBuffer());
