import type { AssetTables, CpuRow } from "./tables.ts";

/** What a processor's name tells: since when such a PC can exist, and whether Windows 11 takes it. */
export interface CpuMeaning {
  readonly generation: string;
  /** The earliest year of the PC. */
  readonly year: number;
  /** undefined: nobody knows. */
  readonly windows11: boolean | undefined;
  readonly row: CpuRow;
}

/**
 * Reads Intel's and AMD's desktop and laptop names ("Intel(R) Core(TM) i5-7400 CPU @ 3.00GHz", "AMD Ryzen 5 3500U with Radeon
 * Vega Mobile Gfx"). Undefined for what is not certain (Xeon, Atom, unknown makers).
 */
export function cpuMeaning(
  name: string | undefined,
  tables: Pick<AssetTables, "cpus" | "windows11Too">,
): CpuMeaning | undefined {
  if (name === undefined) return undefined;
  const plain = name
    .replaceAll(/\(R\)|\(TM\)|\(C\)|®|™/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const found = /\bAMD\b|\bRyzen\b|\bAthlon\b/i.test(plain) ? amd(plain) : intel(plain);
  if (found === undefined) return undefined;
  const [vendor, generation] = found;
  const row = tables.cpus.find((one) => one.vendor === vendor && one.generation === generation);
  if (row === undefined) return undefined;
  const too = tables.windows11Too.some((model) => new RegExp(`\\b${model}\\b`, "i").test(plain));
  return {
    generation: `${vendor} ${generation}`,
    year: Number(row.released.slice(0, 4)),
    windows11: row.windows11 || too,
    row,
  };
}

type Found = readonly ["Intel" | "AMD", string];
const intelCore = (n: number): Found => ["Intel", n === 2 ? "Core 2nd gen" : `Core ${n}`];

function intel(name: string): Found | undefined {
  if (/\bXeon\b|\bAtom\b|\bItanium\b/i.test(name)) return undefined;
  const ultra = /\bCore Ultra \d (\d)\d{2}/i.exec(name)?.[1];
  if (ultra !== undefined) return ["Intel", `Core Ultra ${ultra}`];
  const series1 = /\bCore [357] (1\d{2})U?\b/i.test(name);
  if (series1) return ["Intel", "Core Ultra 1"];
  const core = /\bi[3579][- ](?:CPU )?(\d{3,5})([A-Z]\d?)?/i.exec(name)?.[1];
  if (core !== undefined) return coreOf(core);
  if (/\bCore ?2\b|\bPentium (Dual(-Core)? )?(CPU )?E[56]\d{3}/i.test(name)) return ["Intel", "Core 2 Duo"];
  if (/\bN(95|97|100|200)\b/i.test(name)) return intelCore(13);
  const gold = /\b(?:Pentium|Celeron)\b.*?\bG(\d{3,4})/i.exec(name);
  return gold === null ? undefined : cheapIntel(Number(gold[1]), /Celeron/i.test(name));
}

/** "540" is the first generation, "7400" the seventh, "10400" the tenth, "1235" the twelfth. */
function coreOf(digits: string): Found | undefined {
  if (digits.length === 3) return intelCore(1);
  if (digits.length === 5) return intelCore(Number(digits.slice(0, 2)));
  const first = Number(digits[0]);
  // Laptop names since the tenth: i5-1035, i5-1135, i5-1235.
  if (first === 1) return intelCore(Number(digits.slice(0, 2)));
  return first >= 2 && first <= 9 ? intelCore(first) : undefined;
}

/** Pentium and Celeron G by their number, ascending: the generation from which on (Intel's processor numbers). */
const PENTIUM_G: readonly (readonly [number, number])[] = [
  [600, 2],
  [2000, 3],
  [3000, 4],
  [4400, 6],
  [4560, 7],
  [5400, 8],
  [5420, 9],
  [6400, 10],
  [7400, 12],
];
const CELERON_G: readonly (readonly [number, number])[] = [
  [440, 2],
  [1600, 3],
  [1800, 4],
  [3900, 6],
  [3930, 7],
  [4900, 8],
  [4930, 9],
  [5900, 10],
  [6900, 12],
];

function cheapIntel(number: number, celeron: boolean): Found | undefined {
  let generation: number | undefined;
  for (const [from, of] of celeron ? CELERON_G : PENTIUM_G) if (number >= from) generation = of;
  // The G5500 and G5600 came before the G5420.
  if (!celeron && [5500, 5600].includes(number)) generation = 8;
  return generation === undefined ? undefined : intelCore(generation);
}

function amd(name: string): Found | undefined {
  const ryzen = /\bRyzen (?:Threadripper )?(?:PRO )?\d (?:PRO )?(\d)(\d{3})([A-Z]*)/i.exec(name);
  if (ryzen !== null) {
    const [, series = "", rest = "", suffix = ""] = ryzen;
    if (series === "2") {
      const desktop = Number(rest) >= 600 && !/[UHG]/i.test(suffix);
      return ["AMD", desktop ? "Ryzen 2" : "Ryzen 2 with graphics"];
    }
    return ["AMD", `Ryzen ${series}`];
  }
  if (/\bAthlon (Silver|Gold|\d{3,4}[GU]E?)\b|\bRyzen\b|\bEPYC\b/i.test(name)) return undefined;
  return /\b(Athlon|Phenom|Sempron|FX|A\d{1,2}|E\d)\b/i.test(name)
    ? ["AMD", "Athlon, Phenom, FX, A"]
    : undefined;
}
