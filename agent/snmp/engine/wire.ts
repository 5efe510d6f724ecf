import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6, SocketAddress } from "node:net";
import { LEAST_ID, MOST_ID } from "../codec/pdu.ts";
import { peekMessage } from "../codec/message.ts";

/**
 * The UDP sockets for every device of an address family: not one for each device, but as many as hold the answers to
 * all that may be asked at once. An answer is taken when it comes from the address and port
 * that was asked and carries the id of a request under way there; everything else is dropped and counted.
 */
export interface Wire {
  /** Gives the request an id that no other has, under which its answer will be known. */
  expect(receiver: Receiver): number;
  /** No answer is expected any more. */
  forget(id: number): void;
  /** `id` as {@link expect} gave it; `failed` is told the operating system's error code. */
  send(datagram: Uint8Array, id: number, to: Place, failed: (code: string) => void): void;
  readonly seen: Readonly<Record<Dropped, number>>;
  close(): void;
}

/** A canonical address: as the operating system writes it. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface Receiver extends Place {
  /** 0, 1 or 3. */
  readonly version: number;
  /** A datagram from its place, with the id under which an answer was expected. */
  receive(datagram: Uint8Array, id: number): void;
  /** Nonsense from its place while it waited. */
  garbage(): void;
}

/** `foreign`: from another place. `stray`: answers nothing that is under way, such as one that came too late. */
type Dropped = "foreign" | "stray" | "garbage";

/** What is answered while this process is busy must not be lost. Linux grants 212,992 bytes, and doubles that. */
const RECEIVE_BUFFER = 4 * 1_024 * 1_024;
/** Full frames that fit that, with what the system counts besides. */
const ANSWERS_IN_BUFFER = 64;

export interface WireSettings {
  /** In 0 … 1, for ids that nobody can guess. */
  readonly random: () => number;
  /** Requests that may be under way at once. */
  readonly mostInFlight: number;
}

/** Rejects when the system gives no socket. */
export async function openWire(
  family: "udp4" | "udp6",
  { random, mostInFlight }: WireSettings,
): Promise<Wire> {
  const waiting = new Map<number, Receiver>();
  const seen = { foreign: 0, stray: 0, garbage: 0 };
  const take = (datagram: Uint8Array, from: RemoteInfo) => {
    const dropped = deliver(datagram, from, waiting);
    if (dropped !== undefined) seen[dropped] += 1;
  };
  const count = Math.max(1, Math.ceil(mostInFlight / ANSWERS_IN_BUFFER));
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(family, take)));
  return {
    expect(receiver) {
      let id: number;
      do id = LEAST_ID + Math.floor(random() * (MOST_ID - LEAST_ID + 1));
      while (waiting.has(id));
      waiting.set(id, receiver);
      return id;
    },
    forget: (id) => void waiting.delete(id),
    send: (datagram, id, { address, port }, failed) => {
      sockets[id % count]?.send(datagram, port, address, (error) => {
        if (error !== null) failed(codeOf(error));
      });
    },
    seen,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

async function openSocket(
  family: "udp4" | "udp6",
  take: (datagram: Uint8Array, from: RemoteInfo) => void,
): Promise<Socket> {
  const socket = createSocket({
    type: family,
    recvBufferSize: RECEIVE_BUFFER,
    // Only addresses come in here: answering at once saves a look-up for every datagram.
    lookup: (host, _options, done) => done(null, host, family === "udp6" ? 6 : 4),
  });
  const listening = once(socket, "listening");
  socket.bind(0);
  await listening;
  socket.on("message", take);
  // Errors of sending come by callback; others concern no single request.
  socket.on("error", () => {});
  return socket;
}

/** Hands a datagram to whom it is for; why not, when nobody takes it. */
function deliver(
  datagram: Uint8Array,
  from: RemoteInfo,
  waiting: ReadonlyMap<number, Receiver>,
): Dropped | undefined {
  const { version, id } = peekMessage(datagram);
  const receiver = version < 0 ? undefined : waiting.get(id);
  if (receiver !== undefined) {
    if (receiver.port !== from.port || receiver.address !== from.address) return "foreign";
    if (receiver.version === version) {
      receiver.receive(datagram, id);
      return undefined;
    }
  } else if (version >= 0) {
    return "stray";
  }
  // Rare, so looking through all of them does not matter.
  let dropped: Dropped = "foreign";
  for (const other of waiting.values()) {
    if (other.port !== from.port || other.address !== from.address) continue;
    dropped = "garbage";
    other.garbage();
  }
  return dropped;
}

export interface Knock {
  close(): void;
}

/**
 * Sends the datagram through a connected socket of its own: only to those does the system say that the device's port
 * is closed (ECONNREFUSED). What answers there goes the way of all answers.
 */
export function knock(datagram: Uint8Array, receiver: Receiver, failed: (code: string) => void): Knock {
  const socket = createSocket(isIPv6(receiver.address) ? "udp6" : "udp4");
  let closed = false;
  socket.on("error", (error) => failed(codeOf(error)));
  socket.on("message", (answer) => {
    const { version, id } = peekMessage(answer);
    if (version === receiver.version) receiver.receive(answer, id);
    else receiver.garbage();
  });
  // Not as a callback of connect, which is called when there is no way there, too; this way it is an error.
  socket.once("connect", () => {
    if (!closed) socket.send(datagram, (error) => error !== null && failed(codeOf(error)));
  });
  socket.connect(receiver.port, receiver.address);
  return {
    close: () => {
      if (closed) return;
      closed = true;
      socket.close();
    },
  };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** The address as the operating system will write it when something comes from there. */
export function canonical(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = "", zone] = address.split("%");
  const plain = new SocketAddress({ address: bare, family: "ipv6" }).address;
  return zone === undefined ? plain : `${plain}%${zone}`;
}
