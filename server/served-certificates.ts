import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "../core/clock.ts";
import type { AgentRecord } from "./ports.ts";
import type { Certificate } from "./tls.ts";
import { writeAside } from "./write-aside.ts";

/**
 * Which certificates this server has shown, and since when. An agent pins the one that its token carried; a server that shows
 * another one with another key hears none of the agents that were enrolled before, and nobody would be told why.
 */
interface Served {
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly from: Instant;
}

const FILE = "served.json";
/** Renewed every year, for a working life. */
const MOST = 50;

/**
 * Remembers in `dir` which certificate is shown from `now` on; returns all of them, the newest last. `made`: just now, so that whoever
 * is enrolled without anything written down pins another one.
 */
export function noteServed(
  dir: string,
  {
    fingerprint,
    publicKey,
    made,
  }: Pick<Certificate, "fingerprint" | "publicKey"> & { readonly made: boolean },
  now: Instant,
): readonly Served[] {
  const before = read(join(dir, FILE));
  if (before.at(-1)?.fingerprint === fingerprint) return before;
  const from = before.length === 0 && !made ? 0 : now;
  const served = [...before, { fingerprint, publicKey, from }].slice(-MOST);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeAside(join(dir, FILE), `${JSON.stringify(served, null, 2)}\n`, 0o600);
  } catch {
    // A full disk must not keep the server from starting; it is written down at the next start.
  }
  return served;
}

/** Agents that cannot come any more: they pin a certificate of another key and were not heard since the present one is shown. */
export function cutOff<Agent extends Pick<AgentRecord, "enrolledAt" | "lastSeen">>(
  served: readonly Served[],
  agents: readonly Agent[],
): readonly Agent[] {
  const now = served.at(-1);
  if (now === undefined) return [];
  return agents.filter(({ enrolledAt, lastSeen }) => {
    const pinned = served.findLast(({ from }) => from <= enrolledAt);
    return pinned?.publicKey !== now.publicKey && (lastSeen ?? 0) < now.from;
  });
}

/** What is written down; nothing when that cannot be read, which costs a warning and no agent. */
function read(file: string): readonly Served[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(found) ? found.filter(isServed) : [];
  } catch {
    return [];
  }
}

const isServed = (one: unknown): one is Served =>
  typeof one === "object" &&
  one !== null &&
  "fingerprint" in one &&
  "publicKey" in one &&
  "from" in one &&
  typeof one.from === "number";
