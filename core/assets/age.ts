import { cpuMeaning } from "./cpu.ts";
import { isDate, yearsBetween } from "./dates.ts";
import type { PcEvidence } from "./evidence.ts";
import type { AssetTables } from "./tables.ts";
import type { Asset, DateText } from "./types.ts";

/** How old a thing is, and how that is known. */
export interface Age {
  readonly years: number;
  readonly from: "books" | "bios" | "cpu" | "os";
  readonly since: DateText;
  /** 0…1 */
  readonly confidence: number;
}

/** Nothing that is counted here is older; earlier dates are a firmware's default. */
const OLDEST = "1995-01-01";

/**
 * By the order of trust: the date in the books, the BIOS's date (may be newer than the PC after an update), the earliest
 * year of its processor, the installation of the system (the PC is at least so old). Dates in the future or before 1995 are
 * nobody's. Undefined when none is known.
 */
export function ageOf(
  asset: Pick<Asset, "inUseOn" | "traits">,
  pc: PcEvidence | undefined,
  tables: Pick<AssetTables, "cpus" | "windows11Too">,
  today: DateText,
): Age | undefined {
  const cpu = cpuMeaning(pc?.cpu ?? asset.traits.cpu, tables);
  const known: readonly (readonly [Age["from"], DateText | null | undefined, number])[] = [
    ["books", asset.inUseOn, 1],
    ["bios", pc?.biosDate, 0.8],
    ["cpu", cpu === undefined || cpu.row.age === false ? undefined : `${cpu.row.released}-01`, 0.6],
    ["os", pc?.os?.installed, 0.4],
  ];
  for (const [from, since, confidence] of known) {
    if (!isBelievable(since, today)) continue;
    return { years: yearsBetween(since, today), from, since, confidence };
  }
  return undefined;
}

const isBelievable = (since: DateText | null | undefined, today: DateText): since is DateText =>
  typeof since === "string" && isDate(since) && since >= OLDEST && since <= today;
