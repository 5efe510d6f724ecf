import type { Pace } from "../../server/stores/registry/context.ts";

/** Time is scaled (see rules.yaml), not faked: a minute of the office passes here in three seconds. */
export const POLL_MS = 3_000;
export const PACE: Pace = { snmpMs: POLL_MS, pingMs: 1_500, lanMs: POLL_MS, dhcpMs: 9_000 };
