import type { Clock, Instant } from "../core/clock.ts";
import { MINUTE, SECOND } from "../core/clock.ts";
import { FAULTS, type Fault, type FaultCode, type FaultParams } from "../core/result.ts";
import type { BlockEvent } from "../core/wire/block.ts";
import { EARLIEST, LATEST, TIME_HEADER } from "../core/wire/limits.ts";
import type { AgentLog } from "./collectors/collector.ts";
import type { HttpAnswer, HttpClient, HttpMessage } from "./http.ts";
import type { ServerClock } from "./server-clock.ts";
import type { StateFile } from "./state.ts";

/** What the server's answer asks of us. */
export type Verdict =
  | { readonly does: "done"; readonly answer: HttpAnswer }
  /** It does not take us: keep everything, tell the person, ask again slowly. */
  | { readonly does: "refused"; readonly fault: Fault }
  /** It will never take this very message; the next one may be fine. */
  | { readonly does: "unfit"; readonly fault: Fault }
  /** Not now. */
  | { readonly does: "later"; readonly fault: Fault; readonly retryAfterMs?: number };

/** The way to the server as all parts of the agent share it: signs messages, sets the clock, remembers trouble. */
export interface Link {
  ask(message: HttpMessage): Promise<Verdict>;
}

export interface LinkParts {
  readonly server: string;
  readonly secret: string;
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly state: StateFile;
  readonly log: AgentLog;
  readonly report: (event: BlockEvent) => void;
}

/** A PC clock further off than this is a finding. */
const CLOCK_WRONG = 2 * MINUTE;
/** While nothing changes, the time of the last contact is written down this often. */
const NOTE_EVERY = 5 * MINUTE;
const LONGEST_RETRY_AFTER = 60 * MINUTE;

export function createLink(parts: LinkParts): Link {
  const { server, secret, client, serverClock, state, log } = parts;
  const noteClock = clockWatch(parts);
  let notedAt = Number.NEGATIVE_INFINITY;

  const note = (fault: Fault | undefined): void => {
    const { trouble } = state.get();
    const at = serverClock.now();
    const changed = fault?.code !== trouble?.fault.code;
    if (fault === undefined) {
      if (changed) log.info("server_contact", { server });
      if (changed || at - notedAt >= NOTE_EVERY) {
        notedAt = at;
        void state.update({ lastContact: at, serverTime: at, trouble: undefined });
      }
    } else if (changed) {
      log.warn("server_trouble", { server, code: fault.code, ...fault.params });
      void state.update({ trouble: { at, fault } });
    }
  };
  return {
    async ask(message) {
      const headers = { ...message.headers, authorization: `Bearer ${secret}` };
      const sent = await client.send({ ...message, headers });
      // A message that we gave up ourselves says nothing about the server.
      if (message.signal?.aborted === true && !sent.ok) return { does: "later", fault: sent.fault };
      if (sent.ok) noteClock(sent.value);
      const verdict: Verdict = sent.ok ? judge(sent.value, server) : { does: "later", fault: sent.fault };
      note(verdict.does === "done" || verdict.does === "unfit" ? undefined : verdict.fault);
      return verdict;
    },
  };
}

function clockWatch({ serverClock, report, log }: LinkParts): (answer: HttpAnswer) => void {
  let told: number | undefined;
  return ({ header, sentAt, answeredAt }) => {
    const time = Number(header(TIME_HEADER) ?? Number.NaN);
    if (!(time >= EARLIEST && time <= LATEST)) return;
    serverClock.observe(time, sentAt, answeredAt);
    const offsetMs = serverClock.offsetMs() ?? 0;
    if (Math.abs(offsetMs) <= CLOCK_WRONG) {
      told = undefined;
    } else if (told === undefined || Math.abs(offsetMs - told) > CLOCK_WRONG / 2) {
      told = offsetMs;
      log.warn("clock_wrong", { offsetMs });
      report({ at: serverClock.now(), type: "clock_wrong", offsetMs });
    }
  };
}

/** What is wrong with the message will be wrong with it tomorrow. */
const UNFIT: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Pure: what an answer means. `server` is only for the sentence. */
export function judge(answer: HttpAnswer, server: string): Verdict {
  const { status } = answer;
  if ((status >= 200 && status < 300) || status === 304) return { does: "done", answer };
  const fault = faultOf(answer, server);
  // 403 for what is in the block is not 403 for us: a device may have moved to another site while blocks waited.
  if (status === 403 && fault.code === "entity_foreign") return { does: "unfit", fault };
  if (status === 401 || status === 403) return { does: "refused", fault };
  if (UNFIT.has(status)) return { does: "unfit", fault };
  const retryAfterMs = retryAfter(answer);
  return { does: "later", fault, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** The fault that the answer names, else `server_refused` with its status (a proxy answered, or another program). */
export function faultOf({ status, body }: Pick<HttpAnswer, "status" | "body">, server: string): Fault {
  const { code, params = {} } = (readJson(body)?.["error"] as { code?: string; params?: FaultParams }) ?? {};
  if (code !== undefined && Object.hasOwn(FAULTS, code)) return { code: code as FaultCode, params };
  return { code: "server_refused", params: { server, status } };
}

/** The body as a JSON object; undefined when it is none. */
export function readJson(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9110, 10.2.3: seconds, or a date (compared with the date that the same answer carries). */
function retryAfter({ header }: HttpAnswer): number | undefined {
  const text = header("retry-after");
  if (text === undefined) return undefined;
  const wait: Instant = /^\d+$/.test(text)
    ? Number(text) * SECOND
    : Date.parse(text) - Date.parse(header("date") ?? "");
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER) : undefined;
}

/**
 * How long to wait after a failure: doubles from one second to `longestMs`, the upper half of it by chance, so that the
 * agents of a province do not all come back at once. What the server asks for wins.
 */
export function nextDelay(
  attempt: number,
  random: () => number,
  retryAfterMs?: number,
  longestMs = MINUTE,
): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const cap = Math.min(longestMs, SECOND * 2 ** Math.min(attempt, 10));
  return cap / 2 + random() * (cap / 2);
}

/** How long to leave a server alone that does not take us: a person has to do something first. */
export const REFUSED_PAUSE = 5 * MINUTE;
