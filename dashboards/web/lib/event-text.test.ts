import { expect, test } from "vitest";
import type { EventView } from "../../../core/wire/views.ts";
import { eventText } from "./event-text.ts";

const event = (type: string, detail: EventView["detail"], entity: string | null = null): EventView => ({
  at: 0,
  type,
  entity,
  late: false,
  detail,
});

test.each([
  [event("port_changed", { from: 1, to: 2 }, "port:d/Gi0/7"), "Port Gi0/7 lost its link"],
  [event("port_changed", { from: 2, to: 1 }, "port:d/Gi0/7"), "Port Gi0/7 has a link again"],
  [event("port_changed", { from: 2, to: 7 }, "port:d/Gi0/7"), "Port Gi0/7 changed its state"],
  [event("device_restarted", { uptime: 3 }), "The device restarted"],
  [event("clock_wrong", { offsetMs: -660_000 }), "The clock is wrong by 11 min"],
  [
    event("points_dropped", { points: 12, reason: "old" }),
    "12 readings were dropped because they were too old",
  ],
  [
    event("points_dropped", { points: 12, reason: "full" }),
    "12 readings were dropped because the spool was full",
  ],
  [event("agent_started", { version: "0.1.0" }), "The agent started (version 0.1.0)"],
  [
    event("block_parked", { code: "bad_input" }),
    "The server refused a block (bad_input); it is kept aside on the PC",
  ],
  [
    event("trap", { kind: "linkDown", ifIndex: 7, port: "Gi0/7" }),
    "The device says that port Gi0/7 lost its link",
  ],
  [event("trap", { kind: "linkUp", ifIndex: 7 }), "The device says that port #7 has a link"],
  [event("trap", { kind: "coldStart" }), "The device says that it was switched on"],
  [event("trap", { kind: "warmStart" }), "The device says that it restarted"],
  [
    event("trap", { kind: "authenticationFailure" }),
    "The device says that somebody asked it over SNMP with a wrong password",
  ],
  [event("trap", { kind: "toString" }), "Event trap toString"],
  [
    event("traps_dropped", { count: 9 }),
    "9 notifications of devices were dropped because too many came at once",
  ],
  [event("constructor", {}), "Event constructor"],
])("%o reads %s", (given, text) => expect(eventText(given, "en")).toBe(text));
