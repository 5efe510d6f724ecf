import { createSocket } from "node:dgram";

export interface Relay {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Passes datagrams of `address` (any free port) on to a port of 127.0.0.1 and back, so that one SNMP daemon looks like
 * several devices.
 */
export async function relayTo(address: string, port: number): Promise<Relay> {
  const front = createSocket("udp4");
  const back = createSocket("udp4");
  let peer: { address: string; port: number } | undefined;
  front.on("message", (message, from) => {
    peer = from;
    back.send(message, port, "127.0.0.1");
  });
  back.on("message", (message) => {
    if (peer !== undefined) front.send(message, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => front.bind(0, address, resolve));
  return {
    address,
    port: front.address().port,
    close: async () => {
      front.close();
      back.close();
    },
  };
}
