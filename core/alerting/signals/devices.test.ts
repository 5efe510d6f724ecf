import { expect, test } from "vitest";
import { MONDAY_9, someSettings } from "../../../test/support/alert-kit.ts";
import {
  createSignalTrial,
  someAgent,
  someDevice,
  somePort,
  valueOf,
} from "../../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE } from "../../clock.ts";

const T = MONDAY_9;

test("a device is down when a poll got no answer, not when nobody polls, nor when it never answered", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw", { address: "192.0.2.2" })] });
  trial.read("device:sw", T, { up: 0 });
  expect(valueOf(trial.pass(T), "device_down")).toBeUndefined();
  trial.read("device:sw", T + MINUTE, { up: 1 });
  expect(valueOf(trial.pass(T + MINUTE), "device_down")).toBe(0);
  trial.read("device:sw", T + 3 * MINUTE, { up: 0 });
  const down = trial.pass(T + HOUR).find(({ rule }) => rule === "device_down");
  expect(down).toMatchObject({ value: 1, at: T + 3 * MINUTE });
  expect(down?.evidence().params).toEqual({ device: "sw", address: "192.0.2.2", silent_s: 120 });
});

test("what the polling PC did not hear while it could not reach its own gateway says nothing of the devices", () => {
  const poller = someDevice("pc", someAgent("pc", T));
  const trial = createSignalTrial({ devices: [someDevice("sw"), poller], lease: "a-pc" });
  const poll = (at: number, up: number, gateway: number) => {
    trial.read("device:sw", at, { up });
    trial.read("peer:pc/gateway", at, { received: gateway });
    return valueOf(trial.pass(at), "device_down");
  };
  expect(poll(T, 1, 5)).toBe(0);
  expect(poll(T + MINUTE, 0, 0)).toBeUndefined();
  // It is connected again, and the switch is asked again only later.
  trial.read("peer:pc/gateway", T + 2 * MINUTE, { received: 5 });
  expect(valueOf(trial.pass(T + 2 * MINUTE), "device_down")).toBeUndefined();
  expect(poll(T + 3 * MINUTE, 0, 5)).toBe(1);
  expect(poll(T + 4 * MINUTE, 1, 5)).toBe(0);
});

test("a restart is seen once and over after ten minutes; the wrap of uptime after 497 days is none", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw")] });
  const uptime = (at: number, value: number) => {
    trial.read("device:sw", at, { up: 1, uptime: value });
    return valueOf(trial.pass(at), "device_restarted");
  };
  expect(uptime(T, 42_949_600)).toBe(0);
  expect(uptime(T + 2 * MINUTE, 47)).toBe(0);
  expect(uptime(T + 20 * MINUTE, 1_127)).toBe(0);
  expect(uptime(T + 22 * MINUTE, 60)).toBe(1);
  expect(uptime(T + 23 * MINUTE, 120)).toBe(1);
  expect(uptime(T + 33 * MINUTE, 720)).toBe(0);
});

test("a switch that is turned on in the morning with the whole office was not restarted; in office hours it was", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw")] });
  const uptime = (at: number, value: number) => {
    trial.read("device:sw", at, { up: 1, uptime: value });
    return valueOf(trial.pass(at), "device_restarted");
  };
  const [closing, opening] = [T + 8 * HOUR, T + 22 * HOUR + 30 * MINUTE];
  expect(uptime(closing - MINUTE, 34_000)).toBe(0);
  // The breaker is closed again at 7:20, the first PC asks at 7:23.
  expect(uptime(opening - 7 * MINUTE, 180)).toBe(0);
  expect(uptime(opening - 6 * MINUTE, 240)).toBe(0);
  // After a lunch without anybody.
  uptime(opening + 4 * HOUR, 14_000);
  expect(uptime(opening + 5 * HOUR + 35 * MINUTE, 120)).toBe(0);
  // In the afternoon somebody pulls its plug, also while nobody looked for an hour and a half.
  expect(uptime(opening + 7 * HOUR + 10 * MINUTE, 60)).toBe(1);
});

test("the processor of a PC is its user's business", () => {
  const devices = [someDevice("sw"), someDevice("pc", { class: "workstation" })];
  const trial = createSignalTrial({ devices });
  for (const { id } of devices)
    trial.read(`device:${id}`, T, { up: 1, cpu: 99, memory_used: 9, memory_total: 10 });
  const signals = trial.pass(T);
  expect(signals.filter(({ rule }) => rule === "device_cpu").map(({ subject }) => subject.device)).toEqual([
    "sw",
  ]);
  expect(valueOf(signals, "device_memory")).toBe(0.9);
});

test("memory of which the device gives only the share is held against the same limit; sizes go before", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw")] });
  const memory = (at: number, values: Readonly<Record<string, number>>) => {
    trial.read("device:sw", at, { up: 1, ...values });
    return trial.pass(at).find(({ rule }) => rule === "device_memory");
  };
  const share = memory(T, { memory: 97 });
  expect(share).toMatchObject({ value: 0.97, at: T });
  expect(share?.evidence().series).toEqual([{ entity: "device:sw", field: "memory", aggregate: "max" }]);
  expect(memory(T + MINUTE, { memory: 90, memory_used: 9, memory_total: 10 })?.value).toBe(0.9);
  const odd = createSignalTrial({ devices: [someDevice("sw")] });
  odd.read("device:sw", T, { up: 1, memory: 255 });
  expect(valueOf(odd.pass(T), "device_memory")).toBeUndefined();
});

test("a chip is held against its own limit, which is higher than that of the air in the device", () => {
  const read = (own: number, sensors: Readonly<Record<string, number>>) => {
    const trial = createSignalTrial({ devices: [someDevice("sw", { sensors: Object.keys(sensors) })] });
    trial.read("device:sw", T, { up: 1, temperature: own });
    for (const [part, value] of Object.entries(sensors)) {
      trial.read(`sensor:sw/${part}`, T, { temperature: value });
    }
    return trial.pass(T).find(({ rule }) => rule === "device_temperature");
  };
  expect(read(74, {})?.value).toBe(74);
  expect(read(31, { Inlet: 31, "Switch-ASIC": 71 })?.value).toBe(63);
  expect(read(66, { Inlet: 66, "Switch-ASIC": 71 })?.value).toBe(66);
  expect(read(81, { "CPU Temp": 81 })?.value).toBe(63);
  // Between its limits neither begins nor ends anything.
  expect(read(87, { "CPU Temp": 87 })?.value).toBe(66.5);
  const hot = read(31, { Inlet: 31, "CPU Temp": 92 });
  expect(hot?.value).toBe(92);
  expect(hot?.evidence().series).toMatchObject([{ entity: "sensor:sw/CPU Temp" }]);
});

test("a transceiver that was pulled out, or a sensor that is not there, heats nothing", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw", { sensors: ["SFP 1", "SFP 2"] })] });
  trial.read("sensor:sw/SFP 1", T - HOUR, { temperature: 95 });
  trial.read("sensor:sw/SFP 2", T, { temperature: 255 });
  trial.read("device:sw", T, { up: 1, temperature: 40 });
  expect(valueOf(trial.pass(T), "device_temperature")).toBe(40);
});

test("what a switch gives over its cables is held against what it can", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw")] });
  const poe = (at: number, values: Readonly<Record<string, number>>) => {
    trial.read("device:sw", at, { up: 1, ...values });
    return valueOf(trial.pass(at), "device_poe");
  };
  expect(poe(T, { poe_used: 60, poe_budget: 120 })).toBe(0.5);
  expect(poe(T + MINUTE, { poe_used: 60, poe_budget: 0 })).toBeUndefined();
  // Half of it was not read this time.
  expect(poe(T + 2 * MINUTE, { poe_used: 118 })).toBeUndefined();
  expect(poe(T + 3 * MINUTE, { poe_used: 118, poe_budget: 120 })).toBeCloseTo(0.983);
});

test("a fan that turned for a day and stands is told; one that idles is not", () => {
  const trial = createSignalTrial({ devices: [someDevice("sw", { sensors: ["1"] })] });
  const fan = (at: number, value: number) => {
    trial.read("sensor:sw/1", at, { fanspeed: value });
    return valueOf(trial.pass(at), "device_fan");
  };
  expect(fan(T, 3_000)).toBe(0);
  expect(fan(T + 2 * DAY, 0)).toBe(1);
  expect(fan(T + 2 * DAY + MINUTE, 3_000)).toBe(0);
  const idle = createSignalTrial({ devices: [someDevice("sw", { sensors: ["1"] })] });
  for (const [at, value] of [
    [T, 900],
    [T + HOUR, 0],
    [T + 2 * HOUR, 900],
    [T + 3 * DAY, 0],
  ] as const) {
    idle.read("sensor:sw/1", at, { fanspeed: value });
    expect(valueOf(idle.pass(at), "device_fan")).toBe(0);
  }
});

test("topology changes are counted per hour, whatever the time between two looks; a restart counts none", () => {
  const trial = createSignalTrial({});
  const look = (at: number, count: number) => {
    trial.setModel({ devices: [someDevice("sw", { stpChanges: { at, count } })] });
    return valueOf(trial.pass(at), "stp_changes");
  };
  expect(look(T, 100)).toBeUndefined();
  expect(look(T + 2 * HOUR, 120)).toBe(10);
  expect(look(T + 4 * HOUR, 120)).toBe(0);
  expect(look(T + 4 * HOUR + MINUTE, 3)).toBe(0);
  expect(look(T + 4 * HOUR + 11 * MINUTE, 9)).toBe(6);
  // The evening's changes are not those of the morning, in which it is looked at again.
  expect(look(T + 8 * HOUR, 29)).toBeGreaterThan(4);
  expect(look(T + 22 * HOUR, 60)).toBe(0);
});

test("the spanning tree's changes of a morning in which everybody switches on are no trouble, those of an uplink are", () => {
  const ports = ["1", "2", "3", "24"].map((part) => somePort(part));
  const sw = (at: number, count: number) =>
    someDevice("sw", { class: "switch", ports, stpChanges: { at, count } });
  const run = (changed: readonly string[]) => {
    const trial = createSignalTrial({});
    const look = (at: number, count: number, since: (part: string) => number) => {
      trial.setModel({
        devices: [sw(at, count)],
        topology: { nodes: [], links: [], placements: [], loops: [], uplinks: { sw: ["24"] } },
      });
      for (const { part } of ports)
        trial.read(`port:sw/${part}`, at, { oper_status: 1, last_change: since(part) });
      trial.pass(at);
      return trial.pass(at + 1).find(({ rule }) => rule === "stp_changes");
    };
    look(T, 100, () => 10);
    return look(T + 10 * MINUTE, 106, (part) => (changed.includes(part) ? 500 : 10));
  };
  const morning = run(["1", "2", "3"]);
  expect(morning?.value).toBe(0);
  expect(morning?.evidence().params).toEqual({ device: "sw", machines: 6 });
  expect(run(["24"])).toMatchObject({ value: 6 });
  expect(run([])?.evidence().params).toEqual({ device: "sw" });
});

test("a small UPS without ten minutes is fine on the mains; on battery what is left counts", () => {
  const trial = createSignalTrial({ devices: [someDevice("u", { class: "ups" })] });
  trial.read("ups:u", T, { output_source: 3, runtime: 300, charge: 100, load: 40, battery_status: 2 });
  const mains = trial.pass(T);
  expect(valueOf(mains, "ups_runtime")).toBe(900);
  expect(valueOf(mains, "ups_on_battery")).toBe(0);
  trial.read("ups:u", T + MINUTE, {
    output_source: 5,
    runtime: 280,
    charge: 95,
    load: 40,
    battery_status: 2,
  });
  const battery = trial.pass(T + MINUTE);
  expect(valueOf(battery, "ups_runtime")).toBe(280);
  expect(battery.find(({ rule }) => rule === "ups_on_battery")?.evidence().params).toEqual({
    device: "u",
    left_s: 280,
    charge: 95,
  });
});

test("a battery that is low after an outage charges; still low after a day it is at its end", () => {
  const trial = createSignalTrial({ devices: [someDevice("u", { class: "ups" })] });
  const battery = (at: number, source: number) => {
    trial.read("ups:u", at, { output_source: source, battery_status: 3 });
    return valueOf(trial.pass(at), "ups_battery");
  };
  expect(battery(T, 5)).toBe(0);
  expect(battery(T + HOUR, 3)).toBe(0);
  expect(battery(T + 26 * HOUR, 3)).toBe(1);
});

test("a battery that the UPS itself calls bad is told at once, whatever else is known of it", () => {
  const trial = createSignalTrial({ devices: [someDevice("u", { class: "ups" })] });
  const battery = (at: number, values: Readonly<Record<string, number>>) => {
    trial.read("ups:u", at, values);
    return trial.pass(at).find(({ rule }) => rule === "ups_battery");
  };
  expect(battery(T, { charge: 100 })).toBeUndefined();
  expect(battery(T + MINUTE, { charge: 100, replace_battery: 0 })?.value).toBe(0);
  const bad = battery(T + 2 * MINUTE, { output_source: 3, battery_status: 2, replace_battery: 1 });
  expect(bad).toMatchObject({ value: 1, at: T + 2 * MINUTE });
  expect(bad?.evidence().series).toMatchObject([{ entity: "ups:u", field: "replace_battery" }]);
  // The flag was not read this time, and later is no longer believed.
  expect(battery(T + 4 * MINUTE, { output_source: 3, battery_status: 2 })?.value).toBe(1);
  expect(battery(T + HOUR, { output_source: 3, battery_status: 2 })?.value).toBe(0);
});

test("a printer that sleeps is offline, never a device that is down; low toner is no jam", () => {
  const printer = someDevice("p", {
    class: "printer",
    printer: { at: T, errors: ["lowToner"] },
    supplies: [{ part: "black", name: "Black", kind: "toner" }],
  });
  const trial = createSignalTrial({ devices: [printer] });
  trial.read("device:p", T, { up: 1 });
  trial.read("supply:p/black", T, { level: 4 });
  const first = trial.pass(T);
  expect(valueOf(first, "printer_toner")).toBe(4);
  expect(valueOf(first, "printer_jam")).toBe(0);
  trial.read("device:p", T + MINUTE, { up: 0 });
  trial.setModel({ devices: [{ ...printer, printer: { at: T, errors: ["jammed", "noPaper"] } }] });
  const second = trial.pass(T + MINUTE);
  expect(valueOf(second, "printer_offline")).toBe(1);
  expect(valueOf(second, "device_down")).toBeUndefined();
  expect(second.find(({ rule }) => rule === "printer_jam")?.evidence().params).toEqual({
    device: "p",
    complaint: "jammed, noPaper",
  });
});

test("a printer that was off when the office opened is switched off, until it has been missed for a working day", () => {
  const trial = createSignalTrial({ devices: [someDevice("p", { class: "printer" })] });
  const office = { settings: () => someSettings({ hours: "office" }) };
  const printer = (at: number, up: number) => {
    trial.read("device:p", at, { up });
    return trial.pass(at, office).find(({ rule }) => rule === "printer_offline");
  };
  const [closing, opening] = [T + 8 * HOUR, T + 22 * HOUR + 30 * MINUTE];
  expect(printer(closing - HOUR, 1)?.value).toBe(0);
  // Switched off at 16:30: it was there in this opening.
  const gone = printer(closing - HOUR / 2, 0);
  expect(gone).toMatchObject({ value: 1 });
  expect(gone?.evidence().params).toEqual({ device: "p", silent_s: 1_800 });
  // On Tuesday nobody needs it, on Wednesday it has been away for a whole day.
  expect(printer(opening + 20 * MINUTE, 0)).toBeUndefined();
  expect(printer(opening + 6 * HOUR, 0)).toBeUndefined();
  expect(printer(opening + DAY + 20 * MINUTE, 0)?.value).toBe(1);
  expect(printer(opening + DAY + HOUR, 1)?.value).toBe(0);
  // Who wants to know of it at any time is told.
  const always = (at: number) => {
    trial.read("device:p", at, { up: 0 });
    return valueOf(trial.pass(at), "printer_offline");
  };
  expect(always(opening + 2 * DAY + 20 * MINUTE)).toBe(1);
});

test("a UPS that runs on its battery while the mains are there tests itself; after minutes it is no test", () => {
  const trial = createSignalTrial({ devices: [someDevice("u", { class: "ups" })] });
  const ups = (minute: number, source: number, volts: number) => {
    const at = T + minute * MINUTE;
    trial.read("ups:u", at, { output_source: source, runtime: 400, input_voltage: volts });
    const signals = trial.pass(at);
    return [valueOf(signals, "ups_on_battery"), valueOf(signals, "ups_runtime")];
  };
  expect(ups(0, 3, 224)).toEqual([0, 900]);
  for (const minute of [1, 2, 3]) expect(ups(minute, 5, 224)).toEqual([undefined, undefined]);
  expect(ups(4, 5, 224)).toEqual([1, 400]);
  expect(ups(5, 3, 224)).toEqual([0, 900]);
  expect(ups(6, 5, 224)).toEqual([undefined, undefined]);
  expect(ups(7, 5, 0)).toEqual([1, 400]);
  expect(ups(8, 3, 224)).toEqual([0, 900]);
  // Power that is too weak is none.
  expect(ups(9, 5, 140)).toEqual([1, 400]);
});

test("of a battery it is told how it is known to be bad: by the UPS's own test, or as it takes no charge", () => {
  const trial = createSignalTrial({ devices: [someDevice("u", { class: "ups" })] });
  const why = (at: number, values: Readonly<Record<string, number>>) => {
    trial.read("ups:u", at, { output_source: 3, battery_status: 3, ...values });
    return trial
      .pass(at)
      .find(({ rule }) => rule === "ups_battery")
      ?.evidence().params;
  };
  why(T, {});
  expect(why(T + 25 * HOUR, {})).toEqual({ device: "u", where: "charge" });
  expect(why(T + 26 * HOUR, { replace_battery: 1 })).toEqual({ device: "u" });
});
