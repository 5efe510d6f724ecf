import { legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { InfluxClient } from "./client.ts";
import { identifier } from "./influxql.ts";
import { rollupMeasurement } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";

/** What InfluxDB still has: its own retention, or a person, takes old readings away, and nobody tells us. */
export interface Kept {
  /** Asks InfluxDB for the oldest of each measurement. Rejects with a FaultError when it does not answer. */
  probe(): Promise<void>;
  /** The first reading that is there, of a kind or of all; undefined when there is none. */
  firstRaw(kind?: EntityKind): Instant | undefined;
  /** The first roll-up that is there. */
  firstRolled(unit: RollupUnit): Instant | undefined;
  /** Whether readings of a legal day were there, and some of them are not any more, while its roll-ups were made. */
  isGone(day: number, kind: EntityKind): boolean;
}

interface Oldest {
  readonly raw: Instant | undefined;
  readonly hour: Instant | undefined;
  readonly day: Instant | undefined;
}

export function makeKept(client: InfluxClient, outbox: Outbox, rolled: RolledDays): Kept {
  const oldest = new Map<EntityKind, Oldest>();
  const kinds = () =>
    new Set([...outbox.memory.heads.values()].flatMap(({ site, layout }) => (site ? [layout.kind] : [])));
  const written = (kind?: EntityKind) => outbox.ledger.first(kind);
  const firstOf = (kind: EntityKind) => later(written(kind), oldest.get(kind)?.raw);
  return {
    probe: async () => {
      for (const kind of kinds()) {
        // A kind that was never sent has nothing that could be gone.
        if (written(kind) === undefined) continue;
        oldest.set(kind, {
          raw: await oldestOf(client, kind),
          hour: await oldestOf(client, rollupMeasurement(kind, "hour")),
          day: await oldestOf(client, rollupMeasurement(kind, "day")),
        });
      }
    },
    firstRaw: (kind) => {
      const firsts = kind === undefined ? [...kinds()].map(firstOf) : [firstOf(kind)];
      return least([...firsts, outbox.oldest()]);
    },
    firstRolled: (unit) => {
      const first = rolled.first();
      if (first === undefined) return undefined;
      return later(startOfLegalDay(first), least([...oldest.values()].map((of) => of[unit])));
    },
    isGone: (day, kind) => {
      const [was, is] = [written(kind), oldest.get(kind)?.raw];
      if (was === undefined || is === undefined || is <= was || !rolled.has(day)) return false;
      return legalDayOf(was) <= day && startOfLegalDay(day) < is;
    },
  };
}

async function oldestOf(client: InfluxClient, measurement: string): Promise<Instant | undefined> {
  const [series] = await client.query(`SELECT * FROM ${identifier(measurement)} ORDER BY time ASC LIMIT 1`);
  const at = series?.rows[0]?.[series.columns.indexOf("time")];
  return typeof at === "number" ? at : undefined;
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

function least(of: readonly (Instant | undefined)[]): Instant | undefined {
  const known = of.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
