import { readFile } from "node:fs/promises";
import type { Clock } from "../core/clock.ts";
import { MINUTE } from "../core/clock.ts";
import type { Assignment } from "../core/wire/assignment.ts";
import { checkAssignment } from "../core/wire/check-assignment.ts";
import { AGENT_PATHS } from "../core/wire/limits.ts";
import type { AgentLog } from "./collectors/collector.ts";
import { reasonOf, writeDurably } from "./files.ts";
import { nextDelay, readJson, REFUSED_PAUSE, type Link } from "./link.ts";

export interface AssignmentParts {
  /** Where the last assignment is kept; holds SNMP credentials, so only we may read it. */
  readonly path: string;
  readonly agent: string;
  /** Of this program: another version may have stored another shape. */
  readonly version: string;
  readonly link: Link;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: AgentLog;
  readonly onAssignment: (assignment: Assignment) => void;
}

/** What the server wants polled. The last answer is kept, so that the agent also polls when the server is away. */
export interface Assignments {
  /** Hands out the assignment that was kept, if there is one. */
  load(): Promise<void>;
  /** Asks once; how long to wait before the next time. */
  refresh(signal: AbortSignal): Promise<number>;
  /** The server's settings as a block's answer gave them: when they are others than before, `run` asks at once. */
  noteSettings(settings: number): void;
  /** Asks again and again, the first time after `wait`, until the signal aborts. */
  run(wait: number, signal: AbortSignal): Promise<void>;
}

const ASK_EVERY = MINUTE;

interface Kept {
  readonly version: string;
  readonly etag: string | undefined;
  readonly assignment: Assignment;
}

export function createAssignments(parts: AssignmentParts): Assignments {
  const { path, version, link, clock, random, log, onAssignment } = parts;
  let etag: string | undefined;
  let attempt = 0;
  let settings: number | undefined;
  let napping = new AbortController();

  const take = async (body: Buffer, newTag: string | undefined): Promise<void> => {
    const assignment = check(readJson(body), parts);
    if (assignment === undefined) return;
    etag = newTag;
    log.info("assignment", { snmp: assignment.snmp.length, ping: assignment.ping.length });
    onAssignment(assignment);
    const kept: Kept = { version, etag, assignment };
    try {
      await writeDurably(path, JSON.stringify(kept));
    } catch (error) {
      log.warn("assignment_write_failed", { path, reason: reasonOf(error) });
    }
  };
  const refresh = async (signal: AbortSignal): Promise<number> => {
    const headers: Record<string, string> = etag === undefined ? {} : { "if-none-match": etag };
    const verdict = await link.ask({ method: "GET", path: AGENT_PATHS.assignment, headers, signal });
    attempt = verdict.does === "later" ? attempt + 1 : 0;
    switch (verdict.does) {
      case "done":
        if (verdict.answer.status === 200) await take(verdict.answer.body, verdict.answer.header("etag"));
        return ASK_EVERY * (0.9 + 0.2 * random());
      case "unfit":
      case "refused":
        return REFUSED_PAUSE;
      case "later":
        return nextDelay(attempt, random, verdict.retryAfterMs);
    }
  };
  return {
    async load() {
      const kept = await readKept(parts);
      if (kept === undefined) return;
      ({ etag } = kept);
      onAssignment(kept.assignment);
    },
    refresh,
    noteSettings(now) {
      if (now === settings) return;
      settings = now;
      napping.abort();
    },
    async run(wait, signal) {
      let pause = wait;
      // Which settings the last answer was for; others may be noted while we ask.
      let known = settings;
      for (;;) {
        napping = new AbortController();
        if (known === settings) await clock.sleep(pause, AbortSignal.any([signal, napping.signal]));
        if (signal.aborted) return;
        known = settings;
        pause = await refresh(signal);
      }
    },
  };
}

async function readKept(parts: AssignmentParts): Promise<Kept | undefined> {
  let kept: Partial<Kept> | undefined;
  try {
    kept = readJson(await readFile(parts.path));
  } catch {
    return undefined;
  }
  // What this version stored was checked then. Another version's is checked now, and asked for anew.
  const known = kept?.version === parts.version && kept.assignment?.agent === parts.agent;
  const assignment = known ? kept?.assignment : check(kept?.assignment, parts);
  if (assignment === undefined) return undefined;
  return { version: parts.version, etag: known ? kept?.etag : undefined, assignment };
}

function check(value: unknown, { agent, log }: AssignmentParts): Assignment | undefined {
  const checked = checkAssignment(value);
  if (!checked.ok) {
    log.error("assignment_invalid", { mistakes: checked.mistakes.slice(0, 5) });
    return undefined;
  }
  if (checked.assignment.agent === agent) return checked.assignment;
  log.error("assignment_foreign", { agent: checked.assignment.agent });
  return undefined;
}
