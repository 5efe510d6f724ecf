import { Hono } from "hono";
import * as z from "zod";
import { recordEtag } from "../../../core/etag.ts";
import { LATE_MS } from "../../../core/alerting/types.ts";
import { FaultError } from "../../../core/result.ts";
import { serviceView, type ServiceView } from "../../../core/wire/services.ts";
import type { ServiceRecord } from "../../alerts-port.ts";
import { unitSeen } from "../access.ts";
import { serviceInput } from "../alert-schema.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { created, describe, done, validate } from "../schema.ts";

type Ports = Pick<ApiPorts, "registry" | "store" | "clock">;

/** Public services that sites look at, and how they see them now. */
export const serviceRoutes = ({ registry, store, clock }: Ports) => {
  const mine = async (c: ApiContext, id: string): Promise<ServiceRecord> => {
    const service = (await registry.services()).find((one) => one.id === id);
    if (service === undefined || !c.var.visible.has(service.unit)) throw new FaultError("service_unknown");
    return service;
  };
  return new Hono<ApiEnv>()
    .get("/services", describe("Public services as the sites see them", z.array(serviceView)), async (c) =>
      c.json(await viewsOf({ registry, store, clock }, c)),
    )
    .post(
      "/services",
      describe("Sets up a service to look at", created),
      validate("json", serviceInput),
      async (c) => {
        const service = c.req.valid("json");
        unitSeen(service.unit, c.var.visible);
        return c.json({ id: unwrap(await registry.addService(service, actorOf(c))).id });
      },
    )
    .put(
      "/services/:service",
      describe("Changes a service", done),
      validate("json", serviceInput),
      async (c) => {
        const { id } = await mine(c, c.req.param("service"));
        const service = c.req.valid("json");
        unitSeen(service.unit, c.var.visible);
        unwrap(await registry.changeService(id, service, actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    )
    .delete("/services/:service", describe("Looks at a service no longer", done), async (c) => {
      const { id } = await mine(c, c.req.param("service"));
      unwrap(await registry.removeService(id, actorOf(c), seenBy(c)));
      return c.json({ done: true as const });
    });
};

/** Whoever has a site that looks at a service may see it, also when somebody above set it up. */
async function viewsOf({ registry, store, clock }: Ports, c: ApiContext): Promise<ServiceView[]> {
  const [services, checks, sites] = await Promise.all([
    registry.services(),
    registry.checks(),
    registry.sites(),
  ]);
  const seen = new Map(sites.filter(({ unit }) => c.var.visible.has(unit)).map(({ id, name }) => [id, name]));
  const isUp = (check: string): boolean | null => {
    const up = store.last(`service:${check}`)?.get("up");
    return up === undefined || clock.now() - up.at > LATE_MS ? null : up.value === 1;
  };
  return services.flatMap((service): ServiceView[] => {
    const at = checks.filter((check) => check.service === service.id && seen.has(check.site));
    if (at.length === 0 && !c.var.visible.has(service.unit)) return [];
    const where = at.map(({ id, site }) => {
      return { site, name: seen.get(site) ?? site, up: isUp(id), check: id };
    });
    return [{ ...service, expect: { ...service.expect }, sites: where, etag: recordEtag(service) }];
  });
}
