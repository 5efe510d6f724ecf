import type { Inventory } from "../../../core/wire/block.ts";
import type { IdentityFacts } from "../../../core/wire/survey.ts";
import type { KnownDevice } from "../../../core/discovery/known.ts";
import type { Db } from "./database.ts";

/** The devices of a site by what discovery can recognise them by: addresses, cards, serial numbers. */
export async function knownDevices(db: Db, site: string): Promise<readonly KnownDevice[]> {
  const devices = await db
    .selectFrom("devices")
    .leftJoin("inventories", "inventories.device", "devices.id")
    .leftJoin("device_details", (join) =>
      join.onRef("device_details.device", "=", "devices.id").on("device_details.kind", "=", "identity"),
    )
    .select(["devices.id", "devices.address", "devices.port", "inventories.value as inventory", "device_details.value as identity"])
    .where("devices.site", "=", site)
    .where("devices.removed_at", "is", null)
    .execute();
  const ports = await db
    .selectFrom("ports")
    .innerJoin("devices", "devices.id", "ports.device")
    .select(["ports.device", "ports.mac"])
    .where("devices.site", "=", site)
    .where("ports.mac", "is not", null)
    .execute();
  const cards = Map.groupBy(ports, ({ device }) => device);
  return devices.map(({ id, address, port, inventory, identity }) => {
    const own = inventory === null ? undefined : (JSON.parse(inventory) as Inventory);
    const said = identity === null ? undefined : (JSON.parse(identity) as IdentityFacts);
    const listed = [...(cards.get(id) ?? []), ...(own?.cards ?? [])].map(({ mac }) => mac);
    const macs = [said?.baseMac, ...listed];
    return {
      id,
      polledAt: address === null ? undefined : { address, port },
      addresses: own?.cards?.flatMap((card) => card.addresses) ?? [],
      macs: macs.filter((mac) => mac !== null && mac !== undefined),
      serial: own?.serial ?? said?.serial,
    };
  });
}
