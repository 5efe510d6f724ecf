import type { FindingLimits } from "./tables.ts";
import type { PcEvidence } from "./evidence.ts";
import type { AssetTraits } from "./types.ts";

const GIB = 1024 ** 3;

/**
 * Memory in GB as it is sold: what Windows tells lacks what the graphics and the firmware keep. Measured, else as the record
 * says; undefined when nobody knows.
 */
export function ramGb(pc: PcEvidence | undefined, traits: AssetTraits): number | undefined {
  if (pc?.memoryBytes === undefined) return traits.ramGb;
  const told = pc.memoryBytes / GIB;
  return (
    [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128].find((sold) => sold >= told - 0.05) ??
    Math.round(told)
  );
}

/** The kind of disk that programs start from: an SSD among them is taken for it. Undefined when nobody knows. */
export function diskClass(pc: PcEvidence | undefined, traits: AssetTraits): "hdd" | "ssd" | undefined {
  const kinds = (pc?.disks ?? []).flatMap(({ kind }) => kind ?? []);
  if (kinds.length === 0) return traits.disk;
  return kinds.some((kind) => kind !== "hdd") ? "ssd" : "hdd";
}

/** The largest disk, in GB of a thousand million bytes, as disks are sold. */
export function diskGb(pc: PcEvidence | undefined): number | undefined {
  const sizes = (pc?.disks ?? []).flatMap(({ bytes }) => bytes ?? []);
  return sizes.length === 0 ? undefined : Math.round(Math.max(...sizes) / 1e9);
}

/** Disks that say of themselves that they are failing. */
export const failingDisks = (pc: PcEvidence | undefined): readonly string[] =>
  (pc?.disks ?? []).flatMap(({ name, health }) => (health === "failing" ? [name] : []));

/** Too little memory for today's work. */
export const isRamSmall = (gb: number, { ramGb: wanted }: Pick<FindingLimits, "ramGb">): boolean =>
  gb < wanted;
