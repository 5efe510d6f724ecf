import { Hono } from "hono";
import { etagOf } from "../../../core/etag.ts";
import { FaultError } from "../../../core/result.ts";
import { unitPath } from "../../../core/unit-path.ts";
import { subscriptionsView, type SubscriptionView } from "../../../core/wire/channels.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { Subscription } from "../../alerts-port.ts";
import { unitSeen } from "../access.ts";
import { subscriptionInput } from "../alert-schema.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";

type Ports = Pick<ApiPorts, "registry" | "people">;

/** What each person wants to hear, and where. */
export const subscriptionRoutes = (ports: Ports) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/subscriptions",
      describe("What one wants to be told; an administrator sees everybody's", subscriptionsView),
      async (c) => {
        const [all, channels] = await Promise.all([registry.subscriptions(), registry.channels()]);
        const mine = new Set((await reachable(ports, c)).map(({ id }) => id));
        return c.json({
          subscriptions: all.filter(({ person }) => mine.has(person)).map(viewOf),
          channels: channels
            .filter(({ enabled }) => enabled)
            .map(({ id, kind, name }) => ({ id, kind, name })),
        });
      },
    )
    .put(
      "/subscriptions/:person",
      describe("Says what a person wants to be told", done),
      validate("json", subscriptionInput),
      async (c) => {
        const person = c.req.param("person");
        const found = (await reachable(ports, c)).find(({ id }) => id === person);
        if (found === undefined) throw new FaultError("person_unknown");
        const wanted = c.req.valid("json");
        if (wanted.unit !== null) {
          unitSeen(wanted.unit, c.var.visible);
          await checkTheirs(ports, found, wanted.unit);
        }
        unwrap(await registry.setSubscription({ person, ...wanted }, actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    );
};

/** Whose wishes one may see and change: one's own, and as an administrator those of one's units' people. */
async function reachable({ people }: Ports, c: ApiContext): Promise<readonly Me[]> {
  const { me, visible } = c.var;
  if (me.role !== "administrator") return [me];
  const everybody = await people.all();
  return everybody.filter(
    ({ id, unit }) => id === me.id || me.unit === null || (unit !== null && visible.has(unit)),
  );
}

/** An administrator sees more than the person: of a unit that is not theirs they would never be told. */
async function checkTheirs({ registry }: Ports, person: Me, unit: string): Promise<void> {
  if (person.unit === null) return;
  const parents = new Map((await registry.units()).map(({ id, parent }) => [id, parent]));
  if (!unitPath(unit, parents).includes(person.unit)) throw new FaultError("unit_unknown");
}

const viewOf = (subscription: Subscription): SubscriptionView => ({
  ...subscription,
  addresses: { ...subscription.addresses },
  severities: [...subscription.severities],
  etag: etagOf(subscription),
});
