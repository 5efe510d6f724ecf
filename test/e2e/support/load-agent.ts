import { randomFillSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrol, type Identity } from "../../../agent/enrol.ts";
import { createHttpClient } from "../../../agent/http.ts";
import { createLink } from "../../../agent/link.ts";
import { createServerClock } from "../../../agent/server-clock.ts";
import { openSpool, type Spool } from "../../../agent/spool.ts";
import { openState } from "../../../agent/state.ts";
import { createUplink } from "../../../agent/uplink.ts";
import type { Clock, Instant } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { countPoints, type Block, type BlockEvent, type SampleColumns } from "../../../core/wire/block.ts";
import { PROTOCOL } from "../../../core/wire/limits.ts";
import { silent } from "../../support/log.ts";
import { realClock } from "../../support/real-clock.ts";

/**
 * The agent's own spool and uplink, fed by the test instead of by collectors, so that the test knows every point that
 * was ever spooled.
 */
export interface LoadAgent {
  readonly identity: Identity;
  readonly spool: Spool;
  /** Makes a block and puts it into the spool; resolves once it is durable. */
  put(samples: readonly SampleColumns[], events?: readonly BlockEvent[], madeAt?: Instant): Promise<void>;
  /** Points by entity, field and time, as they were spooled. */
  readonly spooled: Map<string, Map<Instant, Readonly<Record<string, number | null>>>>;
  points(): number;
  /** Starts sending. */
  send(clock?: Clock): void;
  close(): Promise<void>;
}

export interface LoadAgentOptions {
  readonly token: string;
  /** What the spool takes for the time; the real one by default. */
  readonly now?: () => Instant;
  readonly maxBytes?: number;
  readonly maxAgeMs?: number;
}

export async function startLoadAgent(options: LoadAgentOptions): Promise<LoadAgent> {
  const { token, now = () => realClock.now() } = options;
  const dataDir = await mkdtemp(join(tmpdir(), "cayda-load-"));
  const about = { hostname: "load", platform: "linux", version: "test" };
  const enrolled = await enrol({ dataDir, token, ...about, clock: realClock });
  if (!enrolled.ok) throw new Error(`not enrolled: ${enrolled.fault.code}`);
  const identity = enrolled.value;
  const opened = await openSpool({
    folder: join(dataDir, "spool"),
    maxBytes: options.maxBytes ?? 256 * 2 ** 20,
    maxAgeMs: options.maxAgeMs ?? 10 * 86_400_000,
    isTimeSure: () => true,
    now,
    log: silent,
    onDrop: () => Promise.reject(new Error("the spool dropped points")),
    onCorrupt: (block) => {
      throw new Error(`corrupt block ${block}`);
    },
  });
  if (!opened.ok) throw new Error(opened.fault.code);
  const spool = opened.value;
  const spooled: LoadAgent["spooled"] = new Map();
  let points = 0;
  const remember = ({ entity, at, fields }: SampleColumns) => {
    const times = spooled.get(entity) ?? new Map<Instant, Record<string, number | null>>();
    spooled.set(entity, times);
    for (const [i, time] of at.entries()) {
      times.set(
        time,
        Object.fromEntries(Object.entries(fields).map(([name, column]) => [name, column[i] ?? null])),
      );
    }
  };
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let wake = () => {};
  return {
    identity,
    spool,
    spooled,
    points: () => points,
    async put(samples, events = [], madeAt = now()) {
      const block = {
        protocol: PROTOCOL as typeof PROTOCOL,
        agent: identity.agent,
        block: uuidv7(madeAt, (bytes) => randomFillSync(bytes)),
        madeAt,
        samples: [...samples],
        events: [...events],
        facts: [],
      } satisfies Block;
      const count = countPoints(samples);
      const put = await spool.put(block, count);
      if (!put.ok) throw new Error(put.fault.code);
      points += count;
      samples.forEach(remember);
      wake();
    },
    send(clock = realClock) {
      const client = createHttpClient(identity, realClock);
      if (!client.ok) throw new Error(client.fault.code);
      const report = () => {
        throw new Error("a block was refused");
      };
      const serverClock = createServerClock(realClock, 0);
      running = (async () => {
        const state = await openState(join(dataDir, "state.json"), silent);
        const parts = { clock, serverClock, state, log: silent, server: identity.server };
        const link = createLink({
          ...parts,
          secret: identity.secret,
          client: client.value,
          report: () => {},
        });
        const uplink = createUplink({
          ...parts,
          link,
          spool,
          random: Math.random,
          report,
          longestPauseMs: 60_000,
        });
        wake = () => uplink.wake();
        await uplink.run(stop.signal);
        client.value.close();
      })();
    },
    async close() {
      stop.abort();
      await running;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
