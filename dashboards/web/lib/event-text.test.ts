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
  [event("constructor", {}), "Event constructor"],
])("%o reads %s", (given, text) => expect(eventText(given, "en")).toBe(text));
