import { cleanText } from "../../text.ts";
import { codeText, serialText } from "../placeholders.ts";
import type { AssetBook, AssetCategory, AssetFields, AssetTraits, DateText } from "../types.ts";
import { readChoice, readCount, readDate, readGb, readMac, readMoney, type Read } from "./cells.ts";
import { columnName, textOf } from "./headers.ts";
import type {
  Cell,
  ImportContext,
  ImportField,
  ImportProblem,
  PreviewRow,
  ProblemCode,
} from "./preview-types.ts";
import { categoryOf, finerKind } from "./kinds.ts";
import { nearestUnit, unitOf } from "./units.ts";
import { BOOKS, CONDITION_WORDS, DISKS, SOURCES, YES_NO } from "./words.ts";

/** What rows above say of those below them. */
export interface Group {
  readonly unit?: string;
  /** A heading that names a unit which is not there, or not one's own: its rows belong to nobody else's. */
  readonly unknown?: { readonly text: string; readonly row: number };
  readonly category?: AssetCategory;
  /** A department of the unit, for rows that name no room of their own. */
  readonly room?: string;
}
export interface RowIn {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly columns: ReadonlyMap<ImportField, number>;
  readonly headers: ReadonlyMap<number, string>;
  /** What amounts of money are to be multiplied by. */
  readonly times: number;
  readonly group: Group;
  /** A row above fills the column of units: an empty cell there may mean the same unit, or none. */
  readonly unitAbove: boolean;
}

/** Reads the cells of one row and collects what is wrong with them. */
interface Reader {
  readonly cell: (field: ImportField) => Cell;
  readonly text: (field: ImportField, most?: number) => string | null;
  readonly value: <T>(
    field: ImportField,
    read: (cell: Cell) => Read<T> | undefined,
    params?: ImportProblem["params"],
  ) => T | null;
  readonly report: (
    field: ImportField | null,
    code: ProblemCode,
    severity: "error" | "warning",
    params?: ImportProblem["params"],
  ) => void;
  readonly problems: ImportProblem[];
}

const LONGEST = 500;

function readerOf({ row, cells, columns, headers }: RowIn): Reader {
  const problems: ImportProblem[] = [];
  const cell = (field: ImportField): Cell => {
    const index = columns.get(field);
    return index === undefined ? null : unquoted(cells[index] ?? null);
  };
  const report: Reader["report"] = (field, code, severity, params = {}) => {
    const index = field === null ? undefined : columns.get(field);
    problems.push({
      row,
      column: index === undefined ? null : columnName(index),
      header: index === undefined ? null : (headers.get(index) ?? null),
      code,
      severity,
      params,
    });
  };
  const wrong = (field: ImportField): boolean => {
    const value = cell(field);
    if (value === null || typeof value !== "object" || !("error" in value)) return false;
    report(field, "cell_error", "error", { text: value.error });
    return true;
  };
  return {
    cell,
    report,
    problems,
    text(field, most = LONGEST) {
      if (wrong(field)) return null;
      const raw = textOf(cell(field));
      const clean = cleanText(raw, most);
      if (cleanText(raw, most + 1).length > most) report(field, "text_cut", "warning", { most });
      return clean === "" ? null : clean;
    },
    value(field, read, params = {}) {
      if (wrong(field)) return null;
      const found = read(cell(field));
      if (found === undefined) return null;
      const shown = { text: cleanText(textOf(cell(field)), 60), ...params };
      if ("problem" in found) {
        report(field, found.problem, "error", shown);
        return null;
      }
      if (found.hint !== undefined)
        report(field, found.hint, "warning", { ...shown, read: found.read ?? "" });
      return found.value;
    },
  };
}

/** The export puts an apostrophe before what a spreadsheet would take for a formula. */
const unquoted = (cell: Cell): Cell =>
  typeof cell === "string" && /^'[='+@\t\r-]/.test(cell) ? cell.slice(1) : cell;

/** Its own, else the department under whose heading it stands. */
const roomOf = (reader: Reader, group: Group): string | null =>
  reader.text("room", 100) ?? group.room ?? null;

/** One row as an asset, or what is wrong with it. */
export function readRow(given: RowIn, context: ImportContext): PreviewRow {
  const reader = readerOf(given);
  const name = reader.text("name", 200);
  if (name === null) reader.report("name", "name_missing", "error");
  const unit = readUnit(reader, given, context);
  const category = readCategory(reader, name ?? "", given.group);
  const originalValue = reader.value("originalValue", (cell) => readMoney(cell, given.times));
  const inUseOn = dateOf(reader, "inUseOn", context.today);
  const fields: AssetFields = {
    unit: unit ?? "",
    site: readSite(reader, unit, context),
    book: readBook(reader, originalValue, context),
    category: category ?? "other",
    code: codeText(reader.text("code", 60)),
    name: name ?? "",
    vendor: reader.text("vendor", 100),
    model: reader.text("model", 100),
    serial: serialText(reader.text("serial", 100)),
    mac: reader.value("mac", readMac),
    quantity: reader.value("quantity", (cell) => readCount(cell, "quantity_unreadable")) ?? 1,
    room: roomOf(reader, given.group),
    person: reader.text("person", 100),
    oneStop: reader.value("oneStop", (cell) => readChoice(cell, YES_NO), { choices: "x, không" }) ?? false,
    inUseOn,
    originalValue,
    fundingSource: reader.value("fundingSource", (cell) => readChoice(cell, SOURCES), {
      choices: "Ngân sách xã, Thành phố hỗ trợ, Chi thường xuyên, Đầu tư công, Khác",
    }),
    supplier: reader.text("supplier", 200),
    warrantyUntil: reader.value("warrantyUntil", readDate),
    condition: reader.value("condition", (cell) => readChoice(cell, CONDITION_WORDS), {
      choices: "Tốt, Trung bình, Kém, Hỏng",
    }),
    notes: reader.text("notes", LONGEST),
    traits: readTraits(reader),
  };
  if (fields.serial === null && NEEDS_SERIAL.has(fields.category))
    reader.report("serial", "serial_missing", "warning");
  const good = !reader.problems.some(({ severity }) => severity === "error");
  return {
    row: given.row,
    name: name ?? "",
    id: reader.text("id", 64),
    unitNamed: isUnitNamed(reader, given.group),
    fields: good ? fields : null,
    problems: reader.problems,
  };
}

/** Of these a serial number finds the device in the network, and tells two of a kind apart. */
const NEEDS_SERIAL: ReadonlySet<AssetCategory> = new Set([
  "desktop",
  "laptop",
  "server",
  "printer",
  "switch",
  "router",
  "firewall",
]);

const isUnitNamed = (reader: Reader, group: Group): boolean =>
  reader.text("unit", 200) !== null || group.unit !== undefined;

function readUnit(reader: Reader, given: RowIn, context: ImportContext): string | null {
  const text = reader.text("unit", 200);
  if (text === null) return unitAround(reader, given, context);
  const found = unitOf(text, context);
  if (found === undefined) {
    reader.report("unit", "unit_unknown", "error", { text, near: nearestUnit(text, context) });
    return null;
  }
  if (found.former !== undefined)
    reader.report("unit", "unit_merged", "warning", { from: found.former, into: found.name });
  return found.id;
}

/** Of a row that names none: the heading's above it, else the one that was chosen for such rows. */
function unitAround(reader: Reader, { group, unitAbove }: RowIn, context: ImportContext): string | null {
  if (group.unknown !== undefined) {
    const { text, row } = group.unknown;
    reader.report(null, "unit_unknown", "error", { text, near: nearestUnit(text, context), heading: row });
    return null;
  }
  if (group.unit !== undefined) return group.unit;
  if (context.unit === null) reader.report("unit", "unit_missing", "error");
  else if (unitAbove) {
    const name = context.units.find(({ id }) => id === context.unit)?.name ?? "";
    reader.report("unit", "unit_assumed", "warning", { unit: name });
  }
  return context.unit;
}

function readSite(reader: Reader, unit: string | null, { sites }: ImportContext): string | null {
  const text = reader.text("site", 200);
  if (text === null || unit === null) return null;
  const site = sites.find((one) => one.unit === unit && one.name.toLowerCase() === text.toLowerCase());
  if (site === undefined) reader.report("site", "site_unknown", "error", { text });
  return site?.id ?? null;
}

function readCategory(reader: Reader, name: string, group: Group): AssetCategory | undefined {
  const text = reader.text("category", 100);
  if (text !== null) {
    if (/^thiết bị khác$/i.test(text)) return "other";
    const known = categoryOf(text);
    if (known !== undefined) return finerKind(known, text, name);
  }
  const guessed = categoryOf(name) ?? group.category;
  if (guessed === undefined && name !== "") {
    reader.report(text === null ? "name" : "category", "category_unknown", "warning", { text: text ?? name });
  }
  return guessed;
}

function readBook(reader: Reader, value: number | null, { fixedFrom }: ImportContext): AssetBook {
  const said = reader.value("book", (cell) => readChoice(cell, BOOKS), { choices: "TSCĐ, CCDC" });
  return said ?? (value !== null && fixedFrom !== null && value >= fixedFrom ? "fixed" : "tool");
}

function dateOf(reader: Reader, field: "inUseOn", today: DateText): DateText | null {
  const date = reader.value(field, readDate);
  if (date !== null && date > today) reader.report(field, "date_future", "warning", { text: date });
  return date;
}

function readTraits(reader: Reader): AssetTraits {
  const whole = (cell: Cell) => readCount(cell, "number_unreadable");
  const traits: Record<string, unknown> = {
    cpu: reader.text("cpu", 100),
    ramGb: reader.value("ramGb", readGb),
    disk: reader.value("disk", (cell) => readChoice(cell, DISKS), { choices: "HDD, SSD" }),
    os: reader.text("os", 100),
    office: reader.text("office", 100),
    managed: reader.value("managed", (cell) => readChoice(cell, YES_NO), { choices: "x, không" }),
    portMbps: reader.value("portMbps", whole),
    ports: reader.value("ports", whole),
    batteryOn: reader.value("batteryOn", readDate),
  };
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== null)) as AssetTraits;
}
