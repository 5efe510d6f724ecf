import { textOf } from "../ports.ts";
import type { SnmpValue } from "../protocol.ts";
import type { Ask } from "./ask.ts";

/** hrStorageTable (HOST-RESOURCES-MIB, RFC 2790): memory and disks stand in one table. */
export interface HostStorage {
  readonly index: string;
  /** The last arc of hrStorageType. */
  readonly type: number;
  readonly name: string;
  /** Bytes. */
  readonly total: number;
  readonly used: number;
}

/** hrStorageTypes. */
export const STORAGE_TYPE = { other: 1, ram: 2, virtualMemory: 3, fixedDisk: 4, flashMemory: 9 } as const;

const TYPES = "1.3.6.1.2.1.25.2.1."; // hrStorageTypes
/** hrFSTypes, that some agents give instead. Other and unknown file systems (devfs, procfs) are none of storage. */
const FILE_SYSTEMS = "1.3.6.1.2.1.25.3.9.";
const NO_STORAGE = new Set([1, 2]);
const ENTRY = "1.3.6.1.2.1.25.2.3.1"; // hrStorageEntry
const COLUMNS = {
  type: `${ENTRY}.2`,
  descr: `${ENTRY}.3`,
  units: `${ENTRY}.4`,
  size: `${ENTRY}.5`,
  used: `${ENTRY}.6`,
};
/** A host of containers has a mount for each of them. */
const MOST_ROWS = 1_024;
const MOST_NAME = 255;

export const hasHostStorage = (ask: Ask): Promise<boolean> => ask.has(ENTRY);

/** The rows that have a name, a known type and sizes. */
export async function readHostStorage(ask: Ask): Promise<readonly HostStorage[]> {
  const rows = await ask.table(COLUMNS, { maxRows: MOST_ROWS });
  const found: HostStorage[] = [];
  for (const [index, row] of rows) {
    const type = typeOf(row.type);
    const name = textOf(row.descr, MOST_NAME);
    const units = unsigned(row.units);
    const size = unsigned(row.size);
    const used = unsigned(row.used);
    if (type === undefined || name === undefined) continue;
    if (units === undefined || size === undefined || used === undefined) continue;
    found.push({ index, type, name, total: units * size, used: units * used });
  }
  return found;
}

function typeOf(value: SnmpValue | undefined): number | undefined {
  if (value?.type !== "oid") return undefined;
  if (value.value.startsWith(TYPES)) return Number(value.value.slice(TYPES.length));
  if (!value.value.startsWith(FILE_SYSTEMS)) return undefined;
  return NO_STORAGE.has(Number(value.value.slice(FILE_SYSTEMS.length))) ? undefined : STORAGE_TYPE.fixedDisk;
}

/** Sizes are Integer32 and end at 2^31; what is larger comes as a negative number. */
function unsigned(value: SnmpValue | undefined): number | undefined {
  if (value?.type !== "integer" && value?.type !== "gauge32" && value?.type !== "counter32") return undefined;
  return value.value < 0 ? value.value + 2 ** 32 : value.value;
}
