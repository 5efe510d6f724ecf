import type { AssetCategory } from "../../core/assets/types.ts";
import { formatNumber, formatPercent } from "../../core/format.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { sayNotYet } from "../../core/planning/say.ts";
import type { ISectionOptions } from "docx";
import { centred, LANDSCAPE_WIDTH, section, TEXT_WIDTH, type Block } from "./docx-layout.ts";
import { dataTable, type Column } from "./docx-table.ts";
import type { MoneyChange, UnitYear, YearReport } from "./input.ts";
import { appendixHead } from "./plan-sections.ts";
import { assetsOf, categoriesOf, haveOf, NETWORK, PCS, yearSums } from "./year-figures.ts";
import { clean, columnHead, dayText, join, known, money, type ColumnName } from "./words.ts";

/** The tables of the yearly report. Sizes in half-points. */
const SIZE = 22;
const SMALL = 18;

const columnsOf = (
  { language }: YearReport,
  ...columns: readonly (readonly [name: ColumnName, width: number, align?: Column["align"]])[]
): Column[] =>
  columns.map(([name, width, align = "center"]) => ({ head: columnHead(language, name), width, align }));

/** Equipment by unit. */
export function equipmentTable(input: YearReport): Block {
  const { language, units } = input;
  const columns = columnsOf(
    input,
    ["no", 11],
    ["unit_short", TEXT_WIDTH - 127, "left"],
    ["staff", 18],
    ["assets", 20],
    ["pcs", 18],
    ["network", 18],
    ["over_life", 21],
    ["unsupported", 21],
  );
  const count = (value: number): string => money(value, language);
  const rows = units.map((unit, i) => ({
    cells: [
      String(i + 1),
      clean(unit.unit),
      known(unit.staff, count),
      count(assetsOf(unit)),
      count(haveOf(unit, ...PCS)),
      count(haveOf(unit, ...NETWORK)),
      count(unit.overLife),
      count(unit.unsupported),
    ],
  }));
  const sum = (of: (unit: UnitYear) => number): string =>
    count(units.reduce((total, unit) => total + of(unit), 0));
  const staff = units.every((unit) => unit.staff !== null) ? sum(({ staff }) => staff ?? 0) : "";
  const total = [
    say(language, "doc.total"),
    staff,
    sum(assetsOf),
    sum((unit) => haveOf(unit, ...PCS)),
    sum((unit) => haveOf(unit, ...NETWORK)),
    sum(({ overLife }) => overLife),
    sum(({ unsupported }) => unsupported),
  ];
  return dataTable(columns, [...rows, { cells: total, span: 2, bold: true }], SIZE);
}

/** The LAN by unit; what was not measured says so. */
export function lanTable(input: YearReport): Block {
  const { language, units } = input;
  const columns = columnsOf(
    input,
    ["no", 11],
    ["unit_short", TEXT_WIDTH - 111, "left"],
    ["availability", 29],
    ["outage_hours", 24],
    ["incidents", 20],
    ["score", 27],
  );
  const none = say(language, "doc.not_measured");
  const rows = units.map((unit, i) => ({
    cells: [
      String(i + 1),
      clean(unit.unit),
      known(unit.availability, (value) => availabilityText(value, language)) || none,
      known(unit.outageHours, (value) => formatNumber(value, language)) || none,
      known(unit.incidents, (value) => money(value, language)) || none,
      known(unit.score, (value) => formatNumber(value, language)) || none,
    ],
  }));
  const { outageHours, incidents } = yearSums(input);
  const total = [
    say(language, "doc.total"),
    "",
    known(outageHours, (value) => formatNumber(value, language)),
    known(incidents, (value) => money(value, language)),
    "",
  ];
  return dataTable(columns, [...rows, { cells: total, span: 2, bold: true }], SIZE);
}

/** Two decimals, never rounded up to a hundred that was not reached. */
function availabilityText(ratio: number, language: YearReport["language"]): string {
  const percent = Math.floor(ratio * 10_000) / 100;
  return percent >= 99.9 && percent < 100
    ? formatNumber(percent, language, 4)
    : formatPercent(percent, language).replace(" %", "");
}

/** The worst ten, each with its figures and why it is there. */
export function worstTable(input: YearReport): Block {
  const { language, worst } = input;
  const columns = columnsOf(
    input,
    ["no", 11],
    ["unit_short", 34, "left"],
    ["device", 40, "left"],
    ["faults", 17],
    ["outage_hours", 17],
    ["why", TEXT_WIDTH - 119, "left"],
  );
  const rows = worst.slice(0, 10).map(({ unit, name, model, faults, hours, why }, i) => ({
    cells: [
      String(i + 1),
      clean(unit),
      join(", ", name, model),
      known(faults, (value) => money(value, language)),
      known(hours, (value) => formatNumber(value, language)),
      clean(why),
    ],
  }));
  return dataTable(columns, rows, SIZE);
}

/** What was bought, and the figure that it was to change. */
export function changesTable(input: YearReport): Block {
  const { language, changes } = input;
  const columns = columnsOf(
    input,
    ["no", 10],
    ["unit_short", 28, "left"],
    ["kind", TEXT_WIDTH - 139, "left"],
    ["amount", 23, "right"],
    ["bought_on", 21],
    ["indicator", 25, "left"],
    ["before", 15],
    ["after", 17],
  );
  const rows = changes.map((change, i) => ({
    cells: [
      String(i + 1),
      clean(change.unit),
      `${clean(change.item)} (${money(change.quantity, language)})`,
      money(change.amount, language),
      dayText(change.on),
      clean(change.indicator) || say(language, "doc.not_measured"),
      hoursText(change, change.before, language),
      change.afterDue === null ? hoursText(change, change.after, language) : sayNotYet(language),
    ],
  }));
  return dataTable(columns, rows, 20);
}

/** Beside a figure that is known the one that is not says so; where nothing is, the column before has said it. */
const hoursText = (
  { indicator }: Pick<MoneyChange, "indicator">,
  hours: number | null,
  language: Language,
): string =>
  known(hours, (value) => formatNumber(value, language)) ||
  (indicator === null ? "" : say(language, "doc.not_measured"));

/** So many kinds fit beside one another; more continue in a further table. */
const KINDS = 10;

/** Phụ lục I: each kind against its norm, a row for each unit. */
export function normsAppendix(input: YearReport): ISectionOptions {
  const { language } = input;
  const categories = categoriesOf(input);
  const tables: Block[] = [];
  for (let from = 0; from < Math.max(1, categories.length); from += KINDS) {
    if (from > 0) tables.push(centred(""));
    tables.push(normsTable(input, categories.slice(from, from + KINDS)));
  }
  return section(
    [
      ...appendixHead(input, "BC", "I", say(language, "doc.year.appendix_title")),
      centred(
        say(language, "doc.year.appendix_note"),
        { size: 24, italics: true },
        { spacing: { after: 120 } },
      ),
      ...tables,
    ],
    true,
  );
}

function normsTable(input: YearReport, categories: readonly AssetCategory[]): Block {
  const { language, units } = input;
  const fixed = columnsOf(input, ["no", 10], ["unit_short", 50, "left"], ["staff", 16]);
  const each = Math.min(30, (LANDSCAPE_WIDTH - 76) / Math.max(1, categories.length));
  const columns: Column[] = [
    ...fixed,
    ...categories.map((category) => ({
      head: say(language, `doc.category.${category}`),
      width: each,
      align: "center" as const,
    })),
  ];
  const rows = units.map((unit, i) => ({
    cells: [
      String(i + 1),
      clean(unit.unit),
      known(unit.staff, (value) => money(value, language)),
      ...categories.map((category) => againstNorm(unit, category, language)),
    ],
  }));
  return dataTable(columns, rows, SMALL);
}

function againstNorm(
  { counts }: UnitYear,
  category: AssetCategory,
  language: YearReport["language"],
): string {
  const found = counts.find((count) => count.category === category);
  if (found === undefined) return "";
  const have = money(found.have, language);
  return found.norm === null ? have : `${have}/${money(found.norm, language)}`;
}
