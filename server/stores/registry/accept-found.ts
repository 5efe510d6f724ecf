import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import type { FoundHost } from "../../../core/wire/found.ts";
import type { RegistryContext } from "./context.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";
import { insertDevice } from "./equipment.ts";
import type { Tables } from "./tables.ts";

/** Makes a device of a row of `found`; undefined when its address is taken. */
export async function acceptRow(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  { id, site, host }: Pick<DiscoveryTables["found"], "id" | "site" | "host">,
  by?: Actor,
): Promise<string | undefined> {
  const { addresses, port, credential: used, snmp, netbios, dns } = JSON.parse(host) as FoundHost;
  const sealed = await transaction
    .selectFrom("discovery_credentials")
    .select(["id", "sealed"])
    .where("id", "=", used ?? "")
    .where("site", "=", site)
    .executeTakeFirst();
  const device = context.newId();
  const given = {
    address: addresses[0] ?? "",
    port,
    // What speaks SNMP says its name itself.
    name: snmp === undefined ? (netbios ?? dns) : undefined,
    credential: sealed === undefined ? undefined : context.vault.open(sealed.sealed, sealed.id),
  };
  const added = await insertDevice(context, transaction, { id: device, site, given }, by);
  if (!added.ok) return undefined;
  const accepted = { state: "accepted" as const, device, moved_from: null };
  await transaction.updateTable("found").set(accepted).where("id", "=", id).execute();
  return device;
}
