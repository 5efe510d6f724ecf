import { isChipHeat } from "../../../core/chip-heat.ts";
import type { Instant } from "../../../core/clock.ts";
import { entityRef, MAX_PART, type EntityKind } from "../../../core/entities.ts";
import type { UpsReading } from "../../../core/survey.ts";
import { cleanText } from "../../../core/text.ts";
import type { Sample } from "../../../core/wire/block.ts";
import type { Vitals } from "./survey.ts";

/** The figures of a survey that have a history. A device's texts become parts of references: cleaned, unique, bounded. */
export function vitalSamples(device: string, at: Instant, vitals: Vitals): Sample[] {
  const { processors, memory, storage, sensors, supplies, printer, ups, wireless, poeSupply } = vitals;
  const samples: Sample[] = [];
  const add = (kind: EntityKind, values: Sample["values"], part = "") => {
    if (Object.values(values).some((value) => value !== undefined))
      samples.push({ entity: entityRef(kind, device, part), at, values });
  };
  const [main] = memory;
  add("device", {
    cpu: mean(processors.map(({ percent }) => percent)),
    memory_total: main?.totalBytes,
    memory_used: usedOf(main),
    memory: main?.percent,
    temperature: warmest(sensors),
    clients: wireless?.clients,
    poe_budget: poeSupply?.budgetWatts,
    poe_used: poeSupply?.usedWatts,
  });
  for (const [part, volume] of withParts(storage, ({ name }) => name)) {
    add("volume", { total: volume.totalBytes, used: usedOf(volume) }, part);
  }
  for (const [part, { kind, value }] of withParts(sensors, ({ name }) => name)) {
    if (kind !== "state") add("sensor", { [kind]: value }, part);
  }
  for (const [part, { percent }] of withParts(supplies, ({ name }) => name)) {
    add("supply", { level: percent }, part);
  }
  if (printer !== undefined) {
    const { status, pages, alerts } = printer;
    add("printer", { status, pages, alerts: alerts.length });
  }
  if (ups !== undefined) add("ups", upsValues(ups));
  return samples;
}

/** RFC 1628: upsOutputSource 3 is normal, 5 battery. */
function upsValues(ups: UpsReading): Sample["values"] {
  const source = ups.onBattery === undefined ? undefined : ups.onBattery ? 5 : 3;
  return {
    output_source: ups.outputSource ?? source,
    battery_status: ups.batteryStatus,
    replace_battery: ups.replaceBattery === undefined ? undefined : Number(ups.replaceBattery),
    charge: ups.chargePercent,
    runtime: runtimeOf(ups),
    load: ups.highestLoadPercent ?? ups.loadPercent,
    input_voltage: ups.inputVolts,
    output_voltage: ups.outputVolts,
    battery_voltage: ups.batteryVolts,
    temperature: ups.temperatureCelsius,
  };
}

const LOW_BATTERY = 3;
const CHARGED = 20;

/** Seconds. Cards that cannot reckon them say zero minutes beside a charged battery, and would alarm in each power cut. */
function runtimeOf({ runtimeMinutes, chargePercent = 0, batteryStatus = 0 }: UpsReading): number | undefined {
  if (runtimeMinutes === 0 && chargePercent >= CHARGED && batteryStatus < LOW_BATTERY) return undefined;
  return runtimeMinutes === undefined ? undefined : runtimeMinutes * 60;
}

/** Chips are hot where nothing is wrong: they count only where nothing else has a temperature. */
function warmest(sensors: Vitals["sensors"]): number | undefined {
  const all = sensors.filter(({ kind }) => kind === "temperature");
  const others = all.filter(({ name }) => !isChipHeat(name));
  return most((others.length > 0 ? others : all).map(({ value }) => value));
}

interface Pool {
  readonly totalBytes?: number;
  readonly usedBytes?: number;
  readonly percent?: number;
}

function usedOf(pool: Pool | undefined): number | undefined {
  const { totalBytes, usedBytes, percent } = pool ?? {};
  if (usedBytes !== undefined) return usedBytes;
  return totalBytes === undefined || percent === undefined ? undefined : (totalBytes * percent) / 100;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
const most = (values: readonly number[]) => (values.length === 0 ? undefined : Math.max(...values));

/** Room for " #999". */
const MOST_NAME = MAX_PART - 5;
const MOST_PARTS = 500;

/** Each with a name of its own; a second one of the same name is " #2". */
function withParts<T>(all: readonly T[], nameOf: (one: T) => string): [string, T][] {
  const taken = new Set<string>();
  return all.slice(0, MOST_PARTS).map((one) => {
    const name = cleanText(nameOf(one), MOST_NAME) || "?";
    let part = name;
    for (let times = 2; taken.has(part); times += 1) part = `${name} #${times}`;
    taken.add(part);
    return [part, one];
  });
}
