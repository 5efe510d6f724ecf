import { createSiteMemory } from "../../core/alerting/memory.ts";
import { SIGNAL_SOURCES } from "../../core/alerting/signals/table.ts";
import type { RuleId } from "../../core/alerting/catalogue.ts";
import type {
  LastValue,
  ModelDevice,
  ModelEvent,
  ModelPort,
  ReadingPair,
  SignalContext,
  SiteModel,
} from "../../core/alerting/site-model.ts";
import type { RuleSettings, Signal } from "../../core/alerting/types.ts";
import { HOUR, type Instant } from "../../core/clock.ts";
import { calendarOfWeek, someModel, someSettings } from "./alert-kit.ts";

/** Limits of some rules as in `config/alert-rules.yaml`. */
const LIMITS: Partial<Record<RuleId, Partial<RuleSettings>>> = {
  port_errors: { raise: 0.01, clear: 0.001 },
  port_duplex: { raise: 10, clear: 1 },
  port_speed: { raise: 100_000_000, clear: 100_000_001 },
  port_storm: { raise: 1_000, clear: 300 },
  target_loss: { raise: 0.05, clear: 0.01 },
  target_latency: { raise: 150, clear: 100 },
  target_jitter: { raise: 50, clear: 30 },
  disk_full: { raise: 0.95, clear: 0.92 },
  device_temperature: { raise: 70, clear: 63 },
  ups_runtime: { raise: 600, clear: 900 },
};
const made = new Map<RuleId, RuleSettings>();
function limitsOf(rule: RuleId): RuleSettings {
  let limits = made.get(rule);
  if (limits === undefined) made.set(rule, (limits = someSettings(LIMITS[rule] ?? {})));
  return limits;
}

export const someDevice = (id: string, over: Partial<ModelDevice> = {}): ModelDevice => {
  const [first] = someModel().devices;
  if (first === undefined) throw new Error("a model has devices");
  return { ...first, id, name: id, class: "switch", polled: true, ...over };
};
export const somePort = (part: string, over: Partial<ModelPort> = {}): ModelPort => ({
  part,
  name: part,
  alias: undefined,
  ifType: 6,
  mac: undefined,
  ...over,
});
export const someAgent = (id: string, lastSeen: Instant | undefined): Partial<ModelDevice> => ({
  class: "workstation",
  polled: false,
  agent: { id: `a-${id}`, hostname: id, lastSeen, enrolledAt: 0 },
});

/** Readings go in, signals of the real sources come out; readings are kept in pairs as the store does. */
export function createSignalTrial(model: Partial<SiteModel>) {
  const pairs = new Map<string, { newer: Map<string, LastValue>; older: Map<string, LastValue> }>();
  const memory = createSiteMemory();
  let current = someModel({ devices: [], targets: [], ...model });
  return {
    memory,
    pairs,
    setModel: (over: Partial<SiteModel>) => {
      current = { ...current, ...over };
    },
    read: (entity: string, at: Instant, values: Readonly<Record<string, number>>) => {
      const pair = pairs.get(entity) ?? { newer: new Map(), older: new Map() };
      pairs.set(entity, pair);
      for (const [field, value] of Object.entries(values)) {
        const before = pair.newer.get(field);
        if (before !== undefined) pair.older.set(field, before);
        pair.newer.set(field, { at, value });
      }
    },
    pass: (
      now: Instant,
      over: Partial<SignalContext> & { readonly events?: readonly ModelEvent[] } = {},
    ): readonly Signal[] => {
      const signals: Signal[] = [];
      const context: SignalContext = {
        now,
        model: current,
        pairOf: (entity): ReadingPair | undefined => pairs.get(entity),
        events: [],
        memory,
        calendar: calendarOfWeek({}),
        elsewhere: {
          services: new Map(),
          silent: [],
          sites: 3,
          listeningSince: now - 24 * HOUR,
          troubles: [],
        },
        settings: limitsOf,
        ...over,
      };
      for (const source of SIGNAL_SOURCES) source(context, (signal) => signals.push(signal));
      return signals;
    },
  };
}

/** The value of a rule's first signal. */
export const valueOf = (signals: readonly Signal[], rule: RuleId): number | undefined =>
  signals.find((signal) => signal.rule === rule)?.value;
