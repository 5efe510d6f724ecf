import { DAY, MINUTE, type Instant } from "../../clock.ts";
import { officeSince, workingDays } from "../calendar.ts";
import {
  paceOf,
  type LastValue,
  type ModelDevice,
  type ReadingPair,
  type SignalContext,
  type SignalSource,
} from "../site-model.ts";
import { LATE_MS, type Emit, type Subject } from "../types.ts";
import { deviceSubject, evidence, newest, newestValue, silentFor, valueAt } from "./reading.ts";

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
  if (source !== undefined && KNOWN_SOURCES.has(source.value) && !isTest(context, device, pair, source)) {
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

/** Volts between which the mains are there: what leaves a UPS no reason to take over. */
const [LEAST_MAINS, MOST_MAINS] = [180, 255];
/** A self-test of some makers lasts for minutes. Meters that go on showing the mains in a power cut delay its alert by as much. */
const LONGEST_TEST = 3 * MINUTE;

/** It runs on its battery although the mains are there: it tries whether it still can. */
function isTest(
  { memory: { known }, elsewhere }: SignalContext,
  device: ModelDevice,
  pair: ReadingPair,
  source: LastValue,
): boolean {
  const key = `battery|${device.id}`;
  if (source.value !== BATTERY) {
    known.delete(key);
    return false;
  }
  const since = Number(known.get(key) ?? source.at);
  known.set(key, since);
  const volts = valueAt(pair, "input_voltage", source.at);
  const hasMains = volts !== undefined && volts >= LEAST_MAINS && volts <= MOST_MAINS;
  return hasMains && source.at - since < LONGEST_TEST * paceOf(elsewhere);
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
  emitOffline(context, device, subject, pair, emit);
}

function emitOffline(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair | undefined,
  emit: Emit,
): void {
  const up = newest(pair, "up");
  if (up === undefined) return;
  const { known } = context.memory;
  const key = `answered|${device.id}`;
  const answered = known.get(key);
  if (up.value === 1) known.set(key, up.at);
  else if (answered === undefined || isSwitchedOff(context, subject, Number(answered), up.at)) return;
  const saysOffline = device.printer?.errors.includes("offline") === true;
  const silent_s = up.value === 1 ? undefined : silentFor(answered, up.at);
  emit({
    rule: "printer_offline",
    subject,
    value: up.value !== 1 || saysOffline ? 1 : 0,
    at: up.at,
    evidence: () => evidence({ device: device.name, silent_s }, `device:${device.id}`, [["up", "min"]]),
  });
}

/** A printer that nobody has switched on for so many working days is worth a word. */
const MISSED_DAYS = 2;

/**
 * It did not answer when the office opened, either: it is off since the evening or the break, until somebody needs it. Whether
 * it is broken nobody knows before a whole working day has gone by without it.
 */
function isSwitchedOff(
  { calendar, settings }: SignalContext,
  subject: Subject,
  answered: Instant,
  at: Instant,
): boolean {
  const open = officeSince(calendar, at);
  return (
    open !== undefined &&
    at - answered > open &&
    settings("printer_offline", subject).hours === "office" &&
    workingDays(calendar, answered, at) < MISSED_DAYS
  );
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
