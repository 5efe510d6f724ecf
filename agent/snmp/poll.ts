import { MINUTE, type Clock, type Instant } from "../../core/clock.ts";
import { ok, type Fault, type Result } from "../../core/result.ts";
import { MAX_PORTS } from "../../core/wire/limits.ts";
import type { PortFact } from "../../core/wire/block.ts";
import {
  byIfIndex,
  defined,
  nameParts,
  portFact,
  portValues,
  textOf,
  ticksOf,
  usefulColumns,
  type PortRows,
  type PortValues,
} from "./ports.ts";
import type { SnmpSession, SnmpValue } from "./protocol.ts";
import { columnsOf, PORT_COLUMN_NAMES, PORT_COLUMNS, SYSTEM, type PortColumnName } from "./tables.ts";
import { followUptime, type UptimeState } from "./uptime.ts";
import { createPacing, readTable, type Pacing } from "./walk.ts";

/** One poll of one device: who it is, how long it runs, its ports. Reads few columns; all of them now and then. */

/** What is remembered of a device from poll to poll. */
export interface DeviceMemory {
  readonly pacing: Pacing;
  uptime: UptimeState | undefined;
  /** The columns that this device fills; undefined: find out. */
  columns: readonly PortColumnName[] | undefined;
  /** What each ifIndex is. */
  ports: ReadonlyMap<number, PortFact>;
  /** When (monotonic) everything was last read. */
  learnedAt: number;
}

export const createMemory = (): DeviceMemory => ({
  pacing: createPacing(),
  uptime: undefined,
  columns: undefined,
  ports: new Map(),
  learnedAt: -Infinity,
});

interface SystemFact {
  readonly name?: string;
  readonly description?: string;
  readonly objectId?: string;
  readonly location?: string;
  readonly contact?: string;
}

export interface DevicePoll {
  readonly at: Instant;
  readonly system: SystemFact;
  /** Seconds; undefined where the device does not say. */
  readonly uptime: number | undefined;
  readonly restarted: boolean;
  readonly ports: readonly { readonly part: string; readonly values: PortValues }[];
  /** All ports as far as they are known. */
  readonly portFacts: readonly PortFact[];
  /** Why the ports are not complete, although the device answers. */
  readonly fault: Fault | undefined;
}

export interface PollOptions {
  readonly address: string;
  readonly clock: Pick<Clock, "monotonic">;
  /** Corrected wall-clock time. */
  readonly now: () => Instant;
  readonly signal: AbortSignal;
  /** How often the first question is repeated: it decides whether the device counts as silent. */
  readonly retries: number;
}

const LEARN_EVERY_MS = 10 * MINUTE;
const MOST_READ_MS = 20_000;
const FACT_COLUMNS = PORT_COLUMN_NAMES.filter((name) => PORT_COLUMNS[name].use === "fact");

/** The fault is why the device counts as silent; one that answers only in part is not. */
export async function pollDevice(
  session: SnmpSession,
  memory: DeviceMemory,
  options: PollOptions,
): Promise<Result<DevicePoll>> {
  const { signal, retries } = options;
  const answer = await session.get(Object.values(SYSTEM), { signal, retries });
  if (!answer.ok) return answer;
  const [description, objectId, uptime, contact, name, location] = answer.value;
  const at = Math.round(options.now());
  const restarted = followRestart(memory, uptime, at, options.clock.monotonic());
  const { rows, fault } = await readPorts(session, memory, options);
  return ok({
    at,
    system: defined({
      name: textOf(name, 128),
      description: textOf(description, 512),
      objectId: objectIdOf(objectId),
      location: textOf(location, 255),
      contact: textOf(contact, 255),
    }),
    uptime: ticksOf(uptime) === undefined ? undefined : (memory.uptime?.ticks ?? 0) / 100,
    restarted,
    ports: valuesOf(rows, memory),
    portFacts: [...memory.ports.values()],
    fault,
  });
}

function followRestart(
  memory: DeviceMemory,
  uptime: SnmpValue | undefined,
  readAt: Instant,
  monotonic: number,
): boolean {
  const ticks = ticksOf(uptime);
  if (ticks === undefined) return false;
  const { state, restarted } = followUptime(memory.uptime, { ticks, readAt, monotonic });
  memory.uptime = state;
  // A device that restarted may have numbered its ports anew.
  if (restarted) memory.columns = undefined;
  return restarted;
}

interface PortsRead {
  readonly rows: PortRows;
  readonly fault: Fault | undefined;
  readonly unread: readonly PortColumnName[];
  readonly stopped: boolean;
}

async function readPorts(
  session: SnmpSession,
  memory: DeviceMemory,
  options: PollOptions,
): Promise<PortsRead> {
  const read = async (names: readonly PortColumnName[]): Promise<PortsRead> => {
    const settings = { ...options, pacing: memory.pacing, maxRows: MAX_PORTS, maxMs: MOST_READ_MS };
    const { rows, ...ending } = await readTable(session, columnsOf(names), settings);
    return { rows: byIfIndex(rows), ...ending };
  };
  const fresh = options.clock.monotonic() - memory.learnedAt < LEARN_EVERY_MS;
  if (memory.columns === undefined || !fresh) {
    const all = await read(PORT_COLUMN_NAMES);
    if (!namesCame(all)) return all;
    learn(memory, all.rows);
    memory.columns = usefulColumns(all.rows).filter((name) => !all.unread.includes(name));
    memory.learnedAt = options.clock.monotonic();
    return all;
  }
  const some = await read(memory.columns);
  if (some.stopped) return some;
  // Columns over which the device falls silent cost a wait each time; they are tried again when all are.
  memory.columns = memory.columns.filter((name) => !some.unread.includes(name));
  if (!sameKeys(some.rows, memory.ports)) {
    const facts = await read(FACT_COLUMNS);
    if (namesCame(facts)) learn(memory, facts.rows);
  }
  return some;
}

/** Names of which a part is missing would give ports the identity of others. */
const namesCame = ({ stopped, unread }: PortsRead) =>
  !stopped && !unread.some((name) => PORT_COLUMNS[name].use === "fact");

const sameKeys = (a: ReadonlyMap<number, unknown>, b: ReadonlyMap<number, unknown>) =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));

function learn(memory: DeviceMemory, rows: PortRows): void {
  const parts = nameParts(rows);
  const facts = new Map<number, PortFact>();
  for (const [ifIndex, row] of rows) {
    facts.set(ifIndex, portFact(ifIndex, parts.get(ifIndex) ?? `#${ifIndex}`, row));
  }
  memory.ports = facts;
}

/** A port whose name is not known yet is left out: its history would go astray. */
function valuesOf(rows: PortRows, memory: DeviceMemory): DevicePoll["ports"] {
  return [...rows].flatMap(([ifIndex, row]) => {
    const part = memory.ports.get(ifIndex)?.part;
    return part === undefined ? [] : [{ part, values: portValues(row, memory.uptime) }];
  });
}

function objectIdOf(value: SnmpValue | undefined): string | undefined {
  // Devices without one say 0.0, which says nothing.
  return value?.type === "oid" && /^\d+(\.\d+)+$/.test(value.value) && value.value !== "0.0"
    ? value.value
    : undefined;
}
