import type { NameOf } from "../../core/alerting/say.ts";
import type { AlertState, Notice, NoticeReason } from "../../core/alerting/types.ts";
import { HOUR, MINUTE } from "../../core/clock.ts";

/** Alerts as they are told, for tests of messages. */

/** 25 November 2026, 07:42 legal time. */
export const SINCE = Date.UTC(2026, 10, 25, 0, 42);

export const portErrors = (change: Partial<AlertState> = {}): AlertState => ({
  id: "0197c0de-0000-7000-8000-000000000001",
  rule: "port_errors",
  subject: { kind: "port", key: "port:sw1/7", site: "hs1", device: "sw1" },
  phase: "firing",
  severity: "warning",
  since: SINCE,
  firedAt: SINCE + 3 * MINUTE,
  clearSince: null,
  resolvedAt: null,
  lastAt: SINCE + 3 * MINUTE,
  value: 0.012,
  worst: 0.012,
  threshold: 0.001,
  evidence: {
    params: { device: "SW-Tầng1", port: "7", errors: 1_440, packets: 120_000, window_s: 900, fcs: 1_200 },
    series: [],
    attached: ["VP-03"],
  },
  cause: null,
  affected: ["device:vp3", "target:t1"],
  affectedCount: 2,
  fired: [SINCE + 3 * MINUTE],
  damped: false,
  told: null,
  ...change,
});

export const resolvedErrors = (): AlertState =>
  portErrors({
    phase: "resolved",
    value: 0,
    worst: 0.023,
    resolvedAt: SINCE + 3 * HOUR,
    evidence: {
      params: { device: "SW-Tầng1", port: "7", errors: 2_760, packets: 120_000, window_s: 900, fcs: 1_200 },
      series: [],
      attached: ["VP-03"],
    },
  });

export const powerLost = (): AlertState => ({
  ...portErrors(),
  id: "0197c0de-0000-7000-8000-000000000002",
  rule: "power_lost",
  subject: { kind: "site", key: "site:hs1", site: "hs1" },
  severity: "critical",
  value: 1,
  worst: 1,
  threshold: 1,
  evidence: {
    params: { site: "Xã Hương Sơn", agents: 5, outage_s: 1_260 },
    series: [],
    inferred: { confidence: "medium", restsOn: ["vp3", "vp4"] },
  },
  affected: ["device:vp3", "device:vp4", "device:sw1"],
  affectedCount: 31,
});

export const noticeOf = (state: AlertState, reason: NoticeReason = "first", number = 1): Notice => ({
  id: `${state.id}.${number}`,
  alert: state.id,
  reason,
  at: state.resolvedAt ?? state.lastAt,
  state,
});

const NAMES: Readonly<Record<string, string>> = {
  "site:hs1": "Xã Hương Sơn",
  "device:vp3": "VP-03",
  vp3: "VP-03",
  "device:vp4": "VP-04",
  vp4: "VP-04",
  "device:sw1": "SW-Tầng1",
  "target:t1": "Máy in tầng 1",
};
export const names: NameOf = (key) => NAMES[key];
