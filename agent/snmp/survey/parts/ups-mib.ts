import type { Sensor, UpsReading } from "../../../../core/survey.ts";
import type { SnmpValue } from "../../protocol.ts";
import { defined } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import { numberOf } from "../numbers.ts";
import { rounded, within } from "./sensors-values.ts";

/** UPS-MIB (RFC 1628), as devices serve it: units kept or not, sentinels instead of "unknown". */

const UPS_MIB = "1.3.6.1.2.1.33.1";
const SCALARS = {
  batteryStatus: `${UPS_MIB}.2.1.0`,
  secondsOnBattery: `${UPS_MIB}.2.2.0`,
  minutesRemaining: `${UPS_MIB}.2.3.0`,
  charge: `${UPS_MIB}.2.4.0`,
  batteryDecivolts: `${UPS_MIB}.2.5.0`,
  batteryDeciamps: `${UPS_MIB}.2.6.0`,
  batteryTemperature: `${UPS_MIB}.2.7.0`,
  outputSource: `${UPS_MIB}.4.1.0`,
  alarms: `${UPS_MIB}.6.1.0`,
} as const;
const INPUT = { volts: `${UPS_MIB}.3.3.1.3`, deciamps: `${UPS_MIB}.3.3.1.4` } as const;
const OUTPUT = {
  volts: `${UPS_MIB}.4.4.1.2`,
  deciamps: `${UPS_MIB}.4.4.1.3`,
  watts: `${UPS_MIB}.4.4.1.4`,
  load: `${UPS_MIB}.4.4.1.5`,
} as const;
const BYPASS = { volts: `${UPS_MIB}.5.3.1.2` } as const;
const ALARMS = { what: `${UPS_MIB}.6.2.1.2` } as const;
/** upsAlarmBatteryBad: "one or more batteries have been determined to require replacement". */
const BATTERY_BAD = `${UPS_MIB}.6.3.1`;
const MOST_LINES = 12;
const MOST_ALARMS = 32;

interface UpsMib {
  readonly reading: UpsReading;
  /** Its table of alarms is empty, as on many cards always: whether the battery is bad may stand elsewhere. */
  readonly noAlarms: boolean;
  readonly sensors: readonly Sensor[];
}

/** What the device has of UPS-MIB; undefined where that is nothing. Read once for all parts. */
export function readUpsMib(ask: Ask): Promise<UpsMib | undefined> {
  return ask.once("UPS-MIB", async () => {
    if (!(await ask.has(UPS_MIB))) return undefined;
    const options = { maxRows: MOST_LINES };
    const [scalars, inputs, outputs, bypass] = await Promise.all([
      ask.get(SCALARS),
      ask.table(INPUT, options),
      ask.table(OUTPUT, options),
      ask.table(BYPASS, options),
    ]);
    const lines: Lines = {
      inputs: [...inputs.values()],
      outputs: [...outputs.values()],
      bypass: [...bypass.values()],
    };
    const alarmed = (numberOf(scalars.alarms) ?? 0) > 0;
    const alarms = alarmed ? await ask.table(ALARMS, { maxRows: MOST_ALARMS }) : undefined;
    const bad = [...(alarms?.values() ?? [])].some(
      ({ what }) => what?.type === "oid" && what.value === BATTERY_BAD,
    );
    return {
      reading: defined({ ...upsReadingOf(scalars, lines), replaceBattery: bad ? true : undefined }),
      noAlarms: numberOf(scalars.alarms) === 0,
      sensors: sensorsOf(scalars, lines),
    };
  });
}

type Scalars = Partial<Record<keyof typeof SCALARS, SnmpValue>>;
type Line = Partial<Record<"volts" | "deciamps" | "watts" | "load", SnmpValue>>;
interface Lines {
  readonly inputs: readonly Line[];
  readonly outputs: readonly Line[];
  readonly bypass: readonly Line[];
}

/** Longer than any battery lasts; beyond it stand "unknown" (65535, 2^32-1) and cards that count something else. */
export const MOST_MINUTES = 43_200;
const MOST_LOAD = 200;
/** No mains have more volts; above it a card counts tenths of a volt, against the MIB. */
const MOST_MAINS_VOLTS = 1_000;

const upsReadingOf = (scalars: Scalars, { inputs, outputs }: Lines): UpsReading => {
  const source = within(numberOf(scalars.outputSource), 1, 7);
  const seconds = numberOf(scalars.secondsOnBattery);
  const loads = outputs.flatMap(({ load }) => within(numberOf(load), 0, MOST_LOAD) ?? []);
  return defined({
    chargePercent: within(numberOf(scalars.charge), 0, 100),
    runtimeMinutes: within(numberOf(scalars.minutesRemaining), 0, MOST_MINUTES),
    loadPercent: loads[0],
    highestLoadPercent: loads.length > 1 ? Math.max(...loads) : undefined,
    inputVolts: lineVolts(inputs[0]?.volts),
    outputVolts: lineVolts(outputs[0]?.volts),
    batteryVolts: batteryVolts(scalars),
    temperatureCelsius: batteryTemperature(scalars),
    onBattery: source === undefined ? (seconds === undefined ? undefined : seconds > 0) : source === 5,
    outputSource: source,
    batteryStatus: within(numberOf(scalars.batteryStatus), 1, 4),
  });
};

/** RMS volts; a reading of none is one (the mains are gone). */
export function mainsVolts(value: number | undefined): number | undefined {
  const volts = value !== undefined && value > MOST_MAINS_VOLTS ? value / 10 : value;
  return within(volts, 0, MOST_MAINS_VOLTS);
}

const lineVolts = (value: SnmpValue | undefined) => mainsVolts(numberOf(value));
const tenths = (value: SnmpValue | undefined, least: number, most: number) => {
  const given = numberOf(value);
  return within(given === undefined ? undefined : rounded(given / 10), least, most);
};
/** Strings of batteries go to some 800 V; none at all is what cards say that do not measure it. */
const batteryVolts = ({ batteryDecivolts }: Scalars) => tenths(batteryDecivolts, 0.1, 1_500);
/** Zero is what cards without a sensor say. */
const batteryTemperature = ({ batteryTemperature: given }: Scalars) => {
  const celsius = within(numberOf(given), -20, 120);
  return celsius === 0 ? undefined : celsius;
};

function sensorsOf(scalars: Scalars, { inputs, outputs, bypass }: Lines): readonly Sensor[] {
  const sensors: Sensor[] = [];
  const add = (kind: Sensor["kind"], unit: string, name: string, value: number | undefined) => {
    if (value !== undefined) sensors.push({ kind, name, value, unit });
  };
  const addLines = (what: string, lines: readonly Line[]) => {
    lines.forEach(({ volts, deciamps, watts }, at) => {
      const name = lines.length > 1 ? `${what} line ${at + 1}` : what;
      add("voltage", "V", name, lineVolts(volts));
      add("current", "A", name, tenths(deciamps, 0, 10_000));
      add("power", "W", name, within(numberOf(watts), 0, 10_000_000));
    });
  };
  add("temperature", "celsius", "Battery", batteryTemperature(scalars));
  add("voltage", "V", "Battery", batteryVolts(scalars));
  add("current", "A", "Battery", tenths(scalars.batteryDeciamps, -10_000, 10_000));
  addLines("Input", inputs);
  addLines("Output", outputs);
  addLines("Bypass", bypass);
  return sensors;
}
