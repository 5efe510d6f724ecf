import { textOf } from "../../ports.ts";
import { indexIn } from "../../oid.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask } from "../ask.ts";

/** The chassis in ENTITY-MIB (RFC 6933), as it is said. */
export interface Chassis {
  readonly description?: string;
  readonly name?: string;
  readonly hardware?: string;
  readonly firmware?: string;
  readonly software?: string;
  readonly serial?: string;
  readonly maker?: string;
  readonly model?: string;
}

const ENTRY = "1.3.6.1.2.1.47.1.1.1.1";
const PARENT = `${ENTRY}.4`;
const CLASS = `${ENTRY}.5`;
const COLUMNS = {
  description: 2,
  name: 7,
  hardware: 8,
  firmware: 9,
  software: 10,
  serial: 11,
  maker: 12,
  model: 13,
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];

const IS_CHASSIS = 3;
const IS_PORT = 10;
const IS_STACK = 11;
/** Devices tell of their chassis first; one that lists modules before it is looked through so far. */
const MOST_ROWS = 400;
/** Members of a stack that are looked at for the first with a serial number (places of a stack may be empty). */
const MOST_MEMBERS = 4;

/**
 * The chassis that stands for the device: of a stack its first member that says what it is. Devices that keep no
 * chassis have only a stack, or rows without a class: then the first row serves.
 */
export async function readChassis(ask: Ask): Promise<Chassis | undefined> {
  const [byClass, bySerial, byModel] = await Promise.all([
    firstIn(ask, CLASS),
    firstIn(ask, `${ENTRY}.${COLUMNS.serial}`),
    firstIn(ask, `${ENTRY}.${COLUMNS.model}`),
  ]);
  if (byClass === undefined) {
    const first = bySerial ?? byModel;
    return first === undefined ? undefined : textsOf(ask, (await firstNamed(ask)) ?? first.index);
  }
  const members = byClass.number === IS_CHASSIS ? [byClass.index] : await membersOf(ask, byClass);
  const read = await Promise.all(members.map((index) => textsOf(ask, index)));
  return (
    read.find(({ serial }) => serial !== undefined) ??
    read.find(({ model }) => model !== undefined) ??
    read.find((texts) => Object.keys(texts).length > 0)
  );
}

interface Found {
  readonly index: string;
  readonly number: number | undefined;
}

async function firstIn(ask: Ask, column: string, after = ""): Promise<Found | undefined> {
  const found = await ask.next(after === "" ? column : `${column}.${after}`);
  const index = found === undefined ? undefined : indexIn(column, found.oid);
  return index === undefined ? undefined : { index, number: numberIn(found?.value) };
}

const numberIn = (value: SnmpValue | undefined) => (value?.type === "integer" ? value.value : undefined);

type Row = Partial<Record<"class" | "parent", SnmpValue>>;

/** Rows of class chassis, at most MOST_MEMBERS, and after them the row of the stack itself. */
async function membersOf(ask: Ask, first: Found): Promise<readonly string[]> {
  const second = first.number === IS_STACK ? await firstIn(ask, CLASS, first.index) : undefined;
  if (second?.number === IS_CHASSIS) {
    const third = await firstIn(ask, CLASS, second.index);
    const more = third?.number === IS_CHASSIS ? [third.index] : [];
    return [second.index, ...more, first.index];
  }
  const rows = await ask.table({ class: CLASS, parent: PARENT }, { maxRows: MOST_ROWS });
  const having = (fits: (row: Row) => boolean) =>
    [...rows].filter(([, row]) => fits(row)).map(([index]) => index);
  const chassis = having((row) => numberIn(row.class) === IS_CHASSIS);
  const stacks = having((row) => numberIn(row.class) === IS_STACK).slice(0, 1);
  // Units of a stack that call themselves containers.
  const inStack = (row: Row) => stacks.includes(String(numberIn(row.parent) ?? 0));
  const units = having((row) => chassis.length === 0 && inStack(row) && numberIn(row.class) !== IS_PORT);
  // The only thing that there is, whatever it calls itself.
  const only = rows.size === 1 ? [...rows.keys()] : [];
  return [...chassis.slice(0, MOST_MEMBERS), ...units.slice(0, MOST_MEMBERS), ...stacks, ...only];
}

/** Of rows without a class the first with a serial number or a model. */
async function firstNamed(ask: Ask): Promise<string | undefined> {
  const columns = { serial: `${ENTRY}.${COLUMNS.serial}`, model: `${ENTRY}.${COLUMNS.model}` };
  const rows = await ask.table(columns, { maxRows: MOST_ROWS });
  const named = (row: Partial<Record<"serial" | "model", SnmpValue>>, column: "serial" | "model") =>
    textOf(row[column], 128) !== undefined;
  const found =
    [...rows].find(([, row]) => named(row, "serial")) ?? [...rows].find(([, row]) => named(row, "model"));
  return found?.[0];
}

async function textsOf(ask: Ask, index: string): Promise<Chassis> {
  const oids = Object.fromEntries(NAMES.map((name) => [name, `${ENTRY}.${COLUMNS[name]}.${index}`]));
  const values: Partial<Record<string, SnmpValue>> = await ask.get(oids);
  const texts: { -readonly [Name in Column]?: string } = {};
  for (const name of NAMES) {
    const text = textOf(values[name], 128);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
