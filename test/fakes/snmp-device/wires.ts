import { type RemoteInfo, type Socket, createSocket } from "node:dgram";
import { once } from "node:events";
import type { Clock } from "../../../core/clock.ts";
import type { Struck } from "./faults.ts";

/** The sockets behind one UDP port, and what faults do to datagrams on the way out. */
export interface Wires {
  readonly port: number;
  onDatagram(listener: (datagram: Buffer, from: RemoteInfo) => void): void;
  /** `sender` is whose turn it is when replies go out one at a time. */
  send(bytes: Uint8Array, to: RemoteInfo, how: HowSent, sender: object): void;
  readonly close: () => Promise<void>;
}

type HowSent = Pick<Struck, "delayMs" | "oneAtATime" | "duplicate" | "otherPort">;

/** A burst of a thousand requests must not be lost in the socket; the system may grant less. */
const RECEIVE_BUFFER = 4 * 1_024 * 1_024;

export async function openWires(address: string, port: number, clock: Clock): Promise<Wires> {
  const socket = await bind(address, port);
  const closing = new AbortController();
  const freeAt = new WeakMap<object, number>();
  let other: Promise<Socket> | undefined;

  const put = (from: Socket, bytes: Uint8Array, to: RemoteInfo) => {
    // A datagram that cannot be sent is a datagram lost: with a callback, dgram does not raise an error event.
    if (!closing.signal.aborted) from.send(bytes, to.port, to.address, () => {});
  };
  const sendNow = (bytes: Uint8Array, to: RemoteInfo, { otherPort, duplicate }: HowSent) => {
    const from = otherPort ? (other ??= bind(address, 0)) : undefined;
    const all = (by: Socket) => {
      put(by, bytes, to);
      if (duplicate) put(by, bytes, to);
    };
    if (from === undefined) all(socket);
    else void from.then(all);
  };
  /** How long until the sender is free to answer, when it answers one request after the other. */
  const waitMs = (how: HowSent, sender: object): number => {
    if (!how.oneAtATime) return how.delayMs;
    const now = clock.monotonic();
    const done = Math.max(now, freeAt.get(sender) ?? now) + how.delayMs;
    freeAt.set(sender, done);
    return done - now;
  };
  return {
    port: socket.address().port,
    onDatagram: (listener) => void socket.on("message", listener),
    send: (bytes, to, how, sender) => {
      const wait = how.delayMs > 0 ? waitMs(how, sender) : 0;
      if (wait > 0) void clock.sleep(wait, closing.signal).then(() => sendNow(bytes, to, how));
      else sendNow(bytes, to, how);
    },
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all([shut(socket), other?.then(shut)]);
    },
  };
}

async function bind(address: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: address.includes(":") ? "udp6" : "udp4",
    recvBufferSize: RECEIVE_BUFFER,
    // Only addresses come in here: answering at once saves dgram a deferred name look-up for every datagram.
    lookup: (host, _options, done) => done(null, host, address.includes(":") ? 6 : 4),
  });
  // Asked for before: with a look-up that answers at once, the event comes out of bind itself.
  const listening = once(socket, "listening");
  socket.bind(port, address);
  await listening;
  return socket;
}

function shut(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.close(() => resolve()));
}
