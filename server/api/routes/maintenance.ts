import { Hono } from "hono";
import * as z from "zod";
import { FaultError } from "../../../core/result.ts";
import { maintenanceView, type MaintenanceView } from "../../../core/wire/alerts.ts";
import { maintenanceInput } from "../alert-schema.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";
import { checkScope, isScopeSeen, scopeNames } from "../scope.ts";

/** Times in which somebody works on things. */
export const maintenanceRoutes = (ports: Pick<ApiPorts, "registry">) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get("/maintenance", describe("Maintenance windows", z.array(maintenanceView)), async (c) => {
      const scopeName = await scopeNames(ports);
      const mine: MaintenanceView[] = [];
      for (const window of await registry.maintenance()) {
        if (await isScopeSeen(ports, c, window.scope)) {
          mine.push(Object.assign({ ...window }, { scopeName: scopeName(window.scope) }));
        }
      }
      return c.json(mine);
    })
    .post(
      "/maintenance",
      describe("Plans a maintenance window: nothing of it notifies", maintenanceView),
      validate("json", maintenanceInput),
      async (c) => {
        const window = c.req.valid("json");
        await checkScope(ports, c, window.scope);
        const made = unwrap(await registry.addMaintenance(window, actorOf(c)));
        const scopeName = (await scopeNames(ports))(made.scope);
        return c.json({ ...made, scopeName } satisfies MaintenanceView);
      },
    )
    .delete("/maintenance/:window", describe("Takes a maintenance window away", done), async (c) => {
      const id = c.req.param("window");
      const window = (await registry.maintenance()).find((one) => one.id === id);
      if (window === undefined || !(await isScopeSeen(ports, c, window.scope))) {
        throw new FaultError("maintenance_unknown");
      }
      unwrap(await registry.removeMaintenance(id, actorOf(c)));
      return c.json({ done: true as const });
    });
};
