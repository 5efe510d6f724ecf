import type { Assignment } from "../../../core/wire/assignment.ts";
import { MAX_TARGETS, PROTOCOL } from "../../../core/wire/limits.ts";
import type { AgentRecord } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import { discoveryTask } from "./discovery-task.ts";
import { lanTask } from "./lan-task.ts";

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
  const polls = site.holder === agent.id;
  const devices = polls
    ? await db
        .selectFrom("devices")
        .select(["id", "address", "port", "credential"])
        .where("site", "=", agent.site)
        .where("removed_at", "is", null)
        .where("address", "is not", null)
        .where("credential", "is not", null)
        .orderBy("id")
        .limit(MAX_TARGETS)
        .execute()
    : [];
  const targets = polls
    ? await db
        .selectFrom("targets")
        .select(["id", "address"])
        .where("site", "=", agent.site)
        .where("removed_at", "is", null)
        .orderBy("id")
        .limit(MAX_TARGETS)
        .execute()
    : [];
  const discovery = polls ? await discoveryTask(context, agent.site) : undefined;
  const lan = await lanTask(context, agent);
  return {
    protocol: PROTOCOL,
    agent: agent.id,
    device: agent.device,
    site: { id: site.id, name: site.name },
    host: { everyMs: site.host_every_ms },
    inventory: { cron: inventoryTime(agent.id) },
    snmp: devices.flatMap(({ id, address, port, credential }) =>
      address === null || credential === null
        ? []
        : [{ device: id, address, port, everyMs: pace.snmpMs, credential: vault.open(credential, id) }],
    ),
    ping: targets.map(({ id, address }) => ({
      target: id,
      address,
      everyMs: pace.pingMs,
      count: PING_COUNT,
    })),
    ...(lan === undefined ? {} : { lan }),
    ...(discovery === undefined ? {} : { discovery }),
    ...(trapPort !== undefined && devices.length > 0 && { traps: { port: trapPort } }),
  };
}

/** Between 9 and 11 in the morning, when PCs are on, and not all at the same minute. */
function inventoryTime(agent: string): string {
  let hash = 0;
  for (const character of agent) hash = (hash * 31 + character.charCodeAt(0)) % 120;
  return `${hash % 60} ${9 + Math.floor(hash / 60)} * * *`;
}
