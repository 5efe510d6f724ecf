import type { UpsReading } from "../../../../core/survey.ts";
import { defined } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import type { UpsRule } from "../knowledge.ts";
import { numberOf } from "../numbers.ts";
import type { ReadPartOf } from "../part.ts";
import { readNumber, rulesFor } from "../rules.ts";
import { rounded, within } from "./sensors-values.ts";
import { mainsVolts, MOST_MINUTES, readUpsMib } from "./ups-mib.ts";

/** UPSes: UPS-MIB where the device has it; what that leaves open comes from the makers' own objects. */
export const readUps: ReadPartOf<UpsReading | undefined> = async (ask, known) => {
  const [standard, rules] = await Promise.all([readUpsMib(ask), rulesFor(ask, known, (entry) => entry.ups)]);
  const reading: UpsReading = { ...standard?.reading };
  for (const rule of rules) {
    const tellsMore = WANTED.some((field) => reading[field] === undefined) || tellsOfBattery(rule, reading);
    if (tellsMore) Object.assign(reading, await readRule(ask, rule, reading));
  }
  const noAlarms = standard?.noAlarms === true ? false : undefined;
  const whole = defined({ ...reading, replaceBattery: reading.replaceBattery ?? noAlarms });
  return isUps(whole) ? whole : undefined;
};

const tellsOfBattery = (rule: UpsRule, { replaceBattery }: UpsReading): boolean =>
  rule.replaceBattery !== undefined && replaceBattery === undefined;

/** With these known nothing more is asked for. */
const WANTED = [
  "chargePercent",
  "runtimeMinutes",
  "loadPercent",
  "inputVolts",
  "outputVolts",
  "batteryVolts",
  "onBattery",
] as const satisfies readonly (keyof UpsReading)[];

/** Power strips and cooling share trees with UPSes: without a battery it is none. */
const isUps = ({ chargePercent, runtimeMinutes, batteryVolts, batteryStatus }: UpsReading): boolean =>
  chargePercent !== undefined ||
  runtimeMinutes !== undefined ||
  batteryVolts !== undefined ||
  (batteryStatus ?? 1) > 1;

type Measured = Exclude<keyof UpsReading & keyof UpsRule, "onBattery" | "replaceBattery">;
const BOUNDS: Readonly<Record<Measured, readonly [least: number, most: number]>> = {
  chargePercent: [0, 100],
  runtimeMinutes: [0, MOST_MINUTES],
  loadPercent: [0, 200],
  inputVolts: [0, 1_000],
  outputVolts: [0, 1_000],
  batteryVolts: [0.1, 1_500],
  temperatureCelsius: [-20, 120],
};
const MEASURED = Object.keys(BOUNDS) as Measured[];

/** The fields that the rule gives and the reading lacks. */
async function readRule(ask: Ask, rule: UpsRule, reading: UpsReading): Promise<UpsReading> {
  const [numbers, onBattery, replaceBattery] = await Promise.all([
    Promise.all(
      MEASURED.map(async (field) => {
        const source = reading[field] === undefined ? rule[field] : undefined;
        const value = await readNumber(ask, source);
        const volts = field === "inputVolts" || field === "outputVolts" ? mainsVolts(value) : value;
        const [least, most] = BOUNDS[field];
        const good = within(volts, least, most);
        return [field, good === undefined ? undefined : rounded(good)] as const;
      }),
    ),
    readFlag(ask, reading.onBattery === undefined ? rule.onBattery : undefined),
    readFlag(ask, reading.replaceBattery === undefined ? rule.replaceBattery : undefined),
  ]);
  return defined({ ...Object.fromEntries(numbers), onBattery, replaceBattery });
}

async function readFlag(ask: Ask, rule: UpsRule["onBattery"]): Promise<boolean | undefined> {
  if (rule === undefined) return undefined;
  const state = numberOf((await ask.get({ state: rule.oid })).state);
  return state === undefined ? undefined : rule.values.includes(state);
}
