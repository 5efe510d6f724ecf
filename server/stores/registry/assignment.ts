import type { Assignment } from "../../../core/wire/assignment.ts";
import { MAX_TARGETS, PROTOCOL } from "../../../core/wire/limits.ts";
import type { AgentRecord } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import { discoveryTask } from "./discovery-task.ts";
import { lanTask } from "./lan-task.ts";
import { serviceTasks } from "./service-tasks.ts";

const PING_COUNT = 5;

/**
 * What the agent has to do now. The site's shared devices and ping targets go to the holder of the polling lease
 * alone; every agent reads the PC that it runs on.
 */
export async function assignmentOf(
  context: RegistryContext,
  agent: AgentRecord,
): Promise<Assignment | undefined> {
  const { db, vault, trapPort, pace } = context;
  const site = await db
    .selectFrom("sites")
    .leftJoin("leases", "leases.site", "sites.id")
    .select(["sites.id", "sites.name", "sites.host_every_ms", "leases.agent as holder"])
    .where("sites.id", "=", agent.site)
    .executeTakeFirst();
  if (site === undefined) return undefined;
  const shared = site.holder === agent.id ? await sharedWork(context, agent.site) : NO_WORK;
  const { devices, targets, services, discovery } = shared;
  const lan = await lanTask(context, agent);
  return {
    protocol: PROTOCOL,
    agent: agent.id,
    device: agent.device,
    site: { id: site.id, name: site.name },
    host: { everyMs: site.host_every_ms },
    inventory: { cron: inventoryTime(agent.id) },
    snmp: devices.flatMap(({ id, address, port, credential: sealed }) => {
      const credential = sealed === null ? undefined : vault.open(sealed, id);
      if (address === null || credential === undefined) return [];
      return [{ device: id, address, port, everyMs: pace.snmpMs, credential }];
    }),
    ping: targets.map(({ id, address }) => ({
      target: id,
      address,
      everyMs: pace.pingMs,
      count: PING_COUNT,
    })),
    ...(services.length > 0 && { services }),
    ...(lan === undefined ? {} : { lan }),
    ...(discovery === undefined ? {} : { discovery }),
    ...(trapPort !== undefined && devices.length > 0 && { traps: { port: trapPort } }),
  };
}

const NO_WORK: Awaited<ReturnType<typeof sharedWork>> = {
  devices: [],
  targets: [],
  services: [],
  discovery: undefined,
};

/** What one agent does for its whole site. */
async function sharedWork(context: RegistryContext, site: string) {
  const { db } = context;
  return {
    devices: await db
      .selectFrom("devices")
      .select(["id", "address", "port", "credential"])
      .where("site", "=", site)
      .where("removed_at", "is", null)
      .where("address", "is not", null)
      .where("credential", "is not", null)
      .orderBy("id")
      .limit(MAX_TARGETS)
      .execute(),
    targets: await db
      .selectFrom("targets")
      .select(["id", "address"])
      .where("site", "=", site)
      .where("removed_at", "is", null)
      .orderBy("id")
      .limit(MAX_TARGETS)
      .execute(),
    services: [...(await serviceTasks(context, site))],
    discovery: await discoveryTask(context, site),
  };
}

/** Between 9 and 11 in the morning, when PCs are on, and not all at the same minute. */
function inventoryTime(agent: string): string {
  let hash = 0;
  for (const character of agent) hash = (hash * 31 + character.charCodeAt(0)) % 120;
  return `${hash % 60} ${9 + Math.floor(hash / 60)} * * *`;
}
