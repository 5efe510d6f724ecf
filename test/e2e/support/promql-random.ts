import { DATA_START } from "./promql-data.ts";

/**
 * Queries made at random over the series of `promql-data.ts`: parts that each work, put together in ways that nobody would think of. Left out
 * is what versions of Prometheus answer differently, and what depends on the order of equals (topk).
 */
const METRICS =
  "in_octets_total out_octets_total temperature up level port_up port_speed late_total sparse flat signed model nothing";
const MATCHERS = [
  "",
  "",
  "",
  `{site="an-phu"}`,
  `{device=~"sw1|sw3"}`,
  `{site!="ba-to"}`,
  `{port=~"1.*"}`,
  `{sensor="cpu"}`,
];
const SHIFTS = [
  "",
  "",
  "",
  " offset 2m",
  " offset 1h",
  " offset -1m",
  " @ end()",
  " @ start() offset 5m",
  ` @ ${DATA_START / 1_000 + 5_000} offset 170s`,
];
const RANGED =
  "rate increase irate delta idelta deriv changes resets avg_over_time sum_over_time min_over_time max_over_time count_over_time last_over_time present_over_time";
const VALUED = "abs ceil floor sgn sqrt round - + absent";
const AGGREGATIONS = "sum avg min max count group";
const GROUPINGS = [
  "",
  " by (site)",
  " by (site, device)",
  " without (port)",
  " without (device, sensor)",
  " by ()",
];
const OPERATORS = "+ - * / % ^ == != < > <= >= and or unless";
const MATCHINGS = [
  "",
  "",
  " on (site, device)",
  " ignoring (port)",
  " on ()",
  " on (site)",
  " ignoring (sensor)",
];
const NUMBERS = "0 1 2 0.5 -1 3.7 1e3 Inf NaN time() scalar(sum(up)) pi()";

/** A generator of queries; the same for the same seed. */
export function randomQueries(seed: number): () => string {
  let state = seed;
  // Park and Miller's.
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const of = (all: readonly string[]) => all[Math.floor(random() * all.length)] ?? "";
  const word = (all: string) => of(all.split(" "));
  const selector = () => `${word(METRICS)}${of(MATCHERS)}${of(SHIFTS)}`;
  const range = () => `${word(METRICS)}${of(MATCHERS)}[${word("1m 5m 10m 30m 90s 7m")}]${of(SHIFTS)}`;
  const aggregation = (depth: number) => `${word(AGGREGATIONS)}${of(GROUPINGS)} (${vector(depth - 1)})`;
  const subquery = (depth: number) =>
    `${of([selector(), `(${vector(depth - 1)})`, aggregation(depth)])}[${word("5m 10m 20m")}:${of(["", "1m", "90s"])}]${of(["", " offset 2m"])}`;
  const call = (depth: number) => `${word(RANGED)}(${random() < 0.7 ? range() : subquery(depth)})`;
  const value = (depth: number) => {
    const func = word(VALUED);
    return "-+".includes(func) ? `${func}${vector(depth - 1)}` : `${func}(${vector(depth - 1)})`;
  };
  const relabelled = (depth: number) =>
    `label_replace(${vector(depth - 1)}, "${word("site x port")}", "${of(["$1", "y", ""])}", "${word("device site")}", "${word("(.*) sw(.) an-.*")}")`;
  const binary = (depth: number) => {
    const op = word(OPERATORS);
    const isSet = /[a-z]/.test(op);
    const bool = /[=<>]/.test(op) && random() < 0.4 ? " bool" : "";
    if (!isSet && random() < 0.3) return `${vector(depth - 1)} ${op}${bool} ${word(NUMBERS)}`;
    if (!isSet && random() < 0.3) return `${word(NUMBERS)} ${op}${bool} ${vector(depth - 1)}`;
    const matching = of(MATCHINGS);
    const side =
      matching === "" || isSet ? "" : of(["", " group_left ()", " group_right ()", " group_left (vendor)"]);
    const sides = [vector(depth - 1), vector(depth - 1)];
    const [left, right] = random() < 0.4 ? sides.map((one) => `(${one})`) : sides;
    return `${left} ${op}${bool}${matching}${side} ${right}`;
  };
  const quantile = (depth: number) =>
    `quantile${of(["", " by (site)"])} (${word("0.5 2 1")}, ${vector(depth - 1)})`;
  const vector = (depth: number): string => {
    const chance = random();
    if (depth <= 0 || chance < 0.15) return selector();
    if (chance < 0.35) return call(depth);
    if (chance < 0.5) return aggregation(depth);
    if (chance < 0.54) return quantile(depth);
    if (chance < 0.64) return value(depth);
    return chance < 0.7 ? relabelled(depth) : binary(depth);
  };
  return () => vector(3);
}
