import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import { isLoopback, parseIpv4 } from "../../core/discovery/ipv4.ts";

/** The networks that this PC is a member of. */
export interface LocalNets {
  /** An address of this PC; not its loopback, behind which other programs answer. */
  readonly isOwn: (address: string) => boolean;
  /** On the same cable: its card can be seen. */
  readonly isNear: (address: string) => boolean;
  /** A datagram to it would reach everybody at once. */
  readonly isForAll: (address: string) => boolean;
}

type Interfaces = Readonly<
  Record<string, readonly Pick<NetworkInterfaceInfo, "family" | "address" | "netmask">[] | undefined>
>;

export function localNets(interfaces: Interfaces = networkInterfaces()): LocalNets {
  const nets = Object.values(interfaces)
    .flatMap((cards) => cards ?? [])
    .flatMap(({ family, address, netmask }) => {
      const [own, mask] = [parseIpv4(address), parseIpv4(netmask)];
      if (family !== "IPv4" || own === undefined || mask === undefined || isLoopback(own)) return [];
      const size = 2 ** 32 - mask;
      return [{ own, network: own - (own % size), size }];
    });
  const of = (address: string) => {
    const number = parseIpv4(address) ?? -1;
    return nets.filter(({ network, size }) => number >= network && number < network + size);
  };
  return {
    isOwn: (address) => nets.some(({ own }) => own === parseIpv4(address)),
    isNear: (address) => of(address).length > 0,
    isForAll: (address) =>
      of(address).some(({ network, size }) => {
        const number = parseIpv4(address);
        return size > 2 && (number === network || number === network + size - 1);
      }),
  };
}
