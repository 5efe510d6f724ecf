import { DAY, type Instant } from "../../clock.ts";
import type { ModelDevice, ReadingPair, SignalContext, SignalSource } from "../site-model.ts";
import { LATE_MS, type Emit, type Subject } from "../types.ts";
import { deviceSubject, evidence, newest, newestValue } from "./reading.ts";

/** UPS and printers. */
export const equipment: SignalSource = (context, emit) => {
  for (const device of context.model.devices) {
    const subject = deviceSubject(context, device.id);
    if (device.class === "ups" || device.class === "unknown") {
      const pair = context.pairOf(`ups:${device.id}`);
      if (pair !== undefined) emitUps(context, device, subject, pair, emit);
    }
    if (device.class === "printer" || device.printer !== undefined)
      emitPrinter(context, device, subject, emit);
    for (const supply of device.supplies) emitSupply(context, device, supply, emit);
  }
};

// upsOutputSource (RFC 1628)
const NORMAL = 3;
const BATTERY = 5;
const KNOWN_SOURCES = new Set([NORMAL, 4, BATTERY, 6, 7]);
// upsBatteryStatus
const LOW = 3;
const DEPLETED = 4;

function emitUps(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  emit: Emit,
): void {
  const entity = `ups:${device.id}`;
  const source = newest(pair, "output_source");
  const charge = newestValue(pair, "charge");
  const onBattery = source?.value === BATTERY;
  if (source !== undefined && KNOWN_SOURCES.has(source.value)) {
    emit({
      rule: "ups_on_battery",
      subject,
      value: onBattery ? 1 : 0,
      at: source.at,
      evidence: () =>
        evidence({ device: device.name, left_s: newestValue(pair, "runtime"), charge }, entity, [
          ["output_source", "max"],
          ["charge", "min"],
        ]),
    });
    emitRuntime(context, device, subject, pair, onBattery, emit);
  }
  emitBattery(context, device, subject, pair, emit);
  const load = newest(pair, "load");
  if (load !== undefined && load.value >= 0)
    emit({
      rule: "ups_load",
      subject,
      value: load.value,
      at: load.at,
      evidence: () => evidence({ device: device.name }, entity, [["load", "max"]]),
    });
}

/** What is left counts while it runs down: small UPS never have ten minutes, and are fine on the mains. */
function emitRuntime(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  onBattery: boolean,
  emit: Emit,
): void {
  const runtime = newest(pair, "runtime");
  if (runtime === undefined || !(runtime.value >= 0)) return;
  const { clear } = context.settings("ups_runtime", subject);
  emit({
    rule: "ups_runtime",
    subject,
    value: onBattery ? runtime.value : Math.max(runtime.value, clear),
    at: runtime.at,
    evidence: () =>
      evidence({ device: device.name, charge: newestValue(pair, "charge") }, `ups:${device.id}`, [
        ["runtime", "min"],
      ]),
  });
}

/** The UPS's own test says that the battery is bad, or it takes no charge any more. */
function emitBattery(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  emit: Emit,
): void {
  const takesNone = takesNoCharge(context, device, pair);
  const tested = newest(pair, "replace_battery");
  const at = Math.max(takesNone?.at ?? 0, tested?.at ?? 0);
  if (at === 0) return;
  // A test's result that was not read this time is no news, good or bad.
  const isBad = tested !== undefined && at - tested.at <= LATE_MS && tested.value === 1;
  emit({
    rule: "ups_battery",
    subject,
    value: isBad || takesNone?.value === true ? 1 : 0,
    at,
    evidence: () =>
      evidence({ device: device.name, where: isBad ? undefined : "charge" }, `ups:${device.id}`, [
        [isBad ? "replace_battery" : "battery_status", "max"],
      ]),
  });
}

/** A battery that is still low after a day on the mains. After an outage it is low for hours. */
function takesNoCharge(
  { memory: { known } }: SignalContext,
  device: ModelDevice,
  pair: ReadingPair,
): { readonly at: Instant; readonly value: boolean } | undefined {
  const status = newest(pair, "battery_status");
  const source = newestValue(pair, "output_source");
  if (status === undefined || source === undefined || !KNOWN_SOURCES.has(source)) return undefined;
  const key = `mains|${device.id}`;
  const onMains = source === NORMAL;
  const since = known.get(key);
  if (!onMains) known.delete(key);
  else if (since === undefined) known.set(key, status.at);
  if (status.value < 2) return undefined;
  const isLow = status.value === LOW || status.value === DEPLETED;
  const long = onMains && typeof since === "number" && status.at - since >= DAY;
  return { at: status.at, value: isLow && long };
}

/** What keeps a printer from printing until somebody comes. Low toner and low paper do not. */
const STOPS = new Set([
  "jammed",
  "noPaper",
  "noToner",
  "doorOpen",
  "serviceRequested",
  "inputTrayMissing",
  "outputTrayMissing",
  "markerSupplyMissing",
  "outputFull",
  "inputTrayEmpty",
]);

function emitPrinter(context: SignalContext, device: ModelDevice, subject: Subject, emit: Emit): void {
  const pair = context.pairOf(`device:${device.id}`);
  const status = newest(context.pairOf(`printer:${device.id}`), "status");
  const { printer } = device;
  if (printer !== undefined) {
    const complaints = printer.errors.filter((error) => STOPS.has(error));
    emit({
      rule: "printer_jam",
      subject,
      value: complaints.length > 0 ? 1 : 0,
      // Facts come when they change; each further reading confirms them.
      at: Math.max(printer.at, status?.at ?? 0),
      evidence: () =>
        evidence({ device: device.name, complaint: complaints.join(", ") }, `printer:${device.id}`, [
          ["status", "last"],
        ]),
    });
  }
  const up = newest(pair, "up");
  if (up === undefined) return;
  const { known } = context.memory;
  const key = `answered|${device.id}`;
  if (up.value === 1) known.set(key, up.at);
  else if (!known.has(key)) return;
  const saysOffline = printer?.errors.includes("offline") === true;
  emit({
    rule: "printer_offline",
    subject,
    value: up.value !== 1 || saysOffline ? 1 : 0,
    at: up.at,
    evidence: () => evidence({ device: device.name }, `device:${device.id}`, [["up", "min"]]),
  });
}

function emitSupply(
  context: SignalContext,
  device: ModelDevice,
  { part, name }: ModelDevice["supplies"][number],
  emit: Emit,
): void {
  const entity = `supply:${device.id}/${part}`;
  const level = newest(context.pairOf(entity), "level");
  if (level === undefined || !(level.value >= 0 && level.value <= 100)) return;
  emit({
    rule: "printer_toner",
    subject: { kind: "supply", key: entity, site: context.model.id, device: device.id },
    value: level.value,
    at: level.at,
    evidence: () => evidence({ device: device.name, supply: name }, entity, [["level", "min"]]),
  });
}
