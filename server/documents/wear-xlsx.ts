import { say } from "../../core/messages/say.ts";
import { amountInWords } from "../../core/messages/amount.ts";
import type { WearLine, WearTable } from "./input.ts";
import { columnHead, type ColumnName } from "./words.ts";
import {
  closeSheet,
  dayValue,
  newBook,
  newSheet,
  notesSheet,
  putAcross,
  saveBook,
  signRows,
  titleRows,
} from "./xlsx-style.ts";
import { writeTable, type SheetColumn } from "./xlsx-table.ts";

const ORIGINAL = "F";
const ACCUMULATED = "I";

/** Bảng tính hao mòn tài sản cố định of a year, at 31 December: this year's wear, all wear so far, what remains. */
export async function wearXlsx(input: WearTable): Promise<Uint8Array> {
  const { language, year, groups, profile } = input;
  const book = newBook(input);
  const columns = wearColumns(input);
  const width = columns.length;
  const sheet = newSheet(
    book,
    say(language, "doc.sheet.wear"),
    columns.map((column) => column.width),
  );
  const top = titleRows(sheet, input, say(language, "doc.table.wear", { year }), width, book);
  putAcross(sheet, { row: top, from: 1, to: width }, say(language, "doc.unit_of_money"), book.styles.right);
  const table = writeTable(sheet, top + 1, columns, groups, book);
  const wear = groups.flatMap(({ lines }) => lines).reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const words = say(language, "doc.wear.words", { year, words: amountInWords(wear, language) });
  putAcross(sheet, { row: table.total + 1, from: 1, to: width }, words, book.styles.strong, 20);
  const last = signRows(
    sheet,
    table.total + 3,
    [
      { title: say(language, "doc.sign.maker"), how: say(language, "doc.sign.how") },
      { title: say(language, "doc.sign.accountant"), how: say(language, "doc.sign.how") },
      {
        title: say(language, "doc.sign.head_of_unit"),
        how: say(language, "doc.sign.how_seal"),
        name: profile.signName ?? "",
      },
    ],
    width,
    book,
  );
  closeSheet(sheet, table.head, { row: last, column: width });
  notesSheet(book, input.warnings);
  return saveBook(book);
}

function wearColumns({ language, year }: WearTable): SheetColumn<WearLine>[] {
  const head = (name: ColumnName) => columnHead(language, name, year);
  return [
    { head: head("no"), width: 5, kind: "center", value: (_, number) => number },
    { head: head("asset"), width: 32, kind: "text", value: ({ name }) => name },
    { head: head("asset_code"), width: 15, kind: "text", value: ({ code }) => code },
    { head: head("place"), width: 20, kind: "text", value: ({ unit }) => unit },
    { head: head("in_use_on"), width: 12, kind: "day", value: ({ inUseOn }) => dayValue(inUseOn) },
    {
      head: head("original"),
      width: 15,
      kind: "money",
      sum: true,
      value: ({ originalValue }) => originalValue,
    },
    { head: head("percent"), width: 11, kind: "decimal", value: ({ percent }) => percent },
    { head: head("wear_year"), width: 14, kind: "money", sum: true, value: ({ amount }) => amount },
    {
      head: head("wear_before"),
      width: 16,
      kind: "money",
      sum: true,
      value: ({ accumulated }) => accumulated,
    },
    {
      head: head("remaining"),
      width: 15,
      kind: "money",
      sum: true,
      value: ({ remaining }) => remaining,
      formula: (row, { originalValue, accumulated, remaining }) =>
        originalValue !== null && accumulated !== null && originalValue - accumulated === remaining
          ? `${ORIGINAL}${row}-${ACCUMULATED}${row}`
          : undefined,
    },
    { head: head("note"), width: 18, kind: "text", value: ({ note }) => note },
  ];
}
