import type { Worksheet } from "exceljs";
import { say } from "../../core/messages/say.ts";
import type { Counted, StockTakeLine, StockTakeRecord } from "./input.ts";
import { clean, columnHead, dayInWords, type ColumnName } from "./words.ts";
import {
  closeSheet,
  newBook,
  newSheet,
  notesSheet,
  putAcross,
  saveBook,
  signRows,
  titleRows,
  type Book,
} from "./xlsx-style.ts";
import { writeTable, type SheetColumn } from "./xlsx-table.ts";

const DOTS = "..............................";

/**
 * Biên bản kiểm kê (the columns of form C53-HD): what the books say, what was counted, the difference; subtotals by group,
 * the board, three signatures. What nobody looked at has an empty count and says so.
 */
export async function stocktakeXlsx(input: StockTakeRecord): Promise<Uint8Array> {
  const { language, groups, book: kind } = input;
  const book = newBook(input);
  const columns = stockColumns(input);
  const width = columns.length;
  const sheet = newSheet(
    book,
    say(language, "doc.sheet.stocktake"),
    columns.map((column) => column.width),
  );
  const title = say(language, kind === "fixed" ? "doc.table.stocktake.fixed" : "doc.table.stocktake.tool");
  const top = boardRows(
    sheet,
    input,
    titleRows(sheet, { ...input, on: input.takenOn }, title, width, book),
    width,
    book,
  );
  const table = writeTable(sheet, top, columns, groups, book, [
    { from: 5, to: 7, text: columnHead(language, "by_books") },
    { from: 8, to: 10, text: columnHead(language, "by_count") },
    { from: 11, to: 13, text: columnHead(language, "difference") },
  ]);
  const last = signRows(sheet, table.total + 2, stockSigners(input), width, book);
  closeSheet(sheet, table.head, { row: last, column: width });
  const left = groups.flatMap(({ lines }) => lines).filter(({ counted }) => counted === null).length;
  notesSheet(book, [
    ...(kind === "fixed" ? [say(language, "doc.warning.form_number")] : []),
    ...(left > 0 ? [say(language, "doc.warning.not_counted", { count: left })] : []),
  ]);
  return saveBook(book);
}

/** Budget code and form number, when it was taken, who took it. Answers the row where the table begins. */
function boardRows(
  sheet: Worksheet,
  input: StockTakeRecord,
  top: number,
  width: number,
  { styles }: Book,
): number {
  const { language, profile, takenOn, board, book: kind } = input;
  const code = say(language, "doc.stock.budget_code", { code: clean(profile.budgetCode) || "............" });
  putAcross(sheet, { row: 3, from: 1, to: 5 }, code, styles.strong);
  if (kind === "fixed")
    putAcross(sheet, { row: 3, from: width - 3, to: width }, say(language, "doc.stock.form"), styles.italic);
  const members =
    board.length > 0
      ? board
      : Array.from({ length: 3 }, () => ({ name: DOTS, title: DOTS, stands: DOTS, role: null }));
  const texts = [
    say(language, "doc.stock.when", { date: dayInWords(takenOn, language) }),
    say(language, "doc.stock.board"),
    ...members.map(({ name, title, stands, role }) =>
      say(language, "doc.stock.member", {
        name: clean(name),
        title: clean(title),
        stands: clean(stands),
        role: role === null ? DOTS : say(language, `doc.stock.role.${role}`),
      }),
    ),
    say(language, "doc.stock.done"),
  ];
  texts.forEach((text, i) => putAcross(sheet, { row: top + i, from: 1, to: width }, text, styles.plain));
  return top + texts.length + 1;
}

const THREE = ["quantity", "original_short", "remaining"] as const;

function stockColumns({ language, book }: StockTakeRecord): SheetColumn<StockTakeLine>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  const three = (
    of: (line: StockTakeLine) => Counted | null,
    formula?: (letters: number, row: number) => string,
  ): SheetColumn<StockTakeLine>[] =>
    (["quantity", "originalValue", "remaining"] as const).map((field, i) => ({
      head: head(THREE[i] ?? "quantity"),
      width: field === "quantity" ? 8 : 14,
      kind: field === "quantity" ? "count" : "money",
      sum: true,
      value: (line) => of(line)?.[field] ?? null,
      formula: (row) => formula?.(i, row),
    }));
  // Columns E F G: books; H I J: counted. A difference is only said where both are known.
  const difference = three(differenceOf, (i, row) => `${"HIJ"[i] ?? ""}${row}-${"EFG"[i] ?? ""}${row}`);
  return [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    { head: head(book === "fixed" ? "asset" : "tool"), width: 34, kind: "text", value: ({ name }) => name },
    { head: head("code"), width: 15, kind: "text", value: ({ code }) => code },
    { head: head("place"), width: 18, kind: "text", value: ({ place }) => place },
    ...three(({ books }) => books),
    ...three(({ counted }) => counted),
    ...difference,
    {
      head: head("note"),
      width: 18,
      kind: "text",
      value: ({ note, counted }) =>
        counted === null ? (note ?? say(language, "doc.stock.not_counted")) : note,
    },
  ];
}

function differenceOf({ books, counted }: StockTakeLine): Counted | null {
  if (counted === null) return null;
  const minus = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : a - b;
  return {
    quantity: counted.quantity - books.quantity,
    originalValue: minus(counted.originalValue, books.originalValue),
    remaining: minus(counted.remaining, books.remaining),
  };
}

const stockSigners = ({ language, profile }: StockTakeRecord) => [
  {
    title: say(language, "doc.sign.head_of_unit"),
    how: say(language, "doc.sign.head_note"),
    name: profile.signName ?? "",
  },
  { title: say(language, "doc.sign.accountant"), how: say(language, "doc.sign.how") },
  { title: say(language, "doc.sign.board_head"), how: say(language, "doc.sign.how") },
];
