import type { MemoryPool } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import { hasHostStorage, readHostStorage, STORAGE_TYPE, type HostStorage } from "../host-storage.ts";
import { numberOf } from "../numbers.ts";
import type { ReadPart } from "../part.ts";
import { poolOf, readPools } from "../pools.ts";

/**
 * Memory: what the maker's own objects say, else HOST-RESOURCES-MIB (RFC 2790), else UCD-SNMP-MIB. net-snmp counts
 * what the kernel would give back at once (buffers and cache) as used; it is taken off the physical memory here, for
 * a full cache is no shortage.
 */
export const readMemory: ReadPart<readonly MemoryPool[]> = (ask, known) =>
  readPools(ask, known, {
    of: ({ memory }) => memory,
    defaultName: "Memory",
    lookAhead: () => Promise.all([hasHostStorage(ask), ask.get(UCD)]),
    async standard(own) {
      if (own.length > 0) return own;
      const host = fromHost(await readHostStorage(ask), () => readMemorySize(ask));
      return (await host).length > 0 ? host : readUcd(ask);
    },
  });

/** Less cannot be memory in bytes: some devices count their buffers in this table. */
const LEAST_BYTES = 16_384;
/** FreeBSD's agent lists every kernel allocation as RAM. */
const ALLOCATION = /^(?:UMA|MALLOC): /;

/** net-snmp gives parts of the memory their own rows, of type other or RAM. */
const BUFFERS = /^memory buffers$|\(buffers\)$/i;
const CACHED = /^cached memory$|\(cache\)$/i;
const SHARED = /^shared memory$/i;
/** Memory of the data plane of firewalls, of type other. */
const PACKETS = /\bpacket (?:buffers|descriptors)$/i;

/** bsnmpd gives what is in use of what is in use; the size stands elsewhere. */
const METRICS = /\breal memory metrics$/i;

async function fromHost(
  all: readonly HostStorage[],
  memorySize: () => Promise<number | undefined>,
): Promise<readonly MemoryPool[]> {
  const rows = all.filter(({ name }) => !ALLOCATION.test(name));
  const part = (pattern: RegExp) => rows.find(({ name }) => pattern.test(name));
  const metrics = rows.filter(({ name }) => METRICS.test(name));
  const parts = new Set([part(BUFFERS), part(CACHED), part(SHARED), ...metrics]);
  const physical = rows.filter((row) => row.type === STORAGE_TYPE.ram && !parts.has(row) && isMemory(row));
  const [first] = physical;
  const whole = metrics.length > 0 ? await memorySize() : first?.total;
  const reclaimable = (part(BUFFERS)?.used ?? 0) + (part(CACHED)?.used ?? 0);
  const poolOfRow = (row: HostStorage): MemoryPool | undefined => {
    if (parts.has(row)) return ofPart(row, whole);
    // With several kinds of RAM it is not known of which the buffers are a part.
    if (row === first && physical.length === 1)
      return poolOf(row.name, { total: row.total, used: withoutCache(row.used, reclaimable) });
    return isMemory(row) ? poolOf(row.name, row) : undefined;
  };
  // The main memory first, wherever the device lists it.
  const ordered = [...physical, ...rows.filter((row) => !physical.includes(row))];
  return ordered.map(poolOfRow).filter((pool) => pool !== undefined);
}

const isMemory = ({ type, name, total }: HostStorage): boolean =>
  total >= LEAST_BYTES &&
  (type === STORAGE_TYPE.ram || type === STORAGE_TYPE.virtualMemory || PACKETS.test(name));

async function readMemorySize(ask: Ask): Promise<number | undefined> {
  const { size } = await ask.get({ size: "1.3.6.1.2.1.25.2.2.0" }); // hrMemorySize
  return numberOf(size, { multiply: 1024 });
}

/** Their own totals are what they use or nothing: they are parts of the whole. */
const ofPart = (row: HostStorage, whole: number | undefined): MemoryPool | undefined =>
  row.total > 0 ? poolOf(row.name, { total: whole, used: row.used }) : undefined;

/** Some agents have taken the cache off already. */
const withoutCache = (used: number, reclaimable: number): number =>
  used > reclaimable ? used - reclaimable : used;

/** UCD-SNMP-MIB, memory; kilobytes. */
const UCD = {
  swapTotal: "1.3.6.1.4.1.2021.4.3.0", // memTotalSwap
  swapFree: "1.3.6.1.4.1.2021.4.4.0", // memAvailSwap
  total: "1.3.6.1.4.1.2021.4.5.0", // memTotalReal
  free: "1.3.6.1.4.1.2021.4.6.0", // memAvailReal
  buffers: "1.3.6.1.4.1.2021.4.14.0", // memBuffer
  cached: "1.3.6.1.4.1.2021.4.15.0", // memCached
} as const;

async function readUcd(ask: Ask): Promise<readonly MemoryPool[]> {
  const got = await ask.get(UCD);
  const bytes = (name: keyof typeof UCD) => numberOf(got[name], { multiply: 1024 });
  const total = bytes("total");
  const free = bytes("free");
  if (total === undefined || free === undefined) return [];
  const buffers = bytes("buffers");
  const cached = bytes("cached");
  const used = withoutCache(total - free, (buffers ?? 0) + (cached ?? 0));
  return [
    poolOf("Physical memory", { total, used }),
    buffers === undefined ? undefined : poolOf("Memory buffers", { total, used: buffers }),
    cached === undefined ? undefined : poolOf("Cached memory", { total, used: cached }),
    poolOf("Swap space", { total: bytes("swapTotal"), free: bytes("swapFree") }),
  ].filter((pool) => pool !== undefined);
}
