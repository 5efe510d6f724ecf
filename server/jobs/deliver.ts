import { HOUR, MINUTE, SECOND, type Clock, type Instant } from "../../core/clock.ts";
import type { NameOf } from "../../core/alerting/say.ts";
import type { Log } from "../../core/log.ts";
import type { Alerts, Delivery, Subscription } from "../alerts-port.ts";
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
  /** Sends what is due. */
  round(): Promise<void>;
  stop(): void;
}

const AT_ONCE = 100;
/** From so many for one person on one channel in one round they come as one message: a storm is no reason for thirty. */
const BUNDLE_FROM = 4;
/** A message that could not be sent for a day is given up, and its page says so. */
const GIVE_UP_AFTER = 24 * HOUR;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = HOUR;
const TIMEOUT = MINUTE;

/**
 * Works the outbox off. An attempt is written down before it is made: after kill -9 a sending in doubt is made again under
 * the same id, by which mail programs and webhooks know it.
 */
export function createDeliverer(ports: DeliveryPorts): Deliverer {
  const { registry, clock, log } = ports;
  const stopping = new AbortController();
  return {
    async round() {
      const due = await registry.dueDeliveries(clock.now(), AT_ONCE);
      if (due.length === 0) return;
      const subscriptions = new Map((await registry.subscriptions()).map((one) => [one.person, one]));
      const names = await ports.names();
      // Channels do not wait for one another: one that hangs must not hold the others up.
      await Promise.all(
        [...byChannel(due).values()].map(async (channel) => {
          for (const message of channel) {
            if (stopping.signal.aborted) return;
            try {
              await send(ports, message, subscriptions, names, stopping.signal);
            } catch (error) {
              log.error("delivery_failed", { message: message.id, error });
            }
          }
        }),
      );
    },
    stop: () => stopping.abort(),
  };
}

/** Deliveries that go as one message. */
interface Message {
  readonly id: string;
  readonly deliveries: readonly Delivery[];
}

/** By channel: what is said in one message. A second try is the same message again: it may have arrived the first time. */
function byChannel(due: readonly Delivery[]): ReadonlyMap<string, readonly Message[]> {
  const channels = new Map<string, Map<string, Delivery[]>>();
  for (const delivery of due) {
    const groups = channels.get(delivery.channel) ?? new Map<string, Delivery[]>();
    channels.set(delivery.channel, groups);
    const key = delivery.message ?? `new ${delivery.person}`;
    groups.set(key, [...(groups.get(key) ?? []), delivery]);
  }
  return new Map([...channels].map(([channel, groups]) => [channel, [...groups].flatMap(messagesOf)]));
}

function messagesOf([key, deliveries]: readonly [string, readonly Delivery[]]): readonly Message[] {
  const [first] = deliveries;
  if (first === undefined) return [];
  if (first.message !== null) return [{ id: key, deliveries }];
  return deliveries.length >= BUNDLE_FROM
    ? [{ id: first.id, deliveries }]
    : deliveries.map((delivery) => ({ id: delivery.notice.id, deliveries: [delivery] }));
}

async function send(
  { registry, notifier, clock, random, base, log }: DeliveryPorts,
  { id: message, deliveries: group }: Message,
  subscriptions: ReadonlyMap<string, Subscription>,
  names: NameOf,
  stopping: AbortSignal,
): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const channel = await registry.channelSettings(first.channel);
  const subscription = subscriptions.get(first.person);
  const to = subscription?.addresses[first.channel];
  if (channel === undefined || subscription === undefined || to === undefined) {
    // The person or the channel went meanwhile: nobody waits for it any more.
    for (const { id } of group) await registry.undelivered(id, "person_unknown", null);
    return;
  }
  const ids = group.map(({ id }) => id);
  await registry.attempt(ids, message, clock.now());
  const outcome = await notifier.tell(
    { ...channel, id: first.channel },
    to,
    { id: message, notices: group.map(({ notice }) => notice) },
    { language: subscription.language, names, base: base() },
    AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT)]),
  );
  for (const delivery of group) {
    if (outcome.ok) {
      await registry.delivered(delivery.id, clock.now());
      continue;
    }
    const next = nextTry(delivery, outcome, clock.now(), random);
    log.warn("notice_not_sent", {
      delivery: delivery.id,
      channel: first.channel,
      code: outcome.fault.code,
      ...outcome.fault.params,
      again: next,
    });
    await registry.undelivered(delivery.id, outcome.fault.code, next);
  }
}

/** When to try again: doubling from 30 s to an hour, with jitter; null: never. */
export function nextTry(
  { attempts, notice }: Pick<Delivery, "attempts" | "notice">,
  outcome: Extract<NotifyOutcome, { ok: false }>,
  now: Instant,
  random: () => number,
): Instant | null {
  if (!outcome.retry || now - notice.at > GIVE_UP_AFTER) return null;
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts, 20));
  return now + Math.max(outcome.afterMs ?? 0, pause * (0.75 + random() / 2));
}
