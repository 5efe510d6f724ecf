import { MINUTE, SECOND, type Clock, type Instant } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import type { Log } from "../../../core/log.ts";
import type { Fault } from "../../../core/result.ts";
import type { InfluxClient, Written } from "./client.ts";
import { linesOf, type Line } from "./lines.ts";
import type { Outbox, WaitingRow } from "./outbox.ts";
import { markDirty, type RolledDays } from "./rolled-days.ts";
import type { EntityTags, SeriesBook } from "./tags.ts";

export interface Drainer {
  /** There is something to send. */
  kick(): void;
  /** What keeps readings from InfluxDB, undefined when nothing does. */
  readonly trouble: Fault | undefined;
  readonly batches: number;
  readonly retries: number;
  /** Lets the batch under way end (bounded by its timeout) and sends no more. */
  stop(): Promise<void>;
}

export interface DrainerParts {
  readonly client: InfluxClient;
  readonly outbox: Outbox;
  readonly book: SeriesBook;
  readonly tags: EntityTags;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to 1; spreads the servers of a province over the time after an outage. */
  readonly random: () => number;
  readonly rolled: RolledDays;
}

/** Rows of the outbox (blocks of agents) at once; about 5,000 lines. */
const BATCH_ROWS = 64;
const BATCH_BYTES = 400_000;
const FIRST_DELAY = SECOND;
const LONGEST_DELAY = MINUTE;

/** How long to wait before the next attempt: doubling, at least half of it for sure; what the server asks for wins. */
export function delayFor(attempt: number, random: () => number, afterMs: number | undefined): number {
  if (afterMs !== undefined) return Math.min(afterMs, 10 * MINUTE);
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
  return longest / 2 + (random() * longest) / 2;
}

/** Sends the outbox to InfluxDB, in order, one request at a time. */
export function makeDrainer(parts: DrainerParts): Drainer {
  const { outbox, clock, log, random } = parts;
  const stopping = new AbortController();
  const state: State = { trouble: undefined, batches: 0, retries: 0, attempt: 0 };
  let running: Promise<void> | undefined;

  const loop = async () => {
    while (!stopping.signal.aborted && outbox.rows > 0) {
      const outcome = await sendSome(parts, state).catch((error: unknown): Written => {
        log.error("influx_drain_failed", { error });
        return { became: "later", reason: String(error), afterMs: undefined };
      });
      if (outcome.became === "stored") {
        if (state.trouble !== undefined) log.info("influx_writes_again", { waiting: outbox.rows });
        state.trouble = undefined;
        state.attempt = 0;
        continue;
      }
      const trouble = faultOf(parts, outcome);
      if (state.trouble?.code !== trouble.code)
        log.warn("influx_write_failed", { ...trouble, waiting: outbox.rows });
      state.trouble = trouble;
      const wait = delayFor(state.attempt, random, outcome.became === "later" ? outcome.afterMs : undefined);
      state.attempt += 1;
      state.retries += 1;
      await clock.sleep(wait, stopping.signal);
    }
  };
  return {
    kick: () => {
      if (stopping.signal.aborted) return;
      running ??= loop().finally(() => (running = undefined));
    },
    get trouble() {
      return state.trouble;
    },
    get batches() {
      return state.batches;
    },
    get retries() {
      return state.retries;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface State {
  trouble: Fault | undefined;
  batches: number;
  retries: number;
  attempt: number;
}

function faultOf({ client, outbox }: DrainerParts, outcome: Exclude<Written, { became: "stored" }>): Fault {
  const { code, params } = client.faultOf(outcome);
  return outcome.became === "later"
    ? { code: "influx_waiting", params: { ...params, rows: outbox.rows } }
    : { code, params };
}

/** Sends the oldest rows; `stored` when they are gone from the outbox. */
async function sendSome(parts: DrainerParts, state: State): Promise<Written> {
  const { outbox, tags, book, clock } = parts;
  const rows = nextRows(outbox);
  await tags.refresh();
  for (const { heads } of rows) {
    for (const { number, ref } of heads) {
      const head = outbox.memory.headsByNumber.get(number);
      if (head !== undefined) book.update(head, tags.of(ref));
    }
  }
  const lines = rows.flatMap(({ heads }) => heads.flatMap((head) => linesOf(head, book)));
  const refused: Refused[] = [];
  const outcome = await send(parts, state, lines, refused);
  if (outcome.became !== "stored") return outcome;
  const saved = outbox.sent(rows, () => {
    outbox.parked.park(refused.map((one) => ({ ...one, at: clock.now() })));
    note(parts, rows);
  });
  if (refused.length > 0)
    parts.log.error("influx_lines_parked", { lines: refused.length, reason: refused[0]?.reason });
  return saved ? outcome : { became: "later", reason: "disk full", afterMs: undefined };
}

function nextRows(outbox: Outbox): readonly WaitingRow[] {
  const rows: WaitingRow[] = [];
  let bytes = 0;
  for (const row of outbox.waiting(0, BATCH_ROWS)) {
    if (rows.length > 0 && bytes + row.bytes > BATCH_BYTES) break;
    bytes += row.bytes;
    rows.push(row);
  }
  return rows;
}

/**
 * Writes lines; what is too much for one request goes in halves, and so does what the server refuses, until the lines that it
 * will not take are alone. Those that were taken meanwhile are written again, which changes nothing.
 */
async function send(
  parts: DrainerParts,
  state: State,
  lines: readonly Line[],
  refused: Refused[],
): Promise<Written> {
  if (lines.length === 0) return { became: "stored" };
  const outcome = await parts.client.write(lines.map(({ line }) => line));
  state.batches += 1;
  if (outcome.became !== "bad" && outcome.became !== "large") return outcome;
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    // One line is not too large for InfluxDB.
    if (outcome.became === "large") return { became: "foreign", reason: outcome.reason };
    refused.push({ ...only, reason: outcome.reason });
    return { became: "stored" };
  }
  const middle = lines.length >> 1;
  for (const half of [lines.slice(0, middle), lines.slice(middle)]) {
    const became = await send(parts, state, half, refused);
    if (became.became !== "stored") return became;
  }
  return { became: "stored" };
}

/** A line that InfluxDB refuses for good. */
type Refused = Line & { readonly reason: string };

/** In the transaction: since when there are readings, and which days must be rolled up once more. */
function note({ outbox, rolled }: DrainerParts, rows: readonly WaitingRow[]): void {
  const { ledger } = outbox;
  const firsts = new Map<EntityKind, Instant>();
  for (const { heads } of rows) {
    for (const { number, rows: values, staged, layout, shape } of heads) {
      const times = Array.from({ length: staged }, (_, row) => values[row * shape.stride] as Instant);
      const least = times.reduce((first, at) => Math.min(first, at), firsts.get(layout.kind) ?? Infinity);
      firsts.set(layout.kind, least);
      markDirty(rolled, number, times);
    }
  }
  for (const [kind, at] of firsts) if (at < (ledger.first(kind) ?? Infinity)) ledger.setFirst(kind, at);
}
