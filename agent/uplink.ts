import type { Clock } from "../core/clock.ts";
import { SECOND } from "../core/clock.ts";
import type { Fault } from "../core/result.ts";
import type { BlockEvent } from "../core/wire/block.ts";
import { AGENT_PATHS } from "../core/wire/limits.ts";
import type { AgentLog } from "./collectors/collector.ts";
import { nextDelay, readJson, REFUSED_PAUSE, type Link, type Verdict } from "./link.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Spool, TakenBlock } from "./spool.ts";

export interface UplinkParts {
  readonly server: string;
  readonly link: Link;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly serverClock: Pick<ServerClock, "now">;
  readonly random: () => number;
  /** The longest pause between two tries. */
  readonly longestPauseMs: number;
  readonly log: AgentLog;
  readonly report: (event: BlockEvent) => void;
  /** What the answer to a block said of the server's settings; see `BlockAnswer`. */
  readonly onSettings?: (settings: number) => void;
}

/** Sends what waits in the spool; a block is deleted only after the server has said that it holds this very block. */
export interface Uplink {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Something new waits. */
  wake(): void;
}

const LOOK_AGAIN = 5 * SECOND;
/** Between two blocks of a backlog: fifty a second, so that a replay is not felt on the PC nor on a thin line. */
const BACKLOG_PAUSE = 20;

export function createUplink(parts: UplinkParts): Uplink {
  const { spool, clock, serverClock } = parts;
  let waiting = new AbortController();
  const idle = async (signal: AbortSignal): Promise<void> => {
    waiting = new AbortController();
    const stop = () => waiting.abort();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    await clock.sleep(LOOK_AGAIN, waiting.signal);
    signal.removeEventListener("abort", stop);
  };
  return {
    async run(signal) {
      let attempt = 0;
      while (!signal.aborted) {
        const taken = await spool.take(serverClock.now());
        if (taken === undefined) {
          await idle(signal);
          continue;
        }
        const failed = await sendOne(parts, taken, attempt, signal);
        attempt = failed === undefined ? 0 : attempt + 1;
        await clock.sleep(failed ?? BACKLOG_PAUSE, signal);
      }
    },
    wake: () => waiting.abort(),
  };
}

/** Undefined when the block left the line, else how long to wait before the next try. */
async function sendOne(
  parts: UplinkParts,
  taken: TakenBlock,
  attempt: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { link, serverClock, random, longestPauseMs, log, report } = parts;
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const message = { method: "POST", path: AGENT_PATHS.blocks, headers, body: taken.body, signal } as const;
  const verdict = confirm(await link.ask(message), taken.id, parts.server);
  switch (verdict.does) {
    case "done": {
      await taken.delivered();
      const settings = readJson(verdict.answer.body)?.["settings"];
      if (typeof settings === "number") parts.onSettings?.(settings);
      return undefined;
    }
    case "unfit": {
      const { code } = verdict.fault;
      await taken.park();
      log.error("block_parked", { block: taken.id, points: taken.points, code, ...verdict.fault.params });
      report({ at: serverClock.now(), type: "block_parked", block: taken.id, code });
      return undefined;
    }
    case "refused":
      taken.release();
      return REFUSED_PAUSE;
    case "later":
      taken.release();
      return nextDelay(attempt, random, verdict.retryAfterMs, longestPauseMs);
  }
}

/** A yes counts only when it names the block: the page of a captive portal is a 200 too. */
function confirm(verdict: Verdict, block: string, server: string): Verdict {
  if (verdict.does !== "done") return verdict;
  const { status, body } = verdict.answer;
  if (readJson(body)?.["block"] === block) return verdict;
  const fault: Fault = { code: "server_refused", params: { server, status } };
  return { does: "later", fault };
}
