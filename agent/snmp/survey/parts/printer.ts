import type { PrinterReading, Supply } from "../../../../core/survey.ts";
import { defined } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import { numberOf } from "../numbers.ts";
import type { Known, ReadPartOf } from "../part.ts";
import {
  ALERT_COLUMNS,
  alertOf,
  CONSOLE_COLUMNS,
  errorsOf,
  HOST_COLUMNS,
  MARKER_COLUMNS,
  pagesOf,
  TRAY_COLUMNS,
  trayOf,
} from "./printer-mib.ts";
import { nameOf, within } from "./sensors-values.ts";
import { SUPPLY_COLUMNS, supplyOf } from "./supplies.ts";

/** Printers: Printer-MIB (RFC 3805) and the printer table of HOST-RESOURCES-MIB (RFC 2790). */

const PRINTER_MIB = "1.3.6.1.2.1.43";
/** Below it stands what HP's print servers say of themselves. */
const HP_PRINTERS = "1.3.6.1.4.1.11.2.3.9";
const JETDIRECT = "Jetdirect";
const COLORANT_COLUMNS = { value: "1.3.6.1.2.1.43.12.1.1.4" } as const;
const MOST_SUPPLIES = 64;
const MOST_ROWS = 32;
const MOST_LINES = 8;

/** Where the printer's objects can be asked for; undefined when there are none. */
function printerIn(ask: Ask, { objectId }: Known): Promise<Ask | undefined> {
  return ask.once("printer", async () => {
    if (await ask.has(PRINTER_MIB)) return ask;
    if (!objectId.startsWith(`${HP_PRINTERS}.`)) return undefined;
    const inside = await ask.context(JETDIRECT);
    return inside !== undefined && (await inside.has(PRINTER_MIB)) ? inside : undefined;
  });
}

export const readSupplies: ReadPartOf<readonly Supply[]> = async (ask, known) => {
  const printer = await printerIn(ask, known);
  if (printer === undefined) return [];
  const rows = await printer.table(SUPPLY_COLUMNS, { maxRows: MOST_SUPPLIES });
  if (rows.size === 0) return [];
  const colorants = await printer.table(COLORANT_COLUMNS, { maxRows: MOST_SUPPLIES });
  return [...rows].flatMap(([index, row]) => {
    const [device = ""] = index.split(".");
    const value = colorants.get(`${device}.${numberOf(row.colorantIndex) ?? 0}`)?.value;
    const supply = supplyOf(row, colorantOf(nameOf(value, 32)), index);
    return supply === undefined ? [] : [supply];
  });
};

/** "none" and the like are no colours. */
const colorantOf = (value: string | undefined) =>
  value === undefined || /^(none|other|unknown)$/i.test(value) ? undefined : value.toLowerCase();

export const readPrinter: ReadPartOf<PrinterReading | undefined> = async (ask, known) => {
  const printer = await printerIn(ask, known);
  if (printer === undefined) return undefined;
  const [host, trays, markers, alerts, lines] = await Promise.all([
    printer.table(HOST_COLUMNS, { maxRows: MOST_ROWS }),
    printer.table(TRAY_COLUMNS, { maxRows: MOST_ROWS }),
    printer.table(MARKER_COLUMNS, { maxRows: MOST_ROWS }),
    printer.table(ALERT_COLUMNS, { maxRows: MOST_ROWS }),
    printer.table(CONSOLE_COLUMNS, { maxRows: MOST_LINES }),
  ]);
  // A device may print through several engines; the first is the one that it names in Printer-MIB's own tables too.
  const [state] = host.values();
  const display = [...lines.values()].flatMap(({ text }) => nameOf(text) ?? []).join(" ");
  return defined({
    status: within(numberOf(state?.status), 1, 5),
    errors: state?.errors === undefined ? undefined : errorsOf(state.errors),
    pages: pagesOf([...markers.values()]),
    console: display === "" ? undefined : display,
    trays: [...trays].map(([index, row]) => trayOf(row, index)),
    alerts: [...alerts.values()].flatMap((row) => alertOf(row) ?? []),
  });
};
