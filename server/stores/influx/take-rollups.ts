import { FaultError } from "../../../core/result.ts";
import type { TakesRollups } from "../../history-port.ts";
import { rowsOf } from "../samples/take-rollups.ts";
import type { InfluxClient } from "./client.ts";
import { rollupLines } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";
import type { EntityTags, SeriesBook } from "./tags.ts";

interface Parts {
  readonly outbox: Pick<Outbox, "place">;
  readonly client: InfluxClient;
  readonly book: SeriesBook;
  readonly tags: EntityTags;
  readonly rolled: RolledDays;
}

const MOST_LINES = 2_000;

/** Roll-ups of another store go to InfluxDB directly, as our own do; written once more they change nothing. */
export function makeInfluxTakeRollups(parts: Parts): TakesRollups["takeRollups"] {
  const { outbox, client, book, tags, rolled } = parts;
  const send = async (lines: readonly string[]) => {
    const outcome = await client.write(lines);
    if (outcome.became === "stored") return;
    const { code, params } = client.faultOf(outcome);
    throw new FaultError(code, params);
  };
  return async ({ unit, days, entities, rows, complete }) => {
    await tags.refresh();
    let lines: string[] = [];
    let taken = 0;
    for (const { entity, site } of entities) {
      const head = outbox.place(entity, site);
      const found = rowsOf(head.layout, unit, await rows(entity));
      if (found === undefined) continue;
      book.update(head, tags.of(entity));
      lines.push(...rollupLines(head, found, book));
      taken += found.at.length;
      if (lines.length < MOST_LINES) continue;
      await send(lines);
      lines = [];
    }
    if (lines.length > 0) await send(lines);
    if (complete) for (const day of days.toReversed()) rolled.finish(day);
    return taken;
  };
}
