import { join } from "node:path";
import { LATEST } from "../../../core/wire/limits.ts";
import { openSampleStore } from "../../../server/stores/samples/open.ts";
import { silent } from "../../support/log.ts";
import { realClock } from "../../support/real-clock.ts";
import type { LoadAgent } from "./load-agent.ts";

export interface Audit {
  /** Points that were spooled and are in the store, with the same value. */
  readonly kept: number;
  readonly missing: number;
  readonly wrong: number;
  /** Points in the store that nobody spooled. */
  readonly invented: number;
  /** Points that the store counted as taken: more than `kept` would be a block taken twice. */
  readonly taken: number;
}

/** Opens the store of a stopped server and holds every point against what the agents spooled. */
export async function auditStore(dataDir: string, spooled: readonly LoadAgent["spooled"][]): Promise<Audit> {
  const store = await openSampleStore({ dir: join(dataDir, "samples"), clock: realClock, log: silent });
  const audit = { kept: 0, missing: 0, wrong: 0, invented: 0, taken: store.stats().points };
  const known = new Set<string>();
  try {
    for (const byEntity of spooled) {
      for (const [entity, times] of byEntity) {
        known.add(entity);
        const { at, fields } = await store.raw(entity, 0, LATEST);
        const names = Object.keys(fields);
        const seen = new Set(at);
        if (seen.size !== at.length) audit.wrong += at.length - seen.size;
        for (const [i, time] of at.entries()) {
          const want = times.get(time);
          for (const name of names) {
            const value = fields[name]?.[i] ?? null;
            const wanted = want?.[name] ?? null;
            if (wanted === null) audit.invented += value === null ? 0 : 1;
            else if (value === null) audit.missing += 1;
            else if (Object.is(value, wanted)) audit.kept += 1;
            else audit.wrong += 1;
          }
        }
        for (const [time, values] of times) {
          if (!seen.has(time))
            audit.missing += Object.values(values).filter((value) => value !== null).length;
        }
      }
    }
    audit.invented += store.entities().filter(({ entity }) => !known.has(entity)).length;
  } finally {
    await store.close();
  }
  return audit;
}
