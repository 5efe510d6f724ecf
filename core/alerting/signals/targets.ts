import { MINUTE } from "../../clock.ts";
import { createWeekly, isFarAbove, learn, usualAt } from "../baseline.ts";
import type { RuleId } from "../catalogue.ts";
import type { LastValue, ReadingPair, SignalContext, SignalSource, SiteModel } from "../site-model.ts";
import type { Emit, RuleSettings, Subject } from "../types.ts";
import { isNewer, newestOf, push, sumInto, windowOf, type Shape } from "../windows.ts";
import { evidence, newest, silentFor, valueAt } from "./reading.ts";

type Target = SiteModel["targets"][number];

/** Ten bursts of one in thirty seconds. */
const SPAN = 5 * MINUTE;
/** Sent, received, and 1 for a burst of which something was lost. */
const SHAPE: Shape = { rows: 20, columns: 3 };
const sums = new Float64Array(3);
/** Of four lost echoes among forty at a natural loss of 0.5 % there is one chance in twenty thousand; of two, one in fifty. */
const LEAST_LOST = 4;
const LOST_BY_CHANCE = 1;
const LEAST_SENT = 12;
/** A minute of trouble is two bursts: that is no loss yet, however much of them is lost. */
const LEAST_BURSTS = 3;
/** A burst of fewer cannot tell loss from an outage. */
const BURST = 3;

/** Reachability, loss, latency and jitter of what is pinged. */
export const targets: SignalSource = (context, emit) => {
  for (const target of context.model.targets) {
    const pair = context.pairOf(`target:${target.id}`);
    if (pair !== undefined) emitTarget(context, target, pair, emit);
  }
};

function emitTarget(context: SignalContext, target: Target, pair: ReadingPair, emit: Emit): void {
  const entity = `target:${target.id}`;
  const sent = newest(pair, "sent");
  if (sent === undefined || !(sent.value > 0)) return;
  const received = valueAt(pair, "received", sent.at);
  if (received === undefined || received < 0 || received > sent.value) return;
  const subject: Subject = { kind: "target", key: entity, site: context.model.id };
  const { known } = context.memory;
  const key = `answered|${entity}`;
  if (received > 0) known.set(key, sent.at);
  const silent_s = silentFor(known.get(key), sent.at);
  emit({
    rule: "target_down",
    subject,
    value: received === 0 ? 1 : 0,
    at: sent.at,
    evidence: () =>
      evidence({ target: target.name, address: target.address, silent_s }, entity, [["received", "min"]]),
  });
  emitLoss(context, target, subject, sent, received, emit);
  if (received === 0) return;
  for (const kind of [LATENCY, JITTER]) {
    const value = valueAt(pair, kind.field, sent.at);
    if (value !== undefined) emitAgainstUsual(context, kind, target, subject, { at: sent.at, value }, emit);
  }
}

/** A burst without any answer is an outage, which has its own rule: it is not part of the loss. */
function emitLoss(
  { memory: { windows }, settings }: SignalContext,
  { id, name, address }: Target,
  subject: Subject,
  sent: LastValue,
  received: number,
  emit: Emit,
): void {
  const entity = `target:${id}`;
  const ring = windowOf(windows, entity, SHAPE);
  if (isNewer(ring, sent.at) && (received > 0 || sent.value < BURST))
    push(ring, SHAPE, sent.at, [sent.value, received, received < sent.value ? 1 : 0]);
  if (newestOf(ring) !== sent.at) return;
  sumInto(sums, ring, SHAPE, SPAN);
  const [all = 0, back = 0, bursts = 0] = sums;
  if (all < LEAST_SENT) return;
  emit({
    rule: "target_loss",
    subject,
    value: lossOf(all, all - back, bursts, settings("target_loss", subject)),
    at: sent.at,
    evidence: () => evidence({ target: name, address }, entity, [["loss", "avg"]]),
  });
}

/** Too little for an alert is still too much for its end: such a window lies between the two limits. */
function lossOf(
  sent: number,
  lost: number,
  bursts: number,
  { raise, clear }: Pick<RuleSettings, "raise" | "clear">,
): number {
  if (lost <= LOST_BY_CHANCE) return 0;
  if (lost >= LEAST_LOST && bursts >= LEAST_BURSTS) return lost / sent;
  return clear < raise ? Math.min(lost / sent, (raise + clear) / 2) : 0;
}

interface Kind {
  readonly rule: RuleId;
  readonly field: string;
  /** Smallest MAD that makes sense, and how far above the usual it is at least: 1 → 3 ms is nothing. */
  readonly floor: number;
  readonly least: number;
}
const LATENCY: Kind = { rule: "target_latency", field: "rtt_avg", floor: 0.2, least: 20 };
const JITTER: Kind = { rule: "target_jitter", field: "jitter", floor: 0.2, least: 10 };

/** Bad is what lies above the absolute limit AND far above what is usual at this hour of the week, once that is known. */
function emitAgainstUsual(
  context: SignalContext,
  { rule, field, floor, least }: Kind,
  { id, name, address }: Target,
  subject: Subject,
  { at, value }: LastValue,
  emit: Emit,
): void {
  if (!(value >= 0)) return;
  const { baselines, windows } = context.memory;
  const key = `${field}|${subject.key}`;
  let baseline = baselines.get(key);
  if (baseline === undefined) baselines.set(key, (baseline = createWeekly()));
  const usual = usualAt(baseline, at);
  const normal = usual !== undefined && !isFarAbove(value, usual, least);
  const seen = windows.get(key);
  if (seen?.[0] !== at) {
    windows.set(key, Float64Array.of(at));
    learn(baseline, at, value, floor);
  }
  emit({
    rule,
    subject,
    value: normal ? Math.min(value, context.settings(rule, subject).clear) : value,
    at,
    evidence: () =>
      evidence({ target: name, address, usual_ms: usual?.median }, `target:${id}`, [[field, "avg"]]),
  });
}
