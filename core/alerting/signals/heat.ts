import { isChipHeat } from "../../chip-heat.ts";
import type { ModelDevice, ReadingPair, SignalContext } from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { evidence, newest, valueAt } from "./reading.ts";

/** The air in a device against the rule's limits, and its chips and transceivers against limits of their own. */
export function emitHeat(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  entity: string,
  emit: Emit,
): void {
  const heat = newest(pair, "temperature");
  if (heat === undefined) return;
  const sensors = (device.sensors ?? []).flatMap((part): Warm[] => {
    const read = context.pairOf(`sensor:${device.id}/${part}`);
    const value = read === undefined ? undefined : valueAt(read, "temperature", heat.at);
    return isHeat(value) ? [{ part, value }] : [];
  });
  const chips = sensors.filter(({ part }) => isChipHeat(part)).toSorted((a, b) => b.value - a.value);
  const [hottest] = chips;
  // The device's own figure is that of a chip where it has no other.
  const hasAir = isHeat(heat.value) && (hottest === undefined || chips.length < sensors.length);
  const ofAir = hasAir ? heat.value : 0;
  const ofChip =
    hottest === undefined ? 0 : asOfAir(hottest.value, context.settings("device_temperature", subject));
  const value = Math.max(ofAir, ofChip);
  if (value === 0) return;
  const shown = hottest !== undefined && ofChip > ofAir ? `sensor:${device.id}/${hottest.part}` : entity;
  emit({
    rule: "device_temperature",
    subject,
    value,
    at: heat.at,
    evidence: () => evidence({ device: device.name }, shown, [["temperature", "max"]]),
  });
}

interface Warm {
  readonly part: string;
  readonly value: number;
}

/** Sensors that are not there say 0 or some end of their range. */
const isHeat = (value: number | undefined): value is number =>
  value !== undefined && value > 0 && value < 150;

/** So much more than the air in a device may have a chip or a transceiver. Data sheets: 95 to 105 °C at the junction. */
const CHIP_MORE = 20;
/** So much below its own limit one is calm again. */
const CHIP_SLACK = 5;

/** What a chip's temperature is to the limits for air: too much only where it is that for a chip. */
function asOfAir(
  value: number,
  { raise, clear }: { readonly raise: number; readonly clear: number },
): number {
  const limit = raise + CHIP_MORE;
  if (value >= limit) return value;
  return Math.min(value, value < limit - CHIP_SLACK ? clear : (raise + clear) / 2);
}
