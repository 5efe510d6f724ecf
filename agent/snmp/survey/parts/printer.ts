import type { PrinterReading, Supply } from "../../../../core/survey.ts";
import type { ReadPartOf } from "../part.ts";

export const readPrinter: ReadPartOf<PrinterReading | undefined> = async () => undefined;
export const readSupplies: ReadPartOf<readonly Supply[]> = async () => [];
