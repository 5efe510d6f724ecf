import type { AlertState, Notice } from "../../core/alerting/types.ts";

/** A switch that is down, as the registry keeps it. */
export const firingAlert = (site: string, change: Partial<AlertState> = {}): AlertState => ({
  id: "a1",
  rule: "device_down",
  subject: { kind: "device", key: "device:d1", site, device: "d1" },
  phase: "firing",
  severity: "critical",
  since: 1_000,
  firedAt: 2_000,
  clearSince: null,
  resolvedAt: null,
  lastAt: 2_000,
  value: 1,
  worst: 1,
  threshold: 1,
  evidence: { params: { device: "SW-1" }, series: [] },
  cause: null,
  affected: [],
  affectedCount: 0,
  fired: [2_000],
  damped: false,
  told: null,
  ...change,
});
/** Its first notice, and those after it. */
export const noticeOf = (state: AlertState, n = 1): Notice => ({
  id: `${state.id}.${n}`,
  alert: state.id,
  reason: "first",
  at: 2_000,
  state,
});
