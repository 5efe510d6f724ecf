import { DAY, MINUTE, SECOND } from "../clock.ts";
import { createWeekly, isFarAbove, learn, usualAt } from "./baseline.ts";
import type { LastValue, ModelCheck, SignalContext, SignalSource } from "./site-model.ts";
import type { AlertEvidence, Emit, Subject } from "./types.ts";

/**
 * Public services as this site sees them: out of reach, slower than is usual here at this hour, a certificate about to end.
 * Where the fault lies is told with it, so that nobody drives to a commune for a fault in the city.
 */
export const services: SignalSource = (context, emit) => {
  for (const check of context.model.checks) {
    const entity = `service:${check.id}`;
    const pair = context.pairOf(entity);
    const up = pair?.newer.get("up");
    if (pair === undefined || up === undefined) continue;
    const subject: Subject = { kind: "service", key: entity, site: context.model.id };
    down(context, check, subject, up, pair.newer.get("phase")?.value, emit);
    const total = pair.newer.get("total_time");
    if (up.value === 1 && total !== undefined) slow(context, check, subject, total, emit);
    const left = pair.newer.get("certificate_left");
    if (left !== undefined && speaksFor(context, check)) {
      emit({
        rule: "certificate_ends",
        subject,
        value: (left.value * SECOND) / DAY,
        at: left.at,
        evidence: () => evidenceOf({ service: check.name }, entity, "certificate_left", "last"),
      });
    }
  }
};

/**
 * One certificate is one piece of work: of all sites that look at it the first tells, also in the morning when another one
 * is on before it. Whoever told of it goes on, until it is renewed: nobody tells a second time, and no alert stays behind.
 */
function speaksFor({ model, elsewhere }: SignalContext, { service }: ModelCheck): boolean {
  const { watching = [], telling = [] } = elsewhere.services.get(service) ?? {};
  return telling.length > 0 ? telling.includes(model.id) : !watching.some((site) => site < model.id);
}

const FRESH = 5 * MINUTE;
/** A change of less than this nobody notices. */
const LEAST_MS = 500;

function evidenceOf(
  params: AlertEvidence["params"],
  entity: string,
  field: string,
  aggregate: "max" | "min" | "last",
): AlertEvidence {
  return { params, series: [{ entity, field, aggregate }] };
}

function down(
  context: SignalContext,
  check: ModelCheck,
  subject: Subject,
  up: LastValue,
  phase: number | undefined,
  emit: Emit,
): void {
  emit({
    rule: "service_down",
    subject,
    value: up.value === 1 ? 0 : 1,
    at: up.at,
    evidence: () =>
      evidenceOf(
        { service: check.name, phase: phase ?? 0, where: whereOf(context, check) },
        subject.key,
        "up",
        "min",
      ),
  });
}

/**
 * `service`: other sites cannot reach it either, or nobody else looks and other services answer from here. `uplink`: others
 * reach it, so it is the way from here, though other ways may be open (a congested line, a firewall's rule). `lan`: not even the gateway answers. `pc`: the other PCs reach the gateway, the one that asks does not.
 */
export function whereOf(context: SignalContext, check: ModelCheck): "pc" | "lan" | "uplink" | "service" {
  const { model, elsewhere } = context;
  const seen = elsewhere.services.get(check.service);
  const others = (sites: readonly string[] = []) => sites.filter((site) => site !== model.id).length;
  const gateway = gatewaySeen(context);
  if (gateway.own === false) return gateway.others === true ? "pc" : "lan";
  if (others(seen?.down) > 0) return "service";
  if (others(seen?.up) > 0) return "uplink";
  const open = model.checks.some(
    ({ id, service }) =>
      service !== check.service && context.pairOf(`service:${id}`)?.newer.get("up")?.value === 1,
  );
  return !open && gateway.own === true ? "uplink" : "service";
}

/** Whether the gateway answers the PC that asks for services, and any of the others; undefined where nobody knows. */
function gatewaySeen({ model, pairOf, now, memory: { known } }: SignalContext): {
  readonly own: boolean | undefined;
  readonly others: boolean | undefined;
} {
  let own: boolean | undefined;
  let others: boolean | undefined;
  for (const { id, agent } of model.devices) {
    if (agent === undefined) continue;
    const received = pairOf(`peer:${id}/gateway`)?.newer.get("received");
    if (received === undefined || now - received.at > FRESH) continue;
    // A gateway that never answered a ping is silent by its nature.
    const key = `pinged|${id}`;
    if (received.value > 0) known.set(key, 1);
    else if (!known.has(key)) continue;
    if (agent.id === model.lease) own = received.value > 0;
    else others = others === true || received.value > 0;
  }
  return { own, others };
}

function slow(
  { memory }: SignalContext,
  check: ModelCheck,
  subject: Subject,
  total: LastValue,
  emit: Emit,
): void {
  const key = `service|${subject.key}`;
  let baseline = memory.baselines.get(key);
  const usual = usualAt(baseline, total.at);
  const taken = Number(memory.known.get(key) ?? 0);
  if (total.at > taken) {
    if (baseline === undefined) memory.baselines.set(key, (baseline = createWeekly()));
    learn(baseline, total.at, total.value, 1);
    memory.known.set(key, total.at);
  }
  const unusual = usual === undefined || isFarAbove(total.value, usual, LEAST_MS);
  emit({
    rule: "service_slow",
    subject,
    value: unusual ? total.value : 0,
    at: total.at,
    evidence: () =>
      evidenceOf(
        { service: check.name, ...(usual === undefined ? {} : { usual_ms: usual.median }) },
        subject.key,
        "total_time",
        "max",
      ),
  });
}
