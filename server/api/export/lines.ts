import { pointLine, seriesKey } from "../../../core/line-protocol.ts";
import { columnsOf, type Slice } from "./slices.ts";
import type { Resolution, Selection } from "./selection.ts";

/** Behind a kind's name: measurements of roll-ups are their own (`core/exposition.ts`). */
const BEHIND: Readonly<Record<Resolution, string>> = { raw: "", hour: "_1h", day: "_1d" };

/** Line protocol as Cayda's InfluxDB store writes it, times in milliseconds: for `influx -import`, `/write?precision=ms`, … */
export async function* linesOf(selection: Selection, slices: AsyncIterable<Slice>): AsyncGenerator<string> {
  const columns = columnsOf(selection);
  for await (const { kind, labels, at, columns: values } of slices) {
    const key = seriesKey(kind + BEHIND[selection.resolution], labels);
    const names = columns.get(kind)?.map(({ name }) => name) ?? [];
    let text = "";
    for (const [i, time] of at.entries()) {
      const line = pointLine(
        key,
        names.map((name, field) => [name, values[field]?.[i]] as const),
        time,
      );
      if (line !== undefined) text += `${line}\n`;
    }
    if (text !== "") yield text;
  }
}
