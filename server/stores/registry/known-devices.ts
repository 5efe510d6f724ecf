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
    .select([
      "devices.id",
      "devices.address",
      "devices.port",
      "inventories.value as inventory",
      "device_details.value as identity",
    ])
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
    const said = read<Inventory>(inventory);
    const judged = read<IdentityFacts>(identity);
    const { cards: own = [] } = said;
    const macs = [judged.baseMac, ...[...(cards.get(id) ?? []), ...own].map(({ mac }) => mac)];
    return {
      id,
      polledAt: address === null ? undefined : { address, port },
      addresses: own.flatMap((card) => card.addresses),
      macs: macs.filter((mac) => mac !== null && mac !== undefined),
      serial: said.serial ?? judged.serial,
    };
  });
}

const read = <Document>(text: string | null): Partial<Document> =>
  text === null ? {} : (JSON.parse(text) as Document);
