import type { PoeSupply } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";
import { wholeOf } from "./values.ts";

/** pethMainPseEntry, POWER-ETHERNET-MIB (RFC 3621), one row for each power supply; both figures in watts. */
const MAIN = "1.3.6.1.2.1.105.1.3.1.1";
const [POWER, OPER_STATUS, CONSUMPTION] = [`${MAIN}.2`, `${MAIN}.3`, `${MAIN}.4`];
const ON = 1;
/** Supplies give a little more than they are said to, for a moment; twice as much is a mistake of the device. */
const CREDIBLE = 2;

/** What a switch can give over its cables and what it gives now, of all its supplies that are on. */
export const readPoeSupply: ReadPart<PoeSupply | undefined> = async (ask) => {
  const table = await ask.table({ power: POWER, status: OPER_STATUS, used: CONSUMPTION });
  let [budgetWatts, usedWatts] = [0, 0];
  for (const row of table.values()) {
    const [power, status, used] = [wholeOf(row.power), wholeOf(row.status), wholeOf(row.used)];
    if (status !== undefined && status !== ON) continue;
    // A part of the sum that is not known makes the whole unknown.
    if (power === undefined || used === undefined) return undefined;
    budgetWatts += power;
    usedWatts += used;
  }
  const credible = budgetWatts > 0 && usedWatts >= 0 && usedWatts <= budgetWatts * CREDIBLE;
  return credible ? { budgetWatts, usedWatts } : undefined;
};
