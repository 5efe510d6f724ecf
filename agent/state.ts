import { readFile, rename } from "node:fs/promises";
import type { Instant } from "../core/clock.ts";
import type { Fault } from "../core/result.ts";
import type { AgentLog } from "./collectors/collector.ts";
import { reasonOf, writeDurably } from "./files.ts";
import type { PinnedKey } from "./http.ts";

/** What the agent must still know after a restart. Small: written whole at each change. */
export interface AgentState {
  /** When each calendar job last ran, by job id. */
  readonly lastRuns: Readonly<Record<string, Instant>>;
  /** The newest time the server told: no clock of ours can be right that is before it. */
  readonly serverTime: Instant;
  /** Last answer that accepted us. */
  readonly lastContact: Instant | undefined;
  /** What is wrong between us and the server, since when; undefined when nothing is. */
  readonly trouble: { readonly at: Instant; readonly fault: Fault } | undefined;
  /** Points ever thrown away, by reason, and how many of them the server was told. */
  readonly dropped: DropCount;
  readonly droppedTold: DropCount;
  /** How often the agent's own SNMP engine, which takes informs, was started (RFC 3414 2.2). */
  readonly engineBoots: number;
  /** The public key of the pinned certificate, as {@link PinnedKey}; of no other certificate. */
  readonly serverKey: { readonly fingerprint: string; readonly key: string } | undefined;
}
export type DropReason = "full" | "old";
export type DropCount = Readonly<Record<DropReason, number>>;

export interface StateFile {
  get(): AgentState;
  /** In force at once; resolves when it is on disk. A disk that refuses is logged, and the next update tries again. */
  update(patch: Partial<AgentState>): Promise<void>;
}

const EMPTY: AgentState = {
  lastRuns: {},
  serverTime: 0,
  lastContact: undefined,
  trouble: undefined,
  dropped: { full: 0, old: 0 },
  droppedTold: { full: 0, old: 0 },
  engineBoots: 0,
  serverKey: undefined,
};

/** What is remembered of the key of the certificate that is pinned now: a PC enrolled anew pins another one. */
export function pinnedKeyIn(state: StateFile, fingerprint: string | undefined): PinnedKey | undefined {
  if (fingerprint === undefined) return undefined;
  const known = () => {
    const { serverKey } = state.get();
    return serverKey?.fingerprint === fingerprint ? serverKey.key : undefined;
  };
  return {
    known,
    met: (key) => {
      if (known() !== key) void state.update({ serverKey: { fingerprint, key } });
    },
  };
}

export async function openState(path: string, log: AgentLog): Promise<StateFile> {
  let state = await load(path, log);
  let writing: Promise<void> = Promise.resolve();
  let waiting = false;
  const write = async () => {
    waiting = false;
    try {
      await writeDurably(path, `${JSON.stringify(state)}\n`);
    } catch (error) {
      log.warn("state_write_failed", { path, reason: reasonOf(error) });
    }
  };
  return {
    get: () => state,
    update(patch) {
      state = { ...state, ...patch };
      // Updates that come while one is being written share the next write.
      if (!waiting) {
        waiting = true;
        writing = writing.then(write);
      }
      return writing;
    },
  };
}

/** What the file says, for a look from outside (`status`); an unreadable file counts as empty. */
export async function readState(path: string): Promise<AgentState> {
  try {
    return { ...EMPTY, ...(JSON.parse(await readFile(path, "utf8")) as Partial<AgentState>) };
  } catch {
    return EMPTY;
  }
}

async function load(path: string, log: AgentLog): Promise<AgentState> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return EMPTY;
  }
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) throw new SyntaxError("not an object");
    return { ...EMPTY, ...found };
  } catch (error) {
    // A disk that went bad must not stop the agent; the file is kept for whoever looks into it.
    log.warn("state_unreadable", { path, reason: reasonOf(error) });
    await rename(path, `${path}.bad`).catch(() => {});
    return EMPTY;
  }
}
