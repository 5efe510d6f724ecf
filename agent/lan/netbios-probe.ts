import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decodeStatusAnswer, encodeStatusRequest, NETBIOS_PORT, type NodeStatus } from "./netbios.ts";

/**
 * Asks many addresses for their NetBIOS name over one socket. The datagram also makes the kernel look for the
 * address's card, which is how silent neighbours are noticed.
 */
export interface NetbiosProbe {
  /** One datagram. That it cannot be sent (no route) is not an error: nobody answers then. */
  ask(address: string): void;
  /** What came back so far, by address. */
  readonly answers: ReadonlyMap<string, NodeStatus>;
  close(): void;
}

export interface NetbiosProbeOptions {
  readonly random: () => number;
  readonly port?: number;
}

export async function openNetbiosProbe({
  random,
  port = NETBIOS_PORT,
}: NetbiosProbeOptions): Promise<NetbiosProbe> {
  const socket = createSocket("udp4");
  const asked = new Map<string, number>();
  const answers = new Map<string, NodeStatus>();
  socket.on("error", () => {});
  socket.on("message", (bytes, from) => {
    // Only who was asked may answer, and only what was asked: anybody can send datagrams here.
    if (from.port !== port || answers.has(from.address)) return;
    const status = decodeStatusAnswer(bytes);
    if (status !== undefined && status.id === asked.get(from.address)) answers.set(from.address, status);
  });
  const listening = once(socket, "listening");
  socket.bind(0);
  await listening;
  let open = true;
  return {
    ask(address) {
      if (!open) return;
      const id = Math.floor(random() * 65_536);
      asked.set(address, id);
      socket.send(encodeStatusRequest(id), port, address, () => {});
    },
    answers,
    close() {
      if (!open) return;
      open = false;
      socket.close();
    },
  };
}
