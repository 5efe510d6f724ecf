import { ruleKind, type RuleId, type SubjectKind } from "../../core/alerting/catalogue.ts";
import type { AlertEvidence, AlertState } from "../../core/alerting/types.ts";
import type { AlertFact, AssetEvidence, PortEvidence } from "../../core/assets/evidence.ts";
import { MINUTE, type Instant } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import type { DemoDevices } from "./demo-devices.ts";
import type { DemoRegister } from "./demo-register.ts";

interface Input {
  readonly demo: DemoRegister;
  readonly sites: ReadonlyMap<string, string>;
  readonly devices: DemoDevices;
  readonly now: Instant;
  readonly newId: () => string;
}

/** The year's alerts by site (registry ids), as the server would have kept them. */
export function demoAlerts(input: Input): ReadonlyMap<string, readonly AlertState[]> {
  const { demo, sites } = input;
  const states: AlertState[] = [];
  for (const { site, name, alerts, people } of demo.units.flatMap((unit) => unit.sites)) {
    const id = sites.get(site) ?? "";
    const params = { site: name, agents: people, hosts: people, silent_s: 300 };
    for (const fact of alerts) {
      states.push(
        stateOf(input, fact, { kind: "site", key: `site:${id}`, site: id }, { params, series: [] }),
      );
    }
  }
  for (const one of demo.evidence) {
    const site = sites.get(one.asset.site ?? "") ?? "";
    for (const fact of one.alerts) states.push(ofDevice(input, one, fact, site));
    for (const port of one.badPorts) states.push(ofPort(input, one, port, site));
  }
  return Map.groupBy(states, ({ subject }) => subject.site);
}

/** `port:dev-10441-01/Gi0/1` with the id that the registry gave. */
export function realEntity(devices: DemoDevices, entity: string): string {
  const ref = parseEntityRef(entity);
  if (ref === undefined) return entity;
  const owner = devices.ids.get(ref.owner) ?? ref.owner;
  return ref.part === "" ? `${ref.kind}:${owner}` : `${ref.kind}:${owner}/${ref.part}`;
}

function ofDevice(input: Input, { device }: AssetEvidence, fact: AlertFact, site: string): AlertState {
  const key = realEntity(input.devices, fact.subject);
  const id = input.devices.ids.get(device?.id ?? "");
  const kind: SubjectKind = ruleKind(fact.rule).subject;
  const params = { device: device?.name ?? "", witnesses: 3, address: "", fault: "", silent_s: 300 };
  return stateOf(
    input,
    fact,
    { kind, key, site, device: id },
    {
      params,
      series: [],
      ...(ruleKind(fact.rule).inferred === true && id !== undefined
        ? { inferred: { confidence: "high", restsOn: [id] } }
        : {}),
    },
  );
}

function ofPort(input: Input, { device }: AssetEvidence, port: PortEvidence, site: string): AlertState {
  const key = realEntity(input.devices, port.entity);
  // A bad quarter of an hour has more than the mean of the month.
  const ratio = THRESHOLDS.port_errors + port.errors / port.packets;
  const packets = Math.round(port.packets / 500);
  const fact = {
    rule: "port_errors",
    severity: "warning",
    since: port.since ?? input.now,
    until: null,
    worst: ratio,
    cause: null,
  } as const;
  const params = {
    device: device?.name ?? "",
    port: port.name,
    errors: Math.round(packets * ratio),
    packets,
    window_s: 900,
    user: port.behind[0] ?? "",
  };
  const id = input.devices.ids.get(device?.id ?? "");
  return stateOf(
    input,
    fact,
    { kind: "port", key, site, device: id },
    {
      params,
      series: [{ entity: key, field: "in_errors", aggregate: "increase" }],
      attached: port.behind,
    },
  );
}

/** As shipped, of rules that say theirs; the others tell of something that is or is not. */
const THRESHOLDS = { port_errors: 0.01, cable_loss: 0.03, switch_loss: 0.03 } as const;
const thresholdOf = (rule: RuleId): number | undefined =>
  Object.hasOwn(THRESHOLDS, rule) ? THRESHOLDS[rule as keyof typeof THRESHOLDS] : undefined;

type Told = Pick<AlertFact, "severity" | "since" | "until" | "worst"> & { readonly rule: RuleId };

function stateOf(
  { newId, now }: Input,
  { rule, severity, since, until, worst }: Told,
  subject: AlertState["subject"],
  evidence: AlertEvidence,
): AlertState {
  const firedAt = since + 3 * MINUTE;
  return {
    id: newId(),
    rule,
    subject,
    phase: until === null ? "firing" : "resolved",
    severity,
    since,
    firedAt,
    clearSince: until,
    resolvedAt: until,
    lastAt: until ?? now,
    value: until === null ? worst : 0,
    worst,
    threshold: thresholdOf(rule) ?? Math.min(worst, 1),
    evidence,
    cause: null,
    affected: [],
    affectedCount: 0,
    fired: [],
    damped: false,
    told: null,
  };
}
