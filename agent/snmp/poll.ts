import { MINUTE, type Clock, type Instant } from "../../core/clock.ts";
import { ok, type Fault, type Result } from "../../core/result.ts";
import { MAX_OBJECT_ID, MAX_PORTS } from "../../core/wire/limits.ts";
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
  type PortRow,
  type PortRows,
} from "./ports.ts";
import { createPacing, type Pacing } from "./bounds.ts";
import { portCells, portValuesAt, type PortCells, type PortValues } from "./port-values.ts";
import { knownRows, type KnownRows } from "./known-rows.ts";
import type { ColumnReader, SnmpSession, SnmpValue } from "./protocol.ts";
import { isErrorStatus } from "./requests.ts";
import { columnsOf, PORT_COLUMN_NAMES, PORT_COLUMNS, SYSTEM, type PortColumnName } from "./tables.ts";
import { followUptime, type UptimeState } from "./uptime.ts";
import { readTable, type TableRead } from "./walk.ts";

/** One poll of one device: who it is, how long it runs, its ports. Reads few columns; all of them now and then. */

/** What is remembered of a device from poll to poll. */
export interface DeviceMemory {
  readonly pacing: Pacing;
  uptime: UptimeState | undefined;
  /** The columns that this device fills; undefined: find out. */
  columns: readonly PortColumnName[] | undefined;
  /** What each ifIndex is. */
  ports: ReadonlyMap<number, PortFact>;
  /** The same as a list, which stays the same list as long as nothing is learned. */
  portFacts: readonly PortFact[];
  /** Where the last poll found values, for the next to read them without looking. */
  known: KnownRows | undefined;
  hot: HotPath | undefined;
  /** How often in a row the rows were not where they were known. */
  surprises: number;
  /** When (monotonic) everything was last read. */
  learnedAt: number;
}

/** Whether a poll at this time (monotonic) reads everything: that takes time, and memory while it lasts. */
export const learnsAt = ({ columns, learnedAt }: DeviceMemory, now: number): boolean =>
  columns === undefined || now - learnedAt >= LEARN_EVERY_MS;

interface HotPath {
  readonly session: SnmpSession;
  readonly known: KnownRows;
  readonly reader: ColumnReader;
  readonly cells: PortCells;
}

export const createMemory = (): DeviceMemory => ({
  pacing: createPacing(),
  uptime: undefined,
  columns: undefined,
  ports: new Map(),
  portFacts: [],
  known: undefined,
  hot: undefined,
  surprises: 0,
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
  /** All ports as far as they are known; the same list as before when nothing was learned. */
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
  /** It was silent last time. */
  readonly suspect?: boolean;
  /** Only ask whether it is there, and leave its ports alone this time. */
  readonly briefly?: boolean;
}

const SYSTEM_OIDS = Object.values(SYSTEM);
const LEARN_EVERY_MS = 10 * MINUTE;
const MOST_READ_MS = 20_000;
const FACT_COLUMNS = PORT_COLUMN_NAMES.filter((name) => PORT_COLUMNS[name].use === "fact");

/** The fault is why the device counts as silent; one that answers only in part, or that it may not say, is not. */
export async function pollDevice(
  session: SnmpSession,
  memory: DeviceMemory,
  options: PollOptions,
): Promise<Result<DevicePoll>> {
  const { signal, retries, suspect } = options;
  const answer = await session.get(SYSTEM_OIDS, { signal, retries, suspect });
  if (!answer.ok && !isErrorStatus(answer.fault)) return answer;
  const [description, objectId, uptime, contact, name, location] = answer.ok ? answer.value : [];
  const at = Math.round(options.now());
  const restarted = followRestart(memory, uptime, at, options.clock.monotonic());
  const { ports, fault } = options.briefly === true ? NO_PORTS : await readPorts(session, memory, options);
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
    ports,
    portFacts: memory.portFacts,
    fault: fault ?? (answer.ok ? undefined : answer.fault),
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

type PortsRead = Pick<DevicePoll, "ports" | "fault">;
const NO_PORTS: PortsRead = { ports: [], fault: undefined };

interface TableOfPorts extends Omit<TableRead<PortColumnName>, "rows"> {
  /** With those that are no interface. */
  readonly table: ReadonlyMap<string, PortRow>;
  readonly rows: PortRows;
}

async function readPorts(
  session: SnmpSession,
  memory: DeviceMemory,
  options: PollOptions,
): Promise<PortsRead> {
  const read = async (names: readonly PortColumnName[]): Promise<TableOfPorts> => {
    const settings = { ...options, pacing: memory.pacing, maxRows: MAX_PORTS, maxMs: MOST_READ_MS };
    const { rows, ...ending } = await readTable(session, columnsOf(names), settings);
    return { rows: byIfIndex(rows), table: rows, ...ending };
  };
  if (memory.columns === undefined || learnsAt(memory, options.clock.monotonic())) {
    const all = await read(PORT_COLUMN_NAMES);
    if (namesCame(all)) learn(memory, all.rows);
    // What the device has not shown yet is asked for again with the next poll.
    if (all.stopped || !namesCame(all)) return { ports: valuesOf(all.rows, memory), fault: all.fault };
    memory.columns = usefulColumns(all.rows).filter((name) => !all.unread.includes(name));
    memory.learnedAt = options.clock.monotonic();
    memory.surprises = 0;
    remember(memory, all);
    return { ports: valuesOf(all.rows, memory), fault: all.fault };
  }
  const known = await readKnown(session, memory, options);
  if (known !== undefined) return known;
  const some = await read(memory.columns);
  if (some.stopped) return { ports: valuesOf(some.rows, memory), fault: some.fault };
  // Columns over which the device falls silent cost a wait each time; they are tried again when all are.
  memory.columns = memory.columns.filter((name) => !some.unread.includes(name));
  remember(memory, some);
  if (!sameKeys(some.rows, memory.ports)) {
    const facts = await read(FACT_COLUMNS);
    if (namesCame(facts)) learn(memory, facts.rows);
  }
  return { ports: valuesOf(some.rows, memory), fault: some.fault };
}

/** A device whose rows change all the time is not worth being surprised by. */
const MOST_SURPRISES = 3;

function remember(memory: DeviceMemory, { table, fault }: TableOfPorts): void {
  const calm = fault === undefined && memory.surprises < MOST_SURPRISES;
  memory.known = calm ? knownRows(table, memory.columns ?? []) : undefined;
}

/**
 * The values of the rows that the last poll found, if they are still the same rows. Whatever else happens, the usual
 * way reads them, and finds out what is wrong.
 */
async function readKnown(
  session: SnmpSession,
  memory: DeviceMemory,
  { signal }: PollOptions,
): Promise<PortsRead | undefined> {
  const { known, pacing } = memory;
  if (known === undefined || session.prepareColumns === undefined) return undefined;
  if (memory.hot?.session !== session || memory.hot.known !== known) {
    const reader = session.prepareColumns(known.layout);
    const cells = portCells(known.names, known.layout.indexes.length, reader);
    memory.hot = { session, known, reader, cells };
  }
  const { reader, cells } = memory.hot;
  const outcome = await reader.read(pacing, { signal });
  if (!outcome.ok || outcome.value === "changed") {
    memory.surprises += 1;
    memory.known = undefined;
    memory.hot = undefined;
    return undefined;
  }
  memory.surprises = 0;
  return { ports: knownValues(known, cells, memory), fault: undefined };
}

/** Names of which a part is missing would give ports the identity of others. */
const namesCame = ({ unread }: TableOfPorts) => !unread.some((name) => PORT_COLUMNS[name].use === "fact");

const sameKeys = (a: ReadonlyMap<number, unknown>, b: ReadonlyMap<number, unknown>) =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));

function learn(memory: DeviceMemory, rows: PortRows): void {
  const parts = nameParts(rows);
  const facts = new Map<number, PortFact>();
  for (const [ifIndex, row] of rows) {
    facts.set(ifIndex, portFact(ifIndex, parts.get(ifIndex) ?? `#${ifIndex}`, row));
  }
  memory.ports = facts;
  memory.portFacts = [...facts.values()];
}

function knownValues(
  known: KnownRows,
  cells: PortCells,
  { ports, uptime }: DeviceMemory,
): DevicePoll["ports"] {
  const values: DevicePoll["ports"][number][] = [];
  for (const { ifIndex, row } of known.interfaces) {
    const part = ports.get(ifIndex)?.part;
    if (part !== undefined) values.push({ part, values: portValuesAt(cells, row, uptime) });
  }
  return values;
}

/** A port whose name is not known yet is left out: its history would go astray. */
function valuesOf(rows: PortRows, memory: DeviceMemory): DevicePoll["ports"] {
  return [...rows].flatMap(([ifIndex, row]) => {
    const part = memory.ports.get(ifIndex)?.part;
    return part === undefined ? [] : [{ part, values: portValues(row, memory.uptime) }];
  });
}

function objectIdOf(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "oid" || value.value.length > MAX_OBJECT_ID) return undefined;
  // Devices without one say 0.0, which says nothing.
  return /^\d+(\.\d+)+$/.test(value.value) && value.value !== "0.0" ? value.value : undefined;
}
