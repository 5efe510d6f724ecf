import type { Sensor } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { SensorRule } from "../knowledge.ts";
import type { Known, ReadPart } from "../part.ts";
import { readRule, rulesFor } from "../rules.ts";
import { readEntitySensors } from "./sensors-entity.ts";
import { rounded, within, type Found } from "./sensors-values.ts";
import { readUpsMib } from "./ups-mib.ts";

/** What a device measures of itself and around it: the standard tables, then the makers' own. */
export const readSensors: ReadPart<readonly Sensor[]> = async (ask, known) => {
  const [entity, ups, own] = await Promise.all([
    readEntitySensors(ask, known.enterprises),
    readUpsMib(ask),
    readOwnSensors(ask, known),
  ]);
  const standard = (ups?.sensors ?? []).map((sensor): Found => Object.assign({ index: "" }, sensor));
  return withoutTwins([entity, standard, ...own].map(told)).slice(0, MOST_SENSORS);
};

const MOST_SENSORS = 1_000;

const UCD = 2021;
/** LM-SENSORS-MIB, which Net-SNMP has on whosever machine: thousandths of a degree and of a volt. */
const LM_SENSORS: readonly SensorRule[] = [
  lmSensor("temperature", 2, 1_000),
  lmSensor("fanspeed", 3, 1),
  lmSensor("voltage", 4, 1_000),
];

function lmSensor(kind: Sensor["kind"], table: number, divide: number): SensorRule {
  const entry = `1.3.6.1.4.1.2021.13.16.${table}.1`;
  return { kind, value: { oid: `${entry}.3`, divide }, name: { oid: `${entry}.2` } };
}

const UNITS: Readonly<Record<Sensor["kind"], string>> = {
  temperature: "celsius",
  fanspeed: "rpm",
  voltage: "V",
  current: "A",
  power: "W",
  humidity: "percent",
  state: "state",
};
/** Outside of it nothing measures in an office; most sentinels (-1000, 32767, 2^31-1) lie there. */
const BOUNDS: Readonly<Record<Sensor["kind"], readonly [least: number, most: number]>> = {
  temperature: [-60, 250],
  fanspeed: [0, 60_000],
  voltage: [-1_500, 30_000],
  current: [-10_000, 10_000],
  power: [-1_000_000, 10_000_000],
  humidity: [0, 100],
  state: [-1_000_000, 1_000_000],
};

/** No fan turns slower than that: less is a share in percent, whatever the table says. */
const SLOWEST_FAN = 100;

function isPlausible({ kind, value }: Sensor): boolean {
  const [least, most] = BOUNDS[kind];
  if (kind === "fanspeed" && value > 0 && value < SLOWEST_FAN) return false;
  return within(value, least, most) !== undefined;
}

const SAYS: Readonly<Record<Sensor["kind"], RegExp>> = {
  temperature: /temp|therm|heat/i,
  fanspeed: /fan|rpm|speed/i,
  voltage: /volt/i,
  current: /current|amp/i,
  power: /power|watt/i,
  humidity: /humid/i,
  state: /stat/i,
};

/**
 * The same port or board has a temperature and a voltage of one name: each says which it is, always, so that a history
 * keeps its name when the other one goes.
 */
const sayingWhat = ({ kind, name }: Sensor) => (SAYS[kind].test(name) ? name : `${name} ${kind}`);

/** An index that spells a text is no help to anybody. */
const LONGEST_INDEX = 16;

/** The sensors of one table; rows of one name are told apart by their index, which stays when others go. */
function told(table: readonly Found[]): readonly Sensor[] {
  const plausible = table.filter(isPlausible);
  const times = new Map<string, number>();
  for (const sensor of plausible) {
    const name = sayingWhat(sensor);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  return plausible.map((sensor) => {
    const { kind, value, unit, index } = sensor;
    const name = sayingWhat(sensor);
    const isOnly = times.get(name) === 1 || index === "" || index.length > LONGEST_INDEX;
    return { kind, name: isOnly ? name : `${name} ${index}`, value, unit };
  });
}

/** Two tables may tell of the same sensor, each read at its own moment. */
function withoutTwins(tables: readonly (readonly Sensor[])[]): readonly Sensor[] {
  const seen = new Map<string, number[]>();
  const keyOf = ({ kind, name }: Sensor) => `${kind} ${name}`;
  return tables.flatMap((table) => {
    const news = table.filter(
      (sensor) => !(seen.get(keyOf(sensor)) ?? []).some((v) => isNear(v, sensor.value)),
    );
    for (const sensor of news) seen.set(keyOf(sensor), [...(seen.get(keyOf(sensor)) ?? []), sensor.value]);
    return news;
  });
}

const isNear = (a: number, b: number) => Math.abs(a - b) <= Math.max(1, Math.abs(a) * 0.03);

async function readOwnSensors(ask: Ask, known: Known): Promise<readonly (readonly Found[])[]> {
  const own = await rulesFor(ask, known, (entry) => entry.sensors);
  const rules = known.enterprises.has(UCD) ? [...LM_SENSORS, ...own] : own;
  const groups = [...Map.groupBy(rules, tableOf).values()];
  return Promise.all(groups.map((group) => readTogether(ask, group)));
}

/** Rules with the same key tell of other columns of the same rows. */
function tableOf({ value, name, only }: SensorRule): string {
  const entries = [value].flat().map((source) => {
    const { oid, scalar = false } = typeof source === "string" ? { oid: source } : source;
    return scalar || oid.endsWith(".0") ? oid : oid.slice(0, oid.lastIndexOf("."));
  });
  return JSON.stringify([entries, name, only]);
}

async function readTogether(ask: Ask, rules: readonly SensorRule[]): Promise<readonly Found[]> {
  const numbers = Object.fromEntries(rules.map(({ value }, i) => [String(i), value]));
  const [first] = rules;
  const rows = await readRule(ask, { numbers, name: first?.name, only: first?.only });
  return rules.flatMap((rule, i) =>
    rows.flatMap((row) => sensorOf(rule, row.index, row.name, row.numbers[String(i)]) ?? []),
  );
}

function sensorOf(
  { kind, unit, least = -Infinity, most = Infinity }: SensorRule,
  index: string,
  name: string | undefined,
  value: number | undefined,
): Found | undefined {
  const good = within(toCelsius(value, unit), least, most);
  if (good === undefined) return undefined;
  return { kind, name: name ?? `${kind} ${index}`, value: rounded(good), unit: UNITS[kind], index };
}

function toCelsius(value: number | undefined, unit: SensorRule["unit"]): number | undefined {
  if (value === undefined) return undefined;
  if (unit === "fahrenheit") return (value - 32) / 1.8;
  return unit === "kelvin" ? value - 273.15 : value;
}
