import { SECOND, type Instant } from "../../../core/clock.ts";
import type { Labels } from "../../../core/exposition.ts";
import { formatValue, PromqlError, type QueryResult } from "../../promql/types.ts";
import { breathe } from "./source.ts";

/** Points of an answer: some 30 bytes each. */
const MOST_POINTS = 2_000_000;
/** Points to write before others get their turn. */
const SLICE = 20_000;

const pair = (at: Instant, value: string) => `[${at / SECOND},${JSON.stringify(value)}]`;

/** The answer as Prometheus gives it. Throws {@link PromqlError} when it would be too large. */
export async function queryAnswer(answer: QueryResult): Promise<string> {
  return envelope(
    `{"resultType":"${answer.resultType}","result":${await resultOf(answer)}}`,
    answer.warnings,
  );
}

async function resultOf(answer: QueryResult): Promise<string> {
  if (answer.resultType === "scalar") return pair(answer.result.at, formatValue(answer.result.value));
  if (answer.resultType === "string") return pair(answer.result.at, answer.result.value);
  const rows: string[] = [];
  if (answer.resultType === "vector") {
    for (const { labels, at, value } of answer.result) {
      rows.push(`{"metric":${JSON.stringify(labels)},"value":${pair(at, formatValue(value))}}`);
      if (rows.length % SLICE === 0) await breathe();
    }
    return `[${rows.join(",")}]`;
  }
  const points = answer.result.reduce((sum, { at }) => sum + at.length, 0);
  if (points > MOST_POINTS) {
    throw new PromqlError(
      "execution",
      `the answer has ${points} points, over the limit of ${MOST_POINTS}: use a greater step`,
    );
  }
  let written = 0;
  for (const { labels, at, values } of answer.result) {
    const pairs = Array.from(at, (time, i) => pair(time, formatValue(values[i] ?? Number.NaN)));
    rows.push(`{"metric":${JSON.stringify(labels)},"values":[${pairs.join(",")}]}`);
    written += at.length + 1;
    if (written < SLICE) continue;
    written = 0;
    await breathe();
  }
  return `[${rows.join(",")}]`;
}

export const success = (data: unknown, warnings: readonly string[] = []): string =>
  envelope(JSON.stringify(data), warnings);

const envelope = (data: string, warnings: readonly string[]) =>
  `{"status":"success","data":${data}${warnings.length === 0 ? "" : `,"warnings":${JSON.stringify(warnings)}`}}`;

/** Every value once, in Prometheus' order (by code unit), and at most `limit` of them. */
export async function collect(
  series: AsyncIterable<Labels>,
  pick: (labels: Labels) => readonly string[],
  limit: number,
): Promise<{ readonly found: readonly string[]; readonly warnings: readonly string[] }> {
  const all = new Set<string>();
  for await (const labels of series) for (const one of pick(labels)) all.add(one);
  return cut([...all].toSorted(), limit);
}

export function cut<T>(all: readonly T[], limit: number) {
  return all.length <= limit
    ? { found: all, warnings: [] }
    : { found: all.slice(0, limit), warnings: ["results truncated due to limit"] };
}
