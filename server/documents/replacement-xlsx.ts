import { amountInWords } from "../../core/messages/amount.ts";
import { say } from "../../core/messages/say.ts";
import type { NotChosenLine, PlanDocument, PlanLine } from "./input.ts";
import { byKind, bySource, byUnit, sumOf, type KindSum, type SourceSum } from "./plan-figures.ts";
import { planWarnings } from "./warnings.ts";
import { columnHead, join, type ColumnName } from "./words.ts";
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
  type Book,
} from "./xlsx-style.ts";
import { writeTable, type SheetColumn, type Table } from "./xlsx-table.ts";

/**
 * Bảng tổng hợp nhu cầu thay thế thiết bị CNTT: every line with its 21 columns, subtotals by unit, the total and its words;
 * further sheets with sums by kind, source and unit, with what the money does not reach, and with the officer's notes.
 */
export async function replacementXlsx(input: PlanDocument): Promise<Uint8Array> {
  const book = newBook(input);
  const needs = needsSheet(book, input);
  sumsSheet(book, input, needs);
  if (input.notChosen.length > 0) unmetSheet(book, input);
  notesSheet(book, planWarnings(input));
  return saveBook(book);
}

function needsSheet(book: Book, input: PlanDocument): Table {
  const { language, year, lines } = input;
  const columns = needColumns(input);
  const sheet = newSheet(
    book,
    say(language, "doc.sheet.needs"),
    columns.map(({ width }) => width),
  );
  const width = columns.length;
  const top = titleRows(sheet, input, say(language, "doc.table.needs", { year }), width, book);
  const groups = byUnit(lines).map(([name, of]) => ({ name, lines: of }));
  const table = writeTable(sheet, top + 1, columns, groups, book);
  const words = say(language, "doc.in_words_row", { words: amountInWords(sumOf(lines), language) });
  putAcross(sheet, { row: table.total + 1, from: 1, to: width }, words, book.styles.strong, 20);
  const last = signRows(sheet, table.total + 3, planSigners(input), width, book);
  closeSheet(sheet, table.head, { row: last, column: width });
  return table;
}

const QUANTITY = "O";
const PRICE = "P";

const needColumns = (input: PlanDocument): SheetColumn<PlanLine>[] => [
  ...thingColumns(input),
  ...askColumns(input),
];

/** Columns 1 to 12: the thing that is there now. */
function thingColumns({ language }: PlanDocument): SheetColumn<PlanLine>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  return [
    { head: head("no"), width: 4, kind: "center", value: (_, number) => number },
    { head: head("unit"), width: 12, kind: "text", value: ({ unit, room }) => join("; ", unit, room) },
    { head: head("device"), width: 12, kind: "text", value: ({ old, item }) => old?.name ?? item },
    { head: head("model"), width: 10, kind: "text", value: ({ old }) => old?.model ?? null },
    {
      head: head("serial_code"),
      width: 11,
      kind: "text",
      value: ({ old }) => join(" / ", old?.serial, old?.code),
    },
    { head: head("in_use_year"), width: 6.5, kind: "center", value: ({ old }) => old?.inUseYear ?? null },
    {
      head: head("original"),
      width: 10.5,
      kind: "money",
      sum: true,
      value: ({ old }) => old?.originalValue ?? null,
    },
    {
      head: head("accumulated"),
      width: 10.5,
      kind: "money",
      sum: true,
      value: ({ old }) => old?.accumulated ?? null,
    },
    {
      head: head("remaining"),
      width: 10,
      kind: "money",
      sum: true,
      value: ({ old }) => old?.remaining ?? null,
    },
    {
      head: head("condition"),
      width: 7,
      kind: "center",
      value: ({ old }) => (old?.condition ? say(language, `doc.condition.${old.condition}`) : null),
    },
    { head: head("faults12"), width: 6.5, kind: "count", value: ({ old }) => old?.faults12 ?? null },
    {
      head: head("support_ended"),
      width: 10.5,
      kind: "day",
      value: ({ old }) => dayValue(old?.supportEnded ?? null),
    },
  ];
}

/** Columns 13 to 21: what is asked for. */
function askColumns({ language }: PlanDocument): SheetColumn<PlanLine>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  return [
    { head: head("reason"), width: 24, kind: "text", value: ({ reason }) => reason },
    {
      head: head("form"),
      width: 8,
      kind: "center",
      value: ({ action }) => say(language, `doc.action.${action}`),
    },
    { head: head("quantity"), width: 5.5, kind: "count", sum: true, value: ({ quantity }) => quantity },
    { head: head("unit_price"), width: 10.5, kind: "money", value: ({ unitPrice }) => unitPrice },
    { head: head("cap"), width: 10.5, kind: "money", value: ({ cap }) => cap },
    {
      head: head("amount"),
      width: 12,
      kind: "money",
      sum: true,
      value: ({ amount }) => amount,
      formula: (row, { quantity, unitPrice, amount }) =>
        quantity * unitPrice === amount ? `${QUANTITY}${row}*${PRICE}${row}` : undefined,
    },
    {
      head: head("source"),
      width: 9,
      kind: "center",
      value: ({ source }) => say(language, `doc.source.${source}`),
    },
    { head: head("priority"), width: 6, kind: "center", value: ({ priority }) => priority },
    {
      head: head("note"),
      width: 12,
      kind: "text",
      value: ({ old, item, note }) => join(". ", old === null ? null : item, note),
    },
  ];
}

/** Who made the table and who answers for it. */
const planSigners = ({ language, profile }: PlanDocument) => [
  { title: say(language, "doc.sign.maker"), how: say(language, "doc.sign.how") },
  {
    title: profile.signTitle?.toLocaleUpperCase("vi") ?? say(language, "doc.sign.head_of_unit"),
    how: say(language, "doc.sign.how_seal"),
    name: profile.signName ?? "",
  },
];

/** Sums by kind, by source and by unit. Source and unit are added up from the first sheet by formula. */
function sumsSheet(book: Book, input: PlanDocument, needs: Table): void {
  const { language, lines, year } = input;
  const head = (name: ColumnName) => columnHead(language, name);
  const sheet = newSheet(book, say(language, "doc.sheet.kinds"), [6, 34, 46, 14, 20], true);
  const top = titleRows(sheet, input, say(language, "doc.table.needs", { year }), 5, book);
  const kinds: SheetColumn<KindSum>[] = [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    {
      head: head("form"),
      width: 34,
      kind: "text",
      value: ({ action }) => say(language, `doc.action.${action}`),
    },
    { head: head("kind"), width: 46, kind: "text", value: ({ item }) => item },
    { head: head("quantity"), width: 14, kind: "count", sum: true, value: ({ quantity }) => quantity },
    { head: head("amount"), width: 20, kind: "money", sum: true, value: ({ amount }) => amount },
  ];
  const first = writeTable(sheet, top + 1, kinds, [{ name: "", lines: byKind(lines) }], book);
  const from = `'${say(language, "doc.sheet.needs")}'!`;
  const column = (letter: string) => `${from}$${letter}$${needs.first}:$${letter}$${needs.last}`;
  const sources: SheetColumn<SourceSum>[] = [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    {
      head: head("source"),
      width: 34,
      kind: "text",
      value: ({ source }) => say(language, `doc.source.${source}`),
    },
    { head: head("ceiling"), width: 46, kind: "money", sum: true, value: ({ ceiling }) => ceiling },
    { head: head("lines"), width: 14, kind: "count", sum: true, value: ({ lines }) => lines },
    {
      head: head("amount"),
      width: 20,
      kind: "money",
      sum: true,
      value: ({ amount }) => amount,
      formula: (row) => `SUMIF(${column("S")},B${row},${column("R")})`,
    },
  ];
  const second = writeTable(sheet, first.total + 3, sources, [{ name: "", lines: bySource(input) }], book);
  closeSheet(sheet, first.head, { row: second.total, column: 5 });
}

function unmetSheet(book: Book, input: PlanDocument): void {
  const { language, year, notChosen } = input;
  const head = (name: ColumnName) => columnHead(language, name);
  const columns: SheetColumn<NotChosenLine>[] = [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    { head: head("unit"), width: 28, kind: "text", value: ({ unit }) => unit },
    { head: head("proposed"), width: 36, kind: "text", value: ({ item }) => item },
    { head: head("quantity"), width: 9, kind: "count", sum: true, value: ({ quantity }) => quantity },
    { head: head("amount"), width: 18, kind: "money", sum: true, value: ({ amount }) => amount },
    { head: head("priority"), width: 9, kind: "center", value: ({ priority }) => priority },
    { head: head("why_not"), width: 50, kind: "text", value: ({ why }) => why },
  ];
  const sheet = newSheet(
    book,
    say(language, "doc.sheet.unmet"),
    columns.map(({ width }) => width),
  );
  const top = titleRows(sheet, input, say(language, "doc.table.unmet", { year }), columns.length, book);
  const table = writeTable(sheet, top + 1, columns, [{ name: "", lines: notChosen }], book);
  closeSheet(sheet, table.head, { row: table.total, column: columns.length });
}
