import type { Supply } from "../../../../core/survey.ts";
import { defined } from "../../ports.ts";
import type { Row } from "../../walk.ts";
import { numberOf } from "../numbers.ts";
import { nameOf } from "./sensors-values.ts";

/** Rows of prtMarkerSuppliesTable (Printer-MIB, RFC 3805) as supplies. Pure. */

export const SUPPLY_COLUMNS = {
  colorantIndex: "1.3.6.1.2.1.43.11.1.1.3",
  class: "1.3.6.1.2.1.43.11.1.1.4",
  type: "1.3.6.1.2.1.43.11.1.1.5",
  description: "1.3.6.1.2.1.43.11.1.1.6",
  unit: "1.3.6.1.2.1.43.11.1.1.7",
  maxCapacity: "1.3.6.1.2.1.43.11.1.1.8",
  level: "1.3.6.1.2.1.43.11.1.1.9",
} as const;
type SupplyRow = Row<keyof typeof SUPPLY_COLUMNS>;

/** PrtMarkerSuppliesTypeTC (IANA-PRINTER-MIB), by number. */
const KINDS: readonly string[] = [
  "unknown",
  "other",
  "unknown",
  "toner",
  "wasteToner",
  "ink",
  "inkCartridge",
  "inkRibbon",
  "wasteInk",
  "opc",
  "developer",
  "fuserOil",
  "solidWax",
  "ribbonWax",
  "wasteWax",
  "fuser",
  "coronaWire",
  "fuserOilWick",
  "cleanerUnit",
  "fuserCleaningPad",
  "transferUnit",
  "tonerCartridge",
  "fuserOiler",
  "water",
  "wasteWater",
  "glueWaterAdditive",
  "wastePaper",
  "bindingSupply",
  "bandingSupply",
  "stitchingWire",
  "shrinkWrap",
  "paperWrap",
  "staples",
  "inserts",
  "covers",
];

/** Values that are no amount: "The value (-1) means other …, (-2) unknown, (-3) there is some". */
const NO_RESTRICTION = -1;
const SOME = -3;
/** PrtMarkerSuppliesSupplyUnitTC: the ones under which a bare number up to 100 is a percentage. */
const UNIT_OTHER = 1;
const UNIT_UNKNOWN = 2;
const UNIT_PERCENT = 19;
/** Counted a little past full: a cartridge of the next batch. More than that is another unit than the capacity's. */
const OVERFULL = 1.1;

/**
 * One supply, or undefined for a row that says nothing of one. RFC 3805: the level of a receptacle (waste) already
 * is "the remaining space", so both classes read the same way.
 */
export function supplyOf(row: SupplyRow, colorant: string | undefined, index: string): Supply | undefined {
  const { description, type, level, maxCapacity } = row;
  const kind = KINDS[numberOf(type) ?? 0] ?? "unknown";
  const given = nameOf(description);
  if (given === undefined && numberOf(level) === undefined && numberOf(maxCapacity) === undefined)
    return undefined;
  return defined({
    kind,
    name: given ?? madeUpName(kind, colorant, index),
    colorant,
    ...amountOf(row),
  });
}

function madeUpName(kind: string, colorant: string | undefined, index: string): string {
  const what = kind === "unknown" || kind === "other" ? `supply ${index.split(".").at(-1) ?? index}` : kind;
  return colorant === undefined ? what : `${colorant} ${what}`;
}

function amountOf(row: SupplyRow): Pick<Supply, "percent" | "level"> {
  const level = numberOf(row.level);
  if (level === NO_RESTRICTION) return { level: "unlimited" };
  if (level === SOME) return { level: "some" };
  const percent = level === undefined || level < 0 ? undefined : percentOf(row, level);
  return percent === undefined ? { level: "unknown" } : { percent };
}

function percentOf(row: SupplyRow, level: number): number | undefined {
  const capacity = numberOf(row.maxCapacity);
  if (capacity !== undefined && capacity > 0) {
    return level > capacity * OVERFULL ? undefined : Math.min(100, Math.round((100 * level) / capacity));
  }
  // Without a capacity the level is a share only where the unit does not say that it is something else.
  const unit = numberOf(row.unit) ?? UNIT_UNKNOWN;
  const isShare = unit === UNIT_PERCENT || unit === UNIT_OTHER || unit === UNIT_UNKNOWN;
  return isShare && capacity !== 0 && level <= 100 ? Math.round(level) : undefined;
}
