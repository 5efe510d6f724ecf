import { identityOf, withIds, type Label } from "./labels.ts";
import type {
  DailyQuery,
  Expression,
  LastSeenQuery,
  LongMeanQuery,
  Query,
  ReportsQuery,
  Source,
  ValueQuery,
} from "./query.ts";

/**
 * A query in the part of InfluxQL that 1.8, 2.x and 3.x share, with Grafana's macros; see `query.ts` for what each form
 * means. Rates are taken for each entity first and put together after: the other way round, the end of one series is a
 * spike. `column` is what the value is called.
 */
export function influxql(query: Query, column = "Value"): string {
  switch (query.form) {
    case "chart":
      return chart(query, column);
    case "range":
      return ranged(query, column);
    case "lastSeen":
      return lastSeen(query, column);
    case "daily":
      return daily(query, column);
    case "longMean":
      return longMean(query, column);
    case "reports":
      return reports(query, column);
  }
}

/** The values of a variable: what the label holds among entities of the kind. */
export function influxqlValues(source: Source, label: string): string {
  const where = conditions(source);
  return `SHOW TAG VALUES FROM "${source.kind}" WITH KEY = "${label}"${where === "" ? "" : ` WHERE ${where}`}`;
}

/** Readings below a bound, as they were read, with the names of what they are of. */
export const influxqlBelow = (from: Source, field: string, bound: number): string =>
  `SELECT "${field}", "site", "device" FROM "${from.kind}" WHERE "${field}" < ${bound} AND ${within(from)}`;

const STEP = "time($__interval)";
/** Legal days begin at 17:00 UTC (UTC+7); the daily roll-ups are stamped with their begin. */
const LEGAL_DAY = "time(1d, 17h)";

/** A reading or the growth of a counter, as it is read out of the measurement, under a short name. */
interface Atom {
  readonly name: string;
  readonly select: string;
  /** The same from one reading to the next; of counters only. */
  readonly raw: string;
  /** How steps of it become one value for the whole range. */
  readonly over: string;
  readonly counter: boolean;
}

function chart({ from, value, across, by }: ValueQuery, column: string): string {
  const atoms = atomsOf(value);
  const tags = tagsOf(from, by);
  const steps = grown(from, atoms, tags);
  const inner = onlyCounters(atoms)
    ? `SELECT ${reduced(atoms)} FROM (${steps}) WHERE $timeFilter GROUP BY ${list([STEP], tags)} fill(none)`
    : steps;
  const each = `SELECT ${arithmetic(value)} AS "v" FROM (${inner}) GROUP BY ${list(tags)}`;
  return `SELECT ${across}("v") AS "${column}" FROM (${each}) WHERE $timeFilter GROUP BY ${list([STEP], quoted(by))} fill(none)`;
}

function ranged(query: ValueQuery, column: string): string {
  const { from, value, across, by, only, best } = query;
  const atoms = atomsOf(value);
  const tags = tagsOf(from, by);
  const whole = atoms.some(({ counter }) => counter)
    ? `SELECT ${reduced(atoms)} FROM (${grown(from, atoms, tags)}) GROUP BY ${list(tags)}`
    : readings(from, atoms, tags);
  const each = `SELECT ${arithmetic(value)} AS "v" FROM (${whole}) GROUP BY ${list(tags)}`;
  const where = only === undefined ? "" : ` WHERE "v" ${only[0]} ${only[1]}`;
  const grouped = by.length === 0 ? "" : ` GROUP BY ${list(quoted(by))}`;
  if (best === undefined) return `SELECT ${across}("v") AS "${column}" FROM (${each})${where}${grouped}`;
  const values = `SELECT ${across}("v") AS "v" FROM (${each})${where}${grouped}`;
  return `SELECT ${best[0]}("v", ${list(quoted(by))}, ${best[1]}) AS "${column}" FROM (${values})`;
}

const readings = (from: Source, atoms: readonly Atom[], tags: readonly string[]) =>
  `SELECT ${selected(atoms)} FROM "${from.kind}" WHERE ${within(from)} GROUP BY ${list(tags)}`;

/**
 * Growth from one reading to the next, by the readings' own times, so that a restart costs one reading, not the range.
 * InfluxQL cannot put a plain reading (such as the speed) beside it; then growth is that from step to step.
 */
function grown(from: Source, atoms: readonly Atom[], tags: readonly string[]): string {
  if (onlyCounters(atoms))
    return `SELECT ${atoms.map(({ name, raw }) => `${raw} AS "${name}"`).join(", ")} FROM "${from.kind}" WHERE ${within(from)} GROUP BY ${list(tags)}`;
  return `SELECT ${selected(atoms)} FROM "${from.kind}" WHERE ${within(from)} GROUP BY ${list([STEP], tags)} fill(none)`;
}

const onlyCounters = (atoms: readonly Atom[]) => atoms.every(({ counter }) => counter);
const reduced = (atoms: readonly Atom[]) =>
  atoms.map(({ name, over }) => `${over}("${name}") AS "${name}"`).join(", ");

function lastSeen({ from, field, equal, by }: LastSeenQuery, column: string): string {
  const value = equal === undefined ? "" : `"${field}" = ${equal} AND `;
  return `SELECT last("${field}") AS "${column}" FROM "${from.kind}" WHERE ${value}${within(from)} GROUP BY ${list(quoted(by))}`;
}

function daily({ from, field, statistic, factor, across, by }: DailyQuery, column: string): string {
  const value = `${across}("${field}_${statistic}")${factor === 1 ? "" : ` * ${factor}`}`;
  return `SELECT ${value} AS "${column}" FROM "${from.kind}_1d" WHERE ${within(from)} GROUP BY ${list([LEGAL_DAY], quoted(by))} fill(none)`;
}

function longMean({ from, field, factor, by }: LongMeanQuery, column: string): string {
  const days = `SELECT "${field}_mean" * "${field}_count" AS "all", "${field}_count" AS "n" FROM "${from.kind}_1d" WHERE ${within(from)} GROUP BY ${list(tagsOf(from, by))}`;
  return `SELECT sum("all") / sum("n") * ${factor} AS "${column}" FROM (${days}) GROUP BY ${list(quoted(by))}`;
}

function reports({ from, field, by }: ReportsQuery, column: string): string {
  return `SELECT count("${field}") AS "${column}" FROM "${from.kind}" WHERE ${within(from)} GROUP BY ${list([STEP], quoted(by))} fill(0)`;
}

function atomsOf(value: Expression): readonly Atom[] {
  const found = new Map<string, Atom>();
  const visit = (part: Expression): void => {
    switch (part.op) {
      case "read":
      case "rate":
      case "increase":
        found.set(keyOf(part), atomOf(part));
        break;
      case "times":
        visit(part.of);
        break;
      case "+":
      case "/":
        visit(part.left);
        visit(part.right);
    }
  };
  visit(value);
  return [...found.values()];
}

type Leaf = Extract<Expression, { readonly field: string }>;
const keyOf = (leaf: Leaf) =>
  leaf.op === "read" ? `${leaf.field}_${leaf.over}` : `${leaf.field}_${leaf.op}`;

function atomOf(leaf: Leaf): Atom {
  const name = keyOf(leaf);
  const field = `"${leaf.field}"`;
  const rate = (what: string) => `non_negative_derivative(${what}, 1s)`;
  const difference = (what: string) => `non_negative_difference(${what})`;
  switch (leaf.op) {
    case "read":
      return { name, select: `${leaf.over}(${field})`, raw: field, over: leaf.over, counter: false };
    case "rate":
      return { name, select: rate(`last(${field})`), raw: rate(field), over: "mean", counter: true };
    case "increase":
      return {
        name,
        select: difference(`last(${field})`),
        raw: difference(field),
        over: "sum",
        counter: true,
      };
  }
}

function arithmetic(value: Expression): string {
  switch (value.op) {
    case "read":
    case "rate":
    case "increase":
      return `"${keyOf(value)}"`;
    case "times":
      return `${arithmetic(value.of)} * ${value.factor}`;
    case "+":
    case "/":
      return `(${arithmetic(value.left)} ${value.op} ${arithmetic(value.right)})`;
  }
}

const selected = (atoms: readonly Atom[]) =>
  atoms.map(({ name, select }) => `${select} AS "${name}"`).join(", ");
const list = (...parts: readonly (readonly string[])[]) => parts.flat().join(", ");
const quoted = (labels: readonly Label[]) => withIds(labels).map((label) => `"${label}"`);

/** The tags by which one entity is told from the next, and those that are asked for. */
const tagsOf = (from: Source, by: readonly Label[]) => [
  ...new Set([...quoted(by), ...identityOf(from.kind).map((label) => `"${label}"`)]),
];

/** `:regex` escapes what a regular expression would take for its own, the slash included (ports are called Gi1/0/1). */
function conditions({ choices, classes }: Source): string {
  const chosen = choices.map((choice) => `"${choice}" =~ /^\${${choice}:regex}$/`);
  const oneOf = classes.map((name) => `"class" = '${name}'`).join(" OR ");
  return [...chosen, ...(oneOf === "" ? [] : [classes.length > 1 ? `(${oneOf})` : oneOf])].join(" AND ");
}

const within = (from: Source) =>
  [conditions(from), "$timeFilter"].filter((part) => part !== "").join(" AND ");
