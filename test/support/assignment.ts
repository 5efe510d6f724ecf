import type { Assignment } from "../../core/wire/assignment.ts";

/** An assignment that asks for nothing but what every PC does, with what the test adds. */
export const makeAssignment = (more: Partial<Assignment> = {}): Assignment => ({
  protocol: 1,
  agent: "a1",
  device: "pc1",
  site: { id: "s1", name: "Hương Sơn" },
  host: { everyMs: 60_000 },
  inventory: { cron: "0 9 * * *" },
  snmp: [],
  ping: [],
  ...more,
});
