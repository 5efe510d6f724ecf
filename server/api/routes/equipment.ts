import { Hono } from "hono";
import { z } from "zod";
import { FaultError } from "../../../core/result.ts";
import { deviceSummary, deviceView } from "../../../core/wire/views.ts";
import { deviceSeen, siteSeen } from "../access.ts";
import { actorOf, seenBy, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, deviceChange, done, validate } from "../schema.ts";
import type { Views } from "../views.ts";

/** Devices, ping targets, agents. */
export const equipmentRoutes = ({ registry }: ApiPorts, views: Views) =>
  new Hono<ApiEnv>()
    .get("/devices", describe("All devices that one may see", z.array(deviceSummary)), async (c) =>
      c.json(await views.devices(c.var.visible)),
    )
    .get("/devices/:device", describe("A device with its ports and events", deviceView), async (c) => {
      const device = await deviceSeen(registry, c.req.param("device"), c.var.visible);
      return c.json(await views.device(device));
    })
    .patch(
      "/devices/:device",
      describe("Changes a device; a credential can be set or taken away, never read", done),
      validate("json", deviceChange),
      async (c) => {
        const device = await deviceSeen(registry, c.req.param("device"), c.var.visible);
        unwrap(await registry.changeDevice(device.id, c.req.valid("json"), actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    )
    .delete("/devices/:device", describe("Removes a device", done), async (c) => {
      const device = await deviceSeen(registry, c.req.param("device"), c.var.visible);
      unwrap(await registry.removeDevice(device.id, actorOf(c), seenBy(c)));
      return c.json({ done: true as const });
    })
    .delete("/targets/:target", describe("Removes a ping target", done), async (c) => {
      const target = await registry.target(c.req.param("target"));
      if (target === undefined) throw new FaultError("target_unknown");
      await siteSeen(registry, target.site, c.var.visible, "target_unknown");
      unwrap(await registry.removeTarget(target.id, actorOf(c)));
      return c.json({ done: true as const });
    })
    .post("/agents/:agent/revoke", describe("Takes an agent's right to send away", done), async (c) => {
      const agent = await registry.agent(c.req.param("agent"));
      if (agent === undefined) throw new FaultError("not_found");
      await siteSeen(registry, agent.site, c.var.visible, "not_found");
      unwrap(await registry.revokeAgent(agent.id, actorOf(c)));
      return c.json({ done: true as const });
    });
