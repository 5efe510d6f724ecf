import { DAY, type Instant } from "../clock.ts";
import { runPass } from "./pass.ts";
import type { SignalSource, SiteInput, SiteModel, SiteOutcome } from "./site-model.ts";
import { DISTRICT, type AlertState, type Emit, type Subject } from "./types.ts";

/** What an evaluation of the district takes: no inventory and no readings of its own, only what the sites say. */
export type DistrictInput = Omit<SiteInput, "model" | "pairOf" | "events" | "above">;

const NOTHING: SiteModel = {
  id: DISTRICT,
  name: "",
  unit: "",
  units: [],
  devices: [],
  targets: [],
  checks: [],
  topology: undefined,
  lease: undefined,
};

/**
 * What concerns no single site: a public service that several sites cannot reach, so that the fault is in the service,
 * and the troubles of Cayda's own store.
 */
export function evaluateDistrict(input: DistrictInput): SiteOutcome {
  const troubles: SignalSource = (context, emit) => {
    emitTroubles(context.elsewhere.troubles, input.open, context.now, emit);
  };
  return runPass(
    {
      sources: [services, troubles],
      findCauses: () => ({ causes: new Map(), affected: new Map(), waits: new Set() }),
      scores: () => [],
      present: () => (alert) => isKnown(alert, input),
    },
    { ...input, model: NOTHING, pairOf: () => undefined, events: [], above: [] },
  );
}

const subjectOf = (name: string): Subject => ({ kind: "district", key: `district:${name}`, site: DISTRICT });

/** A service of which nothing is known for a day was removed; sooner it may be that this server has just started. */
const isKnown = ({ rule, subject, lastAt }: AlertState, { elsewhere, now }: DistrictInput): boolean =>
  rule === "store_trouble" ||
  now - lastAt < DAY ||
  elsewhere.services.has(subject.key.slice("district:".length));

/** A service that no site checks any more gives no signal: its alert waits until it is known again or removed. */
const services: SignalSource = ({ now, elsewhere }, emit) => {
  for (const [id, { name, up, down }] of elsewhere.services) {
    const seen = up.length + down.length;
    if (seen === 0) continue;
    emit({
      rule: "service_down_everywhere",
      subject: subjectOf(id),
      // Several fail while most are fine: those sites have something in common, the service has not.
      value: down.length * 2 > seen ? down.length : 0,
      at: now,
      evidence: () => ({ params: { service: name, down: down.length, sites: seen }, series: [] }),
    });
  }
};

function emitTroubles(
  troubles: SiteInput["elsewhere"]["troubles"],
  open: readonly AlertState[],
  now: Instant,
  emit: Emit,
): void {
  const named = new Set<string>();
  for (const { code, params } of troubles) {
    if (named.has(code)) continue;
    named.add(code);
    emit({
      rule: "store_trouble",
      subject: subjectOf(`trouble/${code}`),
      value: 1,
      at: now,
      evidence: () => ({ params: { ...params, trouble: code }, series: [] }),
    });
  }
  // A trouble that is no longer named is over: only its alert still knows of it.
  for (const { rule, subject, phase } of open) {
    const code = subject.key.slice("district:trouble/".length);
    if (rule !== "store_trouble" || phase === "resolved" || named.has(code)) continue;
    emit({ rule, subject, value: 0, at: now, evidence: () => ({ params: { trouble: code }, series: [] }) });
  }
}
