import type { Commune } from "./commune.ts";
import type { Net, Space } from "./space.ts";

/** A socket of the first commune into which somebody may plug something. */
export interface Rogue {
  readonly space: Space;
  readonly address: string;
  readonly broadcast: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

export async function makeRogue(net: Net, commune: Commune): Promise<Rogue> {
  const space = await net.space(`${commune.tag}-rogue`);
  const at = commune.unmanaged ?? commune.managed;
  await net.cable(at, "p9", space, "lan0");
  await at.ip("link set p9 master br0");
  const lan = commune.gatewayAddress.split(".").slice(0, 3).join(".");
  const [address, broadcast] = [`${lan}.250`, `${lan}.255`];
  await space.ip("link set lan0 address 00:0c:42:00:00:50");
  await space.ip(`address add ${address}/24 broadcast ${broadcast} dev lan0`);
  await space.ip("link set lan0 down");
  return {
    space,
    address,
    broadcast,
    plug: async () => void (await space.ip("link set lan0 up")),
    unplug: async () => void (await space.ip("link set lan0 down")),
  };
}
