import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A machine with a NetBIOS name: answers node status requests as RFC 1002 4.2.18 writes them down. */
export interface NetbiosMachine {
  readonly mac: string;
  readonly names: readonly { readonly name: string; readonly kind: number; readonly group?: boolean }[];
}

export function makeStatusAnswer(id: number, { mac, names }: NetbiosMachine): Uint8Array {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(1, 6);
  const owner = Buffer.concat([Buffer.from([32]), Buffer.from(`CK${"A".repeat(30)}`), Buffer.from([0])]);
  const entries = names.map(({ name, kind, group = false }) => {
    const entry = Buffer.alloc(18, " ");
    entry.write(name.slice(0, 15), "latin1");
    entry.writeUInt8(kind, 15);
    entry.writeUInt16BE((group ? 0x8000 : 0) | 0x0400, 16);
    return entry;
  });
  const statistics = Buffer.alloc(46);
  Buffer.from(mac.replaceAll(":", ""), "hex").copy(statistics);
  const data = Buffer.concat([Buffer.from([names.length]), ...entries, statistics]);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(0x21, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([header, owner, fixed, data]);
}

export interface NetbiosResponder {
  readonly port: number;
  /** Requests that came in. */
  requests(): number;
  close(): Promise<void>;
}

/** Listens at an address; `port` 0 takes a free one. */
export async function startNetbios(
  machine: NetbiosMachine,
  { address = "127.0.0.1", port = 0 } = {},
): Promise<NetbiosResponder> {
  const socket = createSocket("udp4");
  let requests = 0;
  socket.on("message", (request, from) => {
    requests += 1;
    if (request.length < 12) return;
    socket.send(makeStatusAnswer(request.readUInt16BE(0), machine), from.port, from.address);
  });
  const listening = once(socket, "listening");
  socket.bind(port, address);
  await listening;
  return {
    port: socket.address().port,
    requests: () => requests,
    close: () => new Promise((resolve) => void socket.close(() => resolve())),
  };
}
