import { MINUTE, type Instant } from "../../clock.ts";
import { entityRef } from "../../entities.ts";
import { increase } from "../../rates.ts";
import type { ModelDevice, ReadingPair, SignalContext, SignalSource } from "../site-model.ts";
import type { AlertEvidence, Emit, EvidenceSeries, Subject } from "../types.ts";
import { hostsOf } from "./peers.ts";

/** From the network cards of a site's PCs together: a switch of 10/100 Mb/s, and the flood of a loop. */

const UP = 1;
const GIGABIT = 1e9;
const FAST = 1e8;
const LEAST_CARDS = 3;
const LEAST_HOSTS = 2;
const FRESH = 5 * MINUTE;
/** IANAifType ethernetCsmacd; a card that does not say is taken for one. */
const ETHERNET = 6;

interface Card {
  readonly device: ModelDevice;
  readonly entity: string;
  readonly pair: ReadingPair;
  readonly at: Instant;
  readonly speed: number | undefined;
}

export const cards: SignalSource = (context, emit) => {
  const all = cardsOf(context);
  if (all.length < LEAST_HOSTS) return;
  slowSwitch(context, all, emit);
  loop(context, all, emit);
};

/** Wired cards that are up, one for each PC: the fastest. */
function cardsOf(context: SignalContext): readonly Card[] {
  return hostsOf(context).flatMap((device) => {
    const cards = device.ports
      .filter(({ ifType }) => ifType === undefined || ifType === ETHERNET)
      .flatMap(({ part }) => cardOf(context, device, entityRef("port", device.id, part)) ?? []);
    const [best] = cards.toSorted((a, b) => (b.speed ?? 0) - (a.speed ?? 0));
    return best === undefined ? [] : [best];
  });
}

function cardOf({ pairOf, now }: SignalContext, device: ModelDevice, entity: string): Card | undefined {
  const pair = pairOf(entity);
  const status = pair?.newer.get("oper_status");
  if (pair === undefined || status?.value !== UP || now - status.at > FRESH) return undefined;
  return { device, entity, pair, at: status.at, speed: pair.newer.get("speed")?.value };
}

const siteOf = ({ model }: SignalContext): Subject => ({
  kind: "site",
  key: `site:${model.id}`,
  site: model.id,
});

/**
 * Cards that ran at a gigabit before are known to be able to; of others it is likely (PCs have had them since about 2008),
 * so they count with less confidence.
 */
function slowSwitch(context: SignalContext, all: readonly Card[], emit: Emit): void {
  const { memory, model } = context;
  const wired = all.filter(({ speed }) => speed !== undefined && speed > 0);
  for (const { entity, speed = 0 } of wired) {
    if (speed >= GIGABIT) memory.known.set(`gigabit|${entity}`, 1);
  }
  if (wired.length < LEAST_CARDS) return;
  const slow = wired.filter(({ speed = 0 }) => speed <= FAST);
  const proven = slow.filter(({ entity }) => memory.known.has(`gigabit|${entity}`)).length;
  emit({
    rule: "switch_slow",
    subject: siteOf(context),
    // One card that runs at a gigabit shows that the switch can.
    value: slow.length / wired.length,
    at: Math.max(...wired.map(({ at }) => at)),
    evidence: () =>
      evidenceOf(
        { site: model.name, slow: slow.length, cards: wired.length },
        slow,
        ["speed"],
        proven >= LEAST_CARDS ? "high" : proven > 0 ? "medium" : "low",
      ),
  });
}

/** Broadcasts and multicasts a second, of what a card took in since the reading before. */
function floodOf({ pair }: Card): number | undefined {
  let rate: number | undefined;
  for (const field of ["in_bcast", "in_mcast"]) {
    const [newer, older] = [pair.newer.get(field), pair.older.get(field)];
    if (newer === undefined || older === undefined) continue;
    const since = pair.newer.get("counters_since")?.value;
    const before = { ...older, since: pair.older.get("counters_since")?.value };
    const counted = increase(before, { ...newer, since }, 2 ** 53);
    if (counted !== undefined) rate = (rate ?? 0) + (counted * 1_000) / (newer.at - older.at);
  }
  return rate;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** A loop multiplies broadcasts on every cable at once: the value is what at least half of the PCs see. */
function loop(context: SignalContext, all: readonly Card[], emit: Emit): void {
  const { memory, model } = context;
  const floods = all.flatMap((card) => {
    const rate = floodOf(card);
    return rate === undefined ? [] : [{ card, rate }];
  });
  if (floods.length < LEAST_HOSTS) return;
  const subject = siteOf(context);
  const { raise } = context.settings("lan_loop", subject);
  const rate = median(floods.map((flood) => flood.rate));
  const key = `flood|${model.id}`;
  const usual = Number(memory.known.get(key) ?? 0);
  // Only quiet times are usual: a flood that lasts must not become so.
  if (rate < raise) memory.known.set(key, usual === 0 ? rate : usual + (rate - usual) / 20);
  const bad = floods.filter((flood) => flood.rate >= raise);
  emit({
    rule: "lan_loop",
    subject,
    value: rate,
    at: Math.max(...floods.map(({ card }) => card.at)),
    evidence: () =>
      evidenceOf(
        { site: model.name, rate_pps: rate, usual_pps: usual, hosts: bad.length },
        bad.map(({ card }) => card),
        ["in_bcast", "in_mcast"],
        bad.length >= LEAST_CARDS ? "high" : "medium",
      ),
  });
}

function evidenceOf(
  params: AlertEvidence["params"],
  from: readonly Card[],
  fields: readonly string[],
  confidence: "high" | "medium" | "low",
): AlertEvidence {
  const aggregate = (field: string): EvidenceSeries["aggregate"] => (field === "speed" ? "min" : "rate");
  return {
    params,
    series: from
      .slice(0, 2)
      .flatMap(({ entity }) => fields.map((field) => ({ entity, field, aggregate: aggregate(field) }))),
    inferred: { confidence, restsOn: from.map(({ device }) => device.id) },
  };
}
