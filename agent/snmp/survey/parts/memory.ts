import type { MemoryPool } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import { readHostStorage, STORAGE_TYPE, type HostStorage } from "../host-storage.ts";
import { numberOf } from "../numbers.ts";
import type { ReadPart } from "../part.ts";
import { poolOf, readPools } from "../pools.ts";

/**
 * Memory: what the maker's own objects say, else HOST-RESOURCES-MIB (RFC 2790), else UCD-SNMP-MIB. net-snmp counts
 * what the kernel would give back at once (buffers and cache) as used; it is taken off the physical memory here, for
 * a full cache is no shortage.
 */
export const readMemory: ReadPart<readonly MemoryPool[]> = async (ask, known) => {
  const own = await readPools(ask, known, ({ memory }) => memory, "Memory");
  if (own.length > 0) return own;
  const host = fromHost(await readHostStorage(ask));
  return host.length > 0 ? host : readUcd(ask);
};

/** Less cannot be memory in bytes: some devices count their buffers in this table. */
const LEAST_BYTES = 16_384;

function fromHost(rows: readonly HostStorage[]): readonly MemoryPool[] {
  const ram = rows.filter(({ type, total }) => type === STORAGE_TYPE.ram && total >= LEAST_BYTES);
  const part = (pattern: RegExp) => rows.find(({ name }) => pattern.test(name));
  const parts = [part(BUFFERS), part(CACHED), part(SHARED)].filter((row) => row !== undefined);
  const physical = ram.filter((row) => !parts.includes(row));
  const [only] = physical.length === 1 ? physical : [];
  const reclaimable = (part(BUFFERS)?.used ?? 0) + (part(CACHED)?.used ?? 0);
  const whole = physical[0]?.total;
  const list = rows.flatMap((row): readonly (MemoryPool | undefined)[] => {
    if (parts.includes(row)) return [row.used > 0 ? poolOf(row.name, { total: whole, used: row.used }) : undefined];
    if (row === only) return [poolOf(row.name, { total: row.total, used: withoutCache(row.used, reclaimable) })];
    return physical.includes(row) || row.type === STORAGE_TYPE.virtualMemory ? [poolOf(row.name, row)] : [];
  });
  return list.filter((pool) => pool !== undefined);
}

const BUFFERS = /^memory buffers$|\(buffers\)$/i;
const CACHED = /^cached memory$|\(cache\)$/i;
const SHARED = /^shared memory$/i;

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
