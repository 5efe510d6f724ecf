import { recipientsOf, type Listener } from "../../core/alerting/recipients.ts";
import type { Calendar, Notice } from "../../core/alerting/types.ts";
import type { Instant } from "../../core/clock.ts";
import type { Me } from "../../core/wire/views.ts";
import type { Alerts, NewDelivery } from "../alerts-port.ts";

/** Who is told of notices, decided when the notices are, so that both are saved together. */
export interface Recipients {
  of(
    notices: readonly Notice[],
    around: {
      /** Whom a notice concerns: the unit of its site and those above; of the district, see {@link unitsLooking}. */
      readonly units: (notice: Notice) => readonly string[];
      readonly now: Instant;
      readonly calendar: Calendar;
    },
  ): Promise<readonly NewDelivery[]>;
}

const MOST_DELIVERIES = 1_000;

export function createRecipients(
  registry: Pick<Alerts, "subscriptions" | "channels" | "deliveries">,
  people: { all(): Promise<readonly Me[]> },
): Recipients {
  return {
    async of(notices, around) {
      if (notices.length === 0) return [];
      const listeners = await listenersOf(registry, people);
      const all: NewDelivery[] = [];
      for (const notice of notices) {
        const earlier = await registry.deliveries({ alert: notice.alert, limit: MOST_DELIVERIES });
        const told = earlier.map(({ person, channel }) => ({ person, channel }));
        const units = around.units(notice);
        for (const one of recipientsOf(notice, listeners, { ...around, units, told })) {
          all.push({ notice: notice.id, ...one });
        }
      }
      return all;
    },
  };
}

/** Those who want to hear something and whose account still exists, with the channels that are switched on. */
async function listenersOf(
  registry: Pick<Alerts, "subscriptions" | "channels">,
  people: { all(): Promise<readonly Me[]> },
): Promise<readonly Listener[]> {
  const [subscriptions, channels, everybody] = await Promise.all([
    registry.subscriptions(),
    registry.channels(),
    people.all(),
  ]);
  const enabled = new Set(channels.flatMap(({ id, enabled: on }) => (on ? [id] : [])));
  const known = new Map(everybody.map((person) => [person.id, person]));
  return subscriptions.flatMap(({ person, unit, addresses, severities, outside, step }): Listener[] => {
    const sees = known.get(person);
    if (sees === undefined) return [];
    const reached = Object.keys(addresses).filter((channel) => enabled.has(channel));
    return [{ person, sees: sees.unit, unit, channels: reached, severities, outside, step }];
  });
}
