import { createHash } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { lookup } from "node:dns/promises";
import { isIP, isIPv6 } from "node:net";
import { MINUTE, SECOND } from "../../core/clock.ts";
import type { Assignment, SnmpTarget } from "../../core/wire/assignment.ts";
import type { BlockEvent } from "../../core/wire/block.ts";
import { canonical } from "../snmp/engine/wire.ts";
import { createRateLimit, type Rate } from "../snmp/traps/limit.ts";
import { createNotices, type DropReason, type Notices } from "../snmp/traps/notices.ts";
import { createV3Notices, type OwnEngine } from "../snmp/traps/version3.ts";
import { createKeyMaker, type KeyMaker } from "../snmp/usm/keys.ts";
import { createSalts } from "../snmp/usm/protect.ts";
import type { Collector, Job, Tools } from "./collector.ts";

/**
 * Takes traps and informs of the devices that are polled, when the site wants it. Nothing is asked: the job hands over
 * what came since its last run.
 */
export interface TrapCollectorOptions {
  /** Counts the starts of our own SNMP engine and keeps the count. */
  readonly nextBoots: () => Promise<number>;
  /** Where to listen; everywhere by default. */
  readonly host?: string;
  /** For host names of devices; tests put their own in. */
  readonly resolve?: (name: string) => Promise<string>;
}

const EVERY_MS = 5 * SECOND;
/** A switch of which every port goes down and up again, once; then one every other second. */
const EACH: Rate = { burst: 100, perSecond: 0.5 };
const TOTAL: Rate = { burst: 500, perSecond: 20 };
/** Between two runs; a block holds no more events. */
const MOST_WAITING = 500;
const TELL_DROPS_EVERY_MS = 10 * MINUTE;
const RECEIVE_BUFFER = 1_024 * 1_024;

export function createTrapCollector(options: TrapCollectorOptions): Collector {
  const keys = createKeyMaker();
  let engine: Promise<OwnEngine> | undefined;
  return (assignment, tools) => {
    const { traps, snmp, agent } = assignment;
    if (traps === undefined || snmp.length === 0) return [];
    engine ??= startEngine(agent, options, tools);
    return [createJob(traps.port, snmp, { ...tools, options, keys, engine })];
  };
}

async function startEngine(
  agent: string,
  { nextBoots }: TrapCollectorOptions,
  { clock }: Tools,
): Promise<OwnEngine> {
  // RFC 3411 5: no enterprise of ours, then 5 for octets; alike for ever on this agent, and on no other.
  const own = createHash("sha256").update(agent).digest().subarray(0, 16);
  const id = Buffer.concat([Buffer.from("8000000005", "hex"), own]);
  return { id, boots: await nextBoots(), startedAt: clock.monotonic() };
}

interface Parts extends Tools {
  readonly options: TrapCollectorOptions;
  readonly keys: KeyMaker;
  readonly engine: Promise<OwnEngine>;
}

interface State {
  socket: Socket | undefined;
  /** Under way: names may take long to resolve. */
  opening: Promise<void> | undefined;
  closed: boolean;
  events: BlockEvent[];
  /** Since they were last told. */
  dropped: Map<DropReason | "other", number>;
  toldAt: number;
  /** The trouble that was logged. */
  trouble: string | undefined;
}

function createJob(port: number, targets: Assignment["snmp"], parts: Parts): Job {
  const state: State = {
    socket: undefined,
    opening: undefined,
    closed: false,
    events: [],
    dropped: new Map(),
    toldAt: -Infinity,
    trouble: undefined,
  };
  return {
    id: "traps",
    // A hash: the targets hold the devices' passwords.
    version: createHash("sha256")
      .update(JSON.stringify([port, targets]))
      .digest("base64url"),
    when: { everyMs: EVERY_MS },
    timeoutMs: 30 * SECOND,
    async run() {
      if (state.socket === undefined) {
        state.opening ??= listen(port, targets, state, parts).finally(() => {
          state.opening = undefined;
        });
        await state.opening;
      }
      const events = [...state.events.splice(0), ...drops(state, parts)];
      return { samples: [], facts: [], events };
    },
    close() {
      state.closed = true;
      state.socket?.close();
      state.socket = undefined;
    },
  };
}

async function listen(port: number, targets: Assignment["snmp"], state: State, parts: Parts): Promise<void> {
  const notices = await noticesOf(targets, parts);
  try {
    const socket = await bind(port, parts.options.host);
    // It may have been told to stop meanwhile.
    if (state.closed) {
      socket.close();
      return;
    }
    state.socket = socket;
    state.trouble = undefined;
    socket.on("message", (datagram, from) => {
      const answer = take(datagram, plain(from.address), { notices, state, parts });
      if (answer !== undefined) socket.send(answer, from.port, from.address, () => {});
    });
    parts.log.info("traps_listening", { port: socket.address().port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    // Tried again with each run: once is enough to say it.
    if (state.trouble !== code) parts.log.warn("traps_unavailable", { port, reason: code });
    state.trouble = code;
  }
}

async function noticesOf(
  targets: Assignment["snmp"],
  { options, keys, engine, ...tools }: Parts,
): Promise<Notices> {
  const { clock, random } = tools;
  const resolve = options.resolve ?? (async (name: string) => (await lookup(name)).address);
  const addressed = async (target: SnmpTarget): Promise<SnmpTarget[]> => {
    const { address } = target;
    try {
      const isName = isIP(address.split("%", 1)[0] ?? "") === 0;
      return [{ ...target, address: canonical(isName ? await resolve(address) : address) }];
    } catch {
      // A name that cannot be found is said by whoever polls it.
      return [];
    }
  };
  const found = (await Promise.all(targets.map(addressed))).flat();
  return createNotices({
    targets: found,
    keys,
    limit: createRateLimit(clock, EACH, TOTAL),
    version3: createV3Notices({
      own: await engine,
      clock,
      newSalt: createSalts((bytes) => bytes.map(() => Math.floor(random() * 256))),
    }),
  });
}

/** Every address of both families where the system can; only version 4 where not. */
async function bind(port: number, host: string | undefined): Promise<Socket> {
  if (host !== undefined) return bound(createSocket(isIPv6(host) ? "udp6" : "udp4"), port, host);
  try {
    return await bound(
      createSocket({ type: "udp6", ipv6Only: false, recvBufferSize: RECEIVE_BUFFER }),
      port,
      "::",
    );
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAFNOSUPPORT")) throw error;
    return bound(createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER }), port, "0.0.0.0");
  }
}

async function bound(socket: Socket, port: number, host: string): Promise<Socket> {
  const listening = once(socket, "listening");
  socket.bind(port, host);
  try {
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  // Of sending, say: the device asks again.
  socket.on("error", () => {});
  return socket;
}

/** An address of version 4 as it arrives on a socket of both families. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

interface Taking {
  readonly notices: Notices;
  readonly state: State;
  readonly parts: Tools;
}

/** Keeps what a datagram tells, or counts why not; what to send back. */
function take(datagram: Buffer, address: string, { notices, state, parts }: Taking): Uint8Array | undefined {
  const { told, dropped, answer } = notices.read(datagram, address);
  const full = state.events.length >= MOST_WAITING;
  const reason = dropped ?? (told?.kind === undefined ? "other" : full ? "limited" : undefined);
  if (reason !== undefined) state.dropped.set(reason, (state.dropped.get(reason) ?? 0) + 1);
  if (told?.kind !== undefined && !full) {
    const { kind, ...where } = told;
    state.events.push({ type: "trap", at: Math.round(parts.now()), ...where, kind });
  }
  // What was not kept is not acknowledged: the device will send it again.
  return reason === "limited" ? undefined : answer;
}

/** What was dropped is logged with its reasons; that too many came, a person is told as well. */
function drops(state: State, { clock, log, now }: Tools): BlockEvent[] {
  const time = clock.monotonic();
  if (state.dropped.size === 0 || time - state.toldAt < TELL_DROPS_EVERY_MS) return [];
  state.toldAt = time;
  log.warn("traps_dropped", Object.fromEntries(state.dropped));
  const count = state.dropped.get("limited") ?? 0;
  state.dropped = new Map();
  return count === 0 ? [] : [{ type: "traps_dropped", at: Math.round(now()), count }];
}
