import { HOUR, MINUTE, SECOND, type Clock, type Instant } from "../../core/clock.ts";
import type { NameOf } from "../../core/alerting/say.ts";
import type { Log } from "../../core/log.ts";
import type { Alerts, Delivery } from "../alerts-port.ts";
import type { Notifier, NotifyOutcome } from "../notify-port.ts";

export interface DeliveryPorts {
  readonly registry: Pick<
    Alerts,
    "dueDeliveries" | "attempt" | "delivered" | "undelivered" | "subscriptions" | "channelSettings"
  >;
  readonly notifier: Notifier;
  /** Names of subjects, read anew for each round. */
  readonly names: () => Promise<NameOf>;
  /** The server's address as browsers know it. */
  readonly base: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

export interface Deliverer {
  /** Starts sending what is due, on every channel that is not still at it. Called one after the other, never at once. */
  round(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Breaks off what is under way, and waits for it. */
  stop(): Promise<void>;
}

/** Of each channel. */
const AT_ONCE = 100;
/** From so many for one person on one channel in one round they come as one message: a storm is no reason for thirty. */
const BUNDLE_FROM = 4;
/**
 * A message that could not be sent for a day is given up, and its page says so. Tries are counted, and not the time since it
 * was decided: quiet hours hold a notice for a weekend, and a server that is off at night tries nothing.
 */
const MOST_TRIES = 30;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = HOUR;
const TIMEOUT = MINUTE;

/**
 * Works the outbox off. An attempt is written down before it is made: after kill -9 a sending in doubt is made again under
 * the same id, by which mail programs and webhooks know it.
 */
export function createDeliverer(ports: DeliveryPorts): Deliverer {
  const { registry, clock } = ports;
  const stopping = new AbortController();
  /** By channel: one that hangs holds up neither the others nor the next look at what is due. */
  const underWay = new Map<string, Promise<void>>();
  const idle = async () => void (await Promise.all(underWay.values()));
  return {
    async round() {
      const due = await registry.dueDeliveries(clock.now(), AT_ONCE, [...underWay.keys()]);
      if (due.length === 0) return;
      const names = await ports.names();
      for (const [channel, messages] of byChannel(due)) {
        const working = sendAll(ports, messages, names, stopping.signal);
        underWay.set(
          channel,
          working.finally(() => underWay.delete(channel)),
        );
      }
    },
    idle,
    stop() {
      stopping.abort();
      return idle();
    },
  };
}

/** Deliveries that go as one message. */
interface Message {
  readonly id: string;
  readonly deliveries: readonly Delivery[];
}

/** By channel: what is said in one message. A second try is the same message again: it may have arrived the first time. */
function byChannel(due: readonly Delivery[]): ReadonlyMap<string, readonly Message[]> {
  const channels = Map.groupBy(due, ({ channel }) => channel);
  return new Map([...channels].map(([channel, deliveries]) => [channel, messagesTo(deliveries)]));
}

function messagesTo(due: readonly Delivery[]): readonly Message[] {
  // Two persons are told of one notice under one id.
  const groups = Map.groupBy(due, ({ person, message }) => `${person} ${message ?? ""}`);
  return [...groups.values()].flatMap((deliveries): readonly Message[] => {
    const [first] = deliveries;
    if (first === undefined) return [];
    if (first.message !== null) return [{ id: first.message, deliveries }];
    return deliveries.length >= BUNDLE_FROM
      ? [{ id: first.id, deliveries }]
      : deliveries.map((delivery) => ({ id: delivery.notice.id, deliveries: [delivery] }));
  });
}

/** One after the other, until one fails that may go later: whatever keeps it back most likely keeps back the rest as well. */
async function sendAll(
  ports: DeliveryPorts,
  messages: readonly Message[],
  names: NameOf,
  stopping: AbortSignal,
): Promise<void> {
  for (const message of messages) {
    if (stopping.aborted) return;
    try {
      const { goOn } = await send(ports, message, names, stopping);
      if (!goOn) return;
    } catch (error) {
      ports.log.error("delivery_failed", { message: message.id, error });
    }
  }
}

async function send(
  { registry, notifier, clock, random, base, log }: DeliveryPorts,
  { id: message, deliveries: group }: Message,
  names: NameOf,
  stopping: AbortSignal,
): Promise<{ readonly goOn: boolean }> {
  const [first] = group;
  if (first === undefined) return { goOn: true };
  const ids = group.map(({ id }) => id);
  const channel = await registry.channelSettings(first.channel);
  // Read anew for each: a round may take minutes, and somebody who was removed meanwhile is told nothing more.
  const subscription = (await registry.subscriptions()).find(({ person }) => person === first.person);
  const to = subscription?.addresses[first.channel];
  if (channel === undefined || subscription === undefined || to === undefined) {
    // The person or the channel went meanwhile: nobody waits for it any more.
    await registry.undelivered(ids, "person_unknown", null);
    return { goOn: true };
  }
  await registry.attempt(ids, message, clock.now());
  const outcome = await notifier.tell(
    { ...channel, id: first.channel },
    to,
    { id: message, notices: group.map(({ notice }) => notice) },
    { language: subscription.language, names, base: base() },
    AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT)]),
  );
  if (outcome.ok) {
    await registry.delivered(ids, clock.now());
    return { goOn: true };
  }
  // One time for all of it: in pieces it would be other messages under the same id.
  const tried = Math.max(...group.map(({ attempts }) => attempts));
  const again = nextTry(tried, outcome, clock.now(), random);
  log.warn("notice_not_sent", {
    deliveries: ids,
    channel: first.channel,
    code: outcome.fault.code,
    ...outcome.fault.params,
    again,
  });
  await registry.undelivered(ids, outcome.fault.code, again);
  return { goOn: !outcome.retry };
}

/** When to try again after `tried` tries and this one: doubling from 30 s to an hour, with jitter; null: never. */
function nextTry(
  tried: number,
  outcome: Extract<NotifyOutcome, { ok: false }>,
  now: Instant,
  random: () => number,
): Instant | null {
  if (!outcome.retry || tried + 1 >= MOST_TRIES) return null;
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tried);
  // Whole: an instant is a whole number of milliseconds, and PostgreSQL takes no other.
  return Math.round(now + Math.max(outcome.afterMs ?? 0, pause * (0.75 + random() / 2)));
}
