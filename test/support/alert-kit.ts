import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import type { RuleId } from "../../core/alerting/catalogue.ts";
import { createSiteMemory } from "../../core/alerting/memory.ts";
import { presence, runPass, type Causes } from "../../core/alerting/pass.ts";
import type { SiteInput, SiteModel, SiteOutcome } from "../../core/alerting/site-model.ts";
import type {
  AlertCare,
  AlertState,
  Calendar,
  Maintenance,
  Notice,
  RuleSettings,
  Signal,
} from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../core/clock.ts";

/** Monday 2026-11-23, 09:00 legal time: offices are open. */
export const MONDAY_9 = Date.UTC(2026, 10, 23, 2);

/** A rule of 100 s hold and 5 min clear hold; bad from 1 on, good at 0. */
export const someSettings = (over: Partial<RuleSettings> = {}): RuleSettings => ({
  enabled: true,
  severity: "warning",
  raise: 1,
  clear: 0,
  holdMs: 100 * SECOND,
  clearMs: 5 * MINUTE,
  hours: "always",
  repeatMs: 0,
  escalateMs: 0,
  ...over,
});

/** Site `s1` of unit `u1` with switch `d1`, workstation `pc1` and target `t1`. */
export function someModel(over: Partial<SiteModel> = {}): SiteModel {
  const device = (id: string, kind: "switch" | "workstation"): SiteModel["devices"][number] => ({
    id,
    name: id,
    class: kind,
    address: undefined,
    polled: kind === "switch",
    agent: undefined,
    ports: [],
    volumes: [],
    supplies: [],
    contact: undefined,
    printer: undefined,
    lanWatch: undefined,
    stpChanges: undefined,
    failingDisks: [],
    important: false,
  });
  return {
    id: "s1",
    name: "Site 1",
    unit: "u1",
    units: ["u1", "u0"],
    devices: [device("d1", "switch"), device("pc1", "workstation")],
    targets: [{ id: "t1", name: "gateway", address: "10.0.0.1" }],
    checks: [],
    topology: undefined,
    lease: undefined,
    ...over,
  };
}

/** A reading of one rule; the subject is a port of `d1` unless another is given. */
export const reading = (
  at: Instant,
  value: number,
  {
    rule = "port_errors",
    key = "port:d1/7",
    device = "d1",
  }: { rule?: RuleId; key?: string; device?: string } = {},
): Signal => ({
  rule,
  subject: { kind: "port", key, site: "s1", device },
  value,
  at,
  evidence: () => ({ params: { device, port: "7", errors: value }, series: [] }),
});

export interface Trial {
  readonly settings?: (rule: RuleId) => RuleSettings;
  readonly calendar?: Calendar;
  readonly maintenance?: readonly Maintenance[];
  readonly findCauses?: (alerts: readonly AlertState[]) => Partial<Causes>;
  /** What is saved goes through JSON between passes, as when the server restarts after each. */
  readonly restarts?: boolean;
}

/** A site whose readings the test gives, over the real pass: keeps what is open from pass to pass, as the server does. */
export function createTrial(trial: Trial = {}) {
  const saved = new Map<string, AlertState>();
  const notices: Notice[] = [];
  const care = new Map<string, AlertCare>();
  let ids = 0;
  let model = someModel();
  const outcomes: SiteOutcome[] = [];

  const pass = (
    now: Instant,
    signals: readonly Signal[] = [],
    pairOf: SiteInput["pairOf"] = () => undefined,
  ): SiteOutcome => {
    const open = [...saved.values()].filter(
      ({ phase, resolvedAt }) => phase !== "resolved" || (resolvedAt ?? 0) > now - DAY,
    );
    const input: SiteInput = {
      now,
      model,
      pairOf,
      events: [],
      memory: createSiteMemory(),
      calendar: trial.calendar ?? ALWAYS_OPEN,
      elsewhere: { services: new Map(), silent: [], sites: 1, listeningSince: now - HOUR, troubles: [] },
      settings: trial.settings ?? (() => someSettings()),
      open: trial.restarts === true ? (JSON.parse(JSON.stringify(open)) as AlertState[]) : open,
      care,
      maintenance: trial.maintenance ?? [],
      above: [],
      newId: () => `a${(ids += 1)}`,
    };
    const outcome = runPass(
      {
        sources: [(_context, emit) => signals.forEach((signal) => emit(signal))],
        findCauses: ({ alerts }) => ({
          causes: new Map(),
          affected: new Map(),
          waits: new Set(),
          ...trial.findCauses?.(alerts),
        }),
        scores: () => [],
        present: presence,
      },
      input,
    );
    for (const state of outcome.changed) saved.set(state.id, state);
    for (const id of outcome.gone) saved.delete(id);
    notices.push(...outcome.notices);
    outcomes.push(outcome);
    return outcome;
  };

  return {
    pass,
    saved,
    notices,
    care,
    outcomes,
    setModel: (next: SiteModel) => {
      model = next;
    },
    /** A reading of `value` every `every`, from `from` to `to` inclusive, each seen by its own pass a second later. */
    read: (
      from: Instant,
      to: Instant,
      value: number,
      of: Parameters<typeof reading>[2] = {},
      every = MINUTE,
    ) => {
      for (let at = from; at <= to; at += every) pass(at + SECOND, [reading(at, value, of)]);
    },
    /** Reasons of the notices so far, in order. */
    reasons: () => notices.map(({ reason }) => reason),
  };
}

/** Monday to Friday 7:30–11:30 and 13:00–17:00. */
export const calendarOfWeek = (over: Partial<Calendar>): Calendar => ({
  hours: [0, 1, 2, 3, 4, 5, 6].map((day) =>
    day === 0 || day === 6
      ? []
      : [
          [450, 690],
          [780, 1_020],
        ],
  ),
  holidays: new Set(),
  working: new Set(),
  ...over,
});
