import { Hono } from "hono";
import {
  acceptAnswer,
  discoveryInput,
  discoveryView,
  foundInput,
  ignoreInput,
  type AcceptAnswer,
  type DiscoveryView,
} from "../../../core/wire/discovery.ts";
import { FaultError } from "../../../core/result.ts";
import type { DeviceRecord } from "../../ports.ts";
import { siteSeen } from "../access.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";

/** Discovery of a site: where to look, what was found, and what becomes of it. */
export const discoveryRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/sites/:site/discovery",
      describe("Discovery of a site: settings, last sweep, what was found", discoveryView),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        return c.json(await viewOf(ports, site));
      },
    )
    .put(
      "/sites/:site/discovery",
      describe("Sets where to look and with which credentials, and asks for a sweep", done),
      validate("json", discoveryInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        unwrap(await registry.setDiscovery(site.id, c.req.valid("json"), actorOf(c)));
        return c.json({ done: true as const });
      },
    )
    .post("/sites/:site/discovery/scan", describe("Asks for a sweep now", done), async (c) => {
      const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
      unwrap(await registry.scanNow(site.id, actorOf(c)));
      return c.json({ done: true as const });
    })
    .post(
      "/sites/:site/discovery/accept",
      describe("Makes devices of what was found; says of each that could not be made one why", acceptAnswer),
      validate("json", foundInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const refused: AcceptAnswer["refused"] = [];
        const { found } = c.req.valid("json");
        for (const one of found) {
          const accepted = await registry.acceptFound(site.id, one, actorOf(c));
          if (!accepted.ok) refused.push({ found: one, code: accepted.fault.code });
        }
        return c.json({ accepted: found.length - refused.length, refused } satisfies AcceptAnswer);
      },
    )
    .post(
      "/sites/:site/discovery/ignore",
      describe("Says that found things shall not be asked about, or shall again", done),
      validate("json", ignoreInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const { found, ignored } = c.req.valid("json");
        // What is no more is ignored already.
        for (const one of found) await registry.ignoreFound(site.id, one, ignored, actorOf(c));
        return c.json({ done: true as const });
      },
    );
};

async function viewOf(
  { registry, makersOf }: ApiPorts,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<DiscoveryView> {
  const [read, devices] = await Promise.all([registry.discovery(id), registry.devices(id)]);
  if (read === undefined) throw new FaultError("site_unknown");
  const makers = await makersOf(read.found.map(({ mac }) => mac));
  const names = new Map(devices.map((device) => [device.id, nameOf(device)]));
  return {
    ...read,
    siteName: name,
    found: read.found.map((one, at) =>
      Object.assign(one, {
        vendor: makers[at] ?? null,
        deviceName: names.get(one.device ?? "") ?? null,
      }),
    ),
  };
}

const nameOf = ({ name, facts, inventory, address, id }: DeviceRecord): string =>
  name ?? facts?.name ?? inventory?.value.hostname ?? address ?? id;
