import type { PrinterReading } from "../../../../core/survey.ts";
import type { SnmpValue } from "../../protocol.ts";
import { defined } from "../../ports.ts";
import type { Row } from "../../walk.ts";
import { numberOf } from "../numbers.ts";
import { nameOf, rounded, within } from "./sensors-values.ts";

/** Rows of Printer-MIB (RFC 3805) and hrPrinterTable (RFC 2790) as what people ask of a printer. Pure. */

export const HOST_COLUMNS = {
  status: "1.3.6.1.2.1.25.3.5.1.1",
  errors: "1.3.6.1.2.1.25.3.5.1.2",
} as const;

export const TRAY_COLUMNS = {
  maxCapacity: "1.3.6.1.2.1.43.8.2.1.9",
  level: "1.3.6.1.2.1.43.8.2.1.10",
  name: "1.3.6.1.2.1.43.8.2.1.13",
  description: "1.3.6.1.2.1.43.8.2.1.18",
} as const;

export const MARKER_COLUMNS = {
  unit: "1.3.6.1.2.1.43.10.2.1.3",
  lifeCount: "1.3.6.1.2.1.43.10.2.1.4",
} as const;

export const ALERT_COLUMNS = {
  severity: "1.3.6.1.2.1.43.18.1.1.2",
  code: "1.3.6.1.2.1.43.18.1.1.7",
  description: "1.3.6.1.2.1.43.18.1.1.8",
} as const;

export const CONSOLE_COLUMNS = { text: "1.3.6.1.2.1.43.16.5.1.2" } as const;

/** Bits of hrPrinterDetectedErrorState, the first is the highest of the first octet. */
const ERRORS = [
  "lowPaper",
  "noPaper",
  "lowToner",
  "noToner",
  "doorOpen",
  "jammed",
  "offline",
  "serviceRequested",
  "inputTrayMissing",
  "outputTrayMissing",
  "markerSupplyMissing",
  "outputNearFull",
  "outputFull",
  "inputTrayEmpty",
  "overduePreventMaint",
] as const;

/** Names of the bits that are set; undefined for what is no bit string (some printers send a sentence). */
export function errorsOf(value: SnmpValue): readonly string[] | undefined {
  if (value.type !== "octets" || value.value.length > 4) return undefined;
  return ERRORS.filter((_, bit) => ((value.value[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

type Tray = PrinterReading["trays"][number];
const UNKNOWN = -2;
const SOME = -3;

/** A level of -3 says that there is at least one sheet, -2 and -1 say nothing of it. */
export function trayOf(row: Row<keyof typeof TRAY_COLUMNS>, index: string): Tray {
  const level = numberOf(row.level) ?? UNKNOWN;
  const capacity = numberOf(row.maxCapacity) ?? 0;
  const share = level < 0 || capacity <= 0 ? undefined : rounded((100 * level) / capacity, 0);
  return defined({
    name: nameOf(row.name) ?? nameOf(row.description) ?? `#${index.split(".").at(-1) ?? index}`,
    percent: within(share, 0, 100),
    empty: level >= 0 || level === SOME ? level === 0 : undefined,
  });
}

/** PrtMarkerCounterUnitTC that count sides or sheets. */
const IMPRESSIONS = 7;
const SHEETS = 8;

/** Pages printed in the printer's life; of several markers (a colour engine counts on each) the busiest. */
export function pagesOf(rows: readonly Row<keyof typeof MARKER_COLUMNS>[]): number | undefined {
  const counts = rows.flatMap(({ unit, lifeCount }) => {
    const counts = numberOf(unit) ?? IMPRESSIONS;
    const pages = counts === IMPRESSIONS || counts === SHEETS ? numberOf(lifeCount) : undefined;
    return pages !== undefined && pages >= 0 ? [pages] : [];
  });
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** PrtAlertCodeTC that say something by themselves, for alerts without a text. */
const CODES: Readonly<Record<number, string>> = {
  3: "cover open",
  5: "interlock open",
  8: "jam",
  9: "part missing",
  10: "part almost worn out",
  11: "part worn out",
  12: "almost empty",
  13: "empty",
  14: "almost full",
  15: "full",
  30: "unrecoverable failure",
  34: "memory exhausted",
  36: "too hot",
  501: "door open",
  801: "input tray missing",
  807: "input media low",
  808: "input media out",
  901: "output tray missing",
  902: "output almost full",
  903: "output full",
  1101: "toner empty",
  1102: "ink empty",
  1104: "toner almost empty",
  1105: "ink almost empty",
  1107: "waste toner almost full",
  1108: "waste ink almost full",
  1109: "waste toner full",
  1110: "waste ink full",
  1112: "drum worn out",
  1115: "toner cartridge missing",
};
const SEVERITIES = { 3: "critical", 4: "warning", 5: "warning" } as const;

/** What the printer complains of; undefined when it says nothing that a person could read. */
export function alertOf(row: Row<keyof typeof ALERT_COLUMNS>): PrinterReading["alerts"][number] | undefined {
  const text = nameOf(row.description, 255) ?? CODES[numberOf(row.code) ?? 0];
  const severity = SEVERITIES[(numberOf(row.severity) ?? 0) as keyof typeof SEVERITIES] ?? "other";
  return text === undefined ? undefined : { severity, text };
}
