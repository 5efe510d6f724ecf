import { MINUTE, type Instant } from "../../clock.ts";
import { GATEWAY } from "../inferred/peers.ts";
import { SITE_SILENT_MS, type PairOf, type SiteModel } from "../site-model.ts";
import type { AlertState } from "../types.ts";

/** PCs that echo each other and the gateway: what they see tells a bad switch or cable from the way further out. */
export interface Witnessing {
  readonly model: SiteModel;
  readonly now: Instant;
  readonly pace: number;
  readonly pairOf: PairOf;
}

/** Two rounds of echoes, each PC at its own second: longer nobody waits. */
const LONGEST_MS = 2 * MINUTE;
/** A loss that counts was there for three bursts before its alert began. */
const BEFORE_MS = MINUTE;
/** So many PCs together can tell a switch or a cable from the way of one. */
const LEAST = 2;

/**
 * Whether loss on the way to a target is not told yet, because the PCs of the site lose echoes as well and are about to say
 * whether it is the switch or one cable, or have not measured since. Where they see each other well it is told at once.
 */
export function awaitsWitnesses(
  { rule, since, firedAt }: AlertState,
  { model, now, pace, pairOf }: Witnessing,
): boolean {
  if (rule !== "target_loss" || now - (firedAt ?? now) >= LONGEST_MS * pace) return false;
  const awake = model.devices.flatMap(({ id, agent }) =>
    agent?.lastSeen !== undefined && now - agent.lastSeen <= SITE_SILENT_MS ? [id] : [],
  );
  if (awake.length < LEAST) return false;
  const bursts = awake.flatMap((from) => burstsOf(from, awake, since - BEFORE_MS * pace, pairOf));
  return bursts.some(({ lost }) => lost) || new Set(bursts.map(({ from }) => from)).size < LEAST;
}

/** The newest bursts of one PC to the gateway and to the others, of those after `after`. */
const burstsOf = (from: string, others: readonly string[], after: Instant, pairOf: PairOf) =>
  [GATEWAY, ...others].flatMap((to) => {
    const newer = to === from ? undefined : pairOf(`peer:${from}/${to}`)?.newer;
    const [sent, received] = [newer?.get("sent"), newer?.get("received")];
    if (sent === undefined || received === undefined || sent.at <= after) return [];
    return [{ from, lost: received.value < sent.value }];
  });
