import { amountInWords } from "../../core/messages/amount.ts";
import { say } from "../../core/messages/say.ts";
import {
  body,
  centred,
  heading,
  LANDSCAPE_WIDTH,
  line,
  PT14,
  section,
  TEXT_WIDTH,
  type Block,
} from "./docx-layout.ts";
import { dataTable, type Column, type Row } from "./docx-table.ts";
import type { OldThing, PlanDocument, PlanLine } from "./input.ts";
import { byKind, bySource, byUnit, sumOf } from "./plan-figures.ts";
import { heedings } from "./warnings.ts";
import { agencyInText, clean, known, money, numberSuffix } from "./words.ts";
import type { ISectionOptions } from "docx";

/** Parts that Tờ trình and Báo cáo have in common. */

/** Beyond so many lines an appendix refers to the spreadsheet: some sixty pages, and a second and 200 MB to make. */
const MOST_LINES = 500;
const TABLE_SIZE = 24;
const APPENDIX_SIZE = 18;

/** "Bằng chữ" as a sentence of its own, italic. */
export const inWords = (amount: number, { language }: PlanDocument): Block =>
  body(say(language, "doc.in_words", { words: amountInWords(amount, language) }), { italics: true });

/** What is bought, by kind. */
export function kindTable(input: PlanDocument): Block {
  const { language, lines } = input;
  const columns: Column[] = [
    { head: say(language, "doc.col.no"), width: 12, align: "center" },
    { head: say(language, "doc.col.form"), width: 35 },
    { head: say(language, "doc.col.kind"), width: TEXT_WIDTH - 100 },
    { head: say(language, "doc.col.quantity"), width: 18, align: "right" },
    { head: say(language, "doc.col.amount"), width: 35, align: "right" },
  ];
  const rows: Row[] = byKind(lines).map(({ action, item, quantity, amount }, i) => ({
    cells: [
      String(i + 1),
      say(language, `doc.action.${action}`),
      clean(item),
      money(quantity, language),
      money(amount, language),
    ],
  }));
  const quantity = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const total = [say(language, "doc.total"), money(quantity, language), money(sumOf(lines), language)];
  return dataTable(columns, [...rows, { cells: total, span: 3, bold: true }], TABLE_SIZE);
}

/** Who pays, against the ceilings. */
export function sourceTable(input: PlanDocument): Block {
  const { language, lines } = input;
  const columns: Column[] = [
    { head: say(language, "doc.col.no"), width: 12, align: "center" },
    { head: say(language, "doc.col.source"), width: TEXT_WIDTH - 92 },
    { head: say(language, "doc.col.amount"), width: 40, align: "right" },
    { head: say(language, "doc.col.ceiling"), width: 40, align: "right" },
  ];
  const sums = bySource(input);
  const rows: Row[] = sums.map(({ source, amount, ceiling }, i) => ({
    cells: [
      String(i + 1),
      say(language, `doc.source.${source}`),
      money(amount, language),
      ceiling === null ? "" : money(ceiling, language),
    ],
  }));
  const ceiling = input.ceiling === null ? "" : money(input.ceiling, language);
  const total = [say(language, "doc.total"), money(sumOf(lines), language), ceiling];
  return dataTable(columns, [...rows, { cells: total, span: 2, bold: true }], TABLE_SIZE);
}

/** More of them are on the spreadsheet's own sheet: whoever decides reads a page, not a list. */
const MOST_HEEDED = 12;

/**
 * What is to be heeded of the plan, before the request: a reader of this paper alone must know it, too. `number`: the request's,
 * which comes one later for it.
 */
export function heedBlock(input: PlanDocument): {
  readonly block: readonly Block[];
  readonly number: string;
} {
  const { language } = input;
  const all = heedings(input);
  if (all.length === 0) return { block: [], number: "IV" };
  const rest = all.length - MOST_HEEDED;
  return {
    block: [
      heading(say(language, "doc.heed", { number: "IV" })),
      ...all.slice(0, MOST_HEEDED).map((text) => body(say(language, "doc.heed_line", { text: clean(text) }))),
      ...(rest > 0 ? [body(say(language, "doc.heed_more", { count: money(rest, language) }))] : []),
    ],
    number: "V",
  };
}

const NEED_WIDTHS = [9, 40, 13, 22, 16, 13, 46, 32, 9, 20, 22, LANDSCAPE_WIDTH - 242];

function needColumns({ language }: PlanDocument): Column[] {
  const heads = [
    "no",
    "device_now",
    "in_use_year",
    "original_short",
    "condition",
    "faults12",
    "reason",
    "proposed",
    "quantity_short",
    "unit_price",
    "amount",
    "priority",
  ] as const;
  const aligns = [
    "center",
    "left",
    "center",
    "right",
    "center",
    "center",
    "left",
    "left",
    "right",
    "right",
    "right",
    "center",
  ] as const;
  return heads.map((head, i) => ({
    head: say(language, `doc.col.${head}`),
    width: NEED_WIDTHS[i] ?? 10,
    align: aligns[i] ?? "left",
  }));
}

/** Phụ lục I: every line with the thing that it replaces and the reason; subtotals by unit. */
export function needsAppendix(input: PlanDocument, kind: "TTr" | "BC"): ISectionOptions {
  const { language, lines, year } = input;
  const rows: Row[] = [];
  for (const [unit, of] of byUnit(lines.slice(0, MOST_LINES))) {
    rows.push({ cells: [clean(unit), money(sumOf(of), language), ""], span: 10, bold: true });
    rows.push(...of.map((entry, i) => needRow(entry, i + 1, input)));
  }
  const rest = lines.slice(MOST_LINES);
  if (rest.length > 0) {
    const words = say(language, "doc.more_rows", {
      count: money(rest.length, language),
      amount: money(sumOf(rest), language),
    });
    rows.push({ cells: [words, money(sumOf(rest), language), ""], span: 10 });
  }
  const total = sumOf(lines);
  rows.push({ cells: [say(language, "doc.total"), money(total, language), ""], span: 10, bold: true });
  return section(
    [
      ...appendixHead(input, kind, "I", say(language, "doc.table.needs", { year })),
      line(say(language, "doc.unit_of_money"), { size: 24, italics: true }, { alignment: "right" }),
      dataTable(needColumns(input), rows, APPENDIX_SIZE),
      line(
        say(language, "doc.in_words_row", { words: amountInWords(total, language) }),
        { italics: true },
        { spacing: { before: 120 } },
      ),
    ],
    true,
  );
}

function needRow(entry: PlanLine, number: number, { language }: PlanDocument): Row {
  const { old } = entry;
  const place = clean(entry.room);
  return {
    cells: [
      String(number),
      [old === null ? "" : thingText(old), place].filter((part) => part !== "").join("; "),
      known(old?.inUseYear, String),
      known(old?.originalValue, (value) => money(value, language)),
      known(old?.condition, (value) => say(language, `doc.condition.${value}`)),
      known(old?.faults12, (value) => money(value, language)),
      [clean(entry.reason), clean(entry.note)].filter((part) => part !== "").join(" "),
      `${say(language, `doc.action.${entry.action}`)}: ${clean(entry.item)}`,
      money(entry.quantity, language),
      money(entry.unitPrice, language),
      money(entry.amount, language),
      String(entry.priority),
    ],
  };
}

const thingText = ({ name, model, code, serial }: OldThing): string =>
  [name, model, code ?? serial]
    .map((part) => clean(part))
    .filter((part) => part !== "")
    .join(", ");

/** Phụ lục II: what the money does not reach, and why. */
export function unmetAppendix(input: PlanDocument, kind: "TTr" | "BC"): ISectionOptions {
  const { language, notChosen, year } = input;
  const columns: Column[] = [
    { head: say(language, "doc.col.no"), width: 12, align: "center" },
    { head: say(language, "doc.col.unit"), width: 50 },
    { head: say(language, "doc.col.proposed"), width: 60 },
    { head: say(language, "doc.col.quantity_short"), width: 14, align: "right" },
    { head: say(language, "doc.col.amount"), width: 32, align: "right" },
    { head: say(language, "doc.col.priority"), width: 16, align: "center" },
    { head: say(language, "doc.col.why_not"), width: LANDSCAPE_WIDTH - 184 },
  ];
  const shown = notChosen.slice(0, MOST_LINES);
  const rest = notChosen.slice(MOST_LINES);
  const rows: Row[] = shown.map((entry, i) => ({
    cells: [
      String(i + 1),
      clean(entry.unit),
      clean(entry.item),
      money(entry.quantity, language),
      money(entry.amount, language),
      String(entry.priority),
      clean(entry.why),
    ],
  }));
  if (rest.length > 0) {
    const words = say(language, "doc.more_rows", {
      count: money(rest.length, language),
      amount: money(sumOf(rest), language),
    });
    rows.push({ cells: [words, money(sumOf(rest), language), "", ""], span: 4 });
  }
  rows.push({
    cells: [say(language, "doc.total"), money(sumOf(notChosen), language), "", ""],
    span: 4,
    bold: true,
  });
  return section(
    [
      ...appendixHead(input, kind, "II", say(language, "doc.table.unmet", { year })),
      line(say(language, "doc.unit_of_money"), { size: 24, italics: true }, { alignment: "right" }),
      dataTable(columns, rows, 22),
    ],
    true,
  );
}

/** "Phụ lục I", its title, and the document that it belongs to (number and date blank). */
export function appendixHead(
  input: Pick<PlanDocument, "language" | "profile" | "unitName" | "on">,
  kind: "TTr" | "BC",
  number: string,
  title: string,
): Block[] {
  const { language, profile } = input;
  const of = kind === "TTr" ? "doc.appendix_of_proposal" : "doc.appendix_of_report";
  return [
    centred(say(language, "doc.appendix", { number }), { bold: true, size: PT14 }),
    centred(title, { bold: true, size: PT14 }),
    centred(
      say(language, of, {
        kind: numberSuffix(kind, profile),
        year: input.on.slice(0, 4),
        agency: agencyInText(input),
      }),
      { italics: true },
      { spacing: { after: 120 } },
    ),
  ];
}
