import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { judge, type Expected } from "./envelope.ts";

/**
 * The UDP socket under a session. It is connected, so that the kernel keeps out every other sender and tells us when
 * the device's port is closed; what still comes is judged before the library sees it, and what the library throws at
 * a datagram ends here instead of ending the process.
 */
export interface GuardedSocket {
  /** Stands in for `node:dgram` in the library: hands out this one socket. */
  readonly dgramModule: { createSocket(): LibrarySocket };
  readonly seen: {
    sent: number;
    taken: number;
    /** Not for us, or nonsense. */
    dropped: number;
    /** Size of the last datagram that was taken. */
    bytes: number;
  };
  /** Datagrams that the request which begins now may send; a device that answers in circles runs out of them. */
  allow(datagrams: number): void;
  close(): void;
}

/** `code`: as the operating system says it (ECONNREFUSED …), or our own. */
export type Trouble = "exhausted" | "library_threw" | (string & {});

/** The part of a dgram.Socket that net-snmp uses. */
interface LibrarySocket {
  on(event: string, listener: (datagram: Buffer) => void): void;
  send(
    buffer: Uint8Array,
    offset: number,
    length: number,
    port: number,
    address: string,
    done: (error: Error | null) => void,
  ): void;
  ref(): void;
  unref(): void;
  close(): void;
}

/**
 * Connects to an IP address (never a name: Node would look it up for each packet). Rejects with the operating
 * system's error when the address cannot be used. `onTrouble` is told what ends the request under way.
 */
export async function connectSocket(
  peer: { readonly address: string; readonly port: number },
  expected: Expected,
  onTrouble: (trouble: Trouble) => void,
): Promise<GuardedSocket> {
  const socket = createSocket(isIPv6(peer.address) ? "udp6" : "udp4");
  await connected(socket, peer);
  socket.on("error", (error) => onTrouble(codeOf(error)));
  const seen = { sent: 0, taken: 0, dropped: 0, bytes: 0 };
  const library: { onDatagram?: (datagram: Buffer) => void; onClose?: () => void } = {};
  let allowance = 0;
  let closed = false;
  listen(socket, expected, seen, (datagram) => {
    try {
      library.onDatagram?.(datagram);
    } catch {
      // It has let go of the request by now, so nothing else would ever end it.
      seen.dropped += 1;
      onTrouble("library_threw");
    }
  });
  const close = () => {
    if (closed) return;
    closed = true;
    socket.close();
    library.onClose?.();
  };
  const facade: LibrarySocket = {
    on(event, listener) {
      if (event === "message") library.onDatagram = listener;
      if (event === "close") library.onClose = listener as () => void;
    },
    send(buffer, offset, length, _port, _address, done) {
      if (allowance <= 0) {
        queueMicrotask(() => onTrouble("exhausted"));
        return;
      }
      allowance -= 1;
      seen.sent += 1;
      socket.send(buffer, offset, length, (error) => {
        if (error !== null) onTrouble(codeOf(error));
      });
      // At once, not after the send: the library listens for the answer only from here on.
      done(null);
    },
    ref: () => socket.ref(),
    unref: () => socket.unref(),
    close,
  };
  return {
    dgramModule: { createSocket: () => facade },
    seen,
    allow: (datagrams) => {
      allowance = datagrams;
    },
    close,
  };
}

async function connected(socket: Socket, peer: { readonly address: string; readonly port: number }) {
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve();
    });
    socket.connect(peer.port, peer.address);
  }).catch((error: unknown) => {
    socket.close();
    throw error;
  });
}

/** Passes on what the device itself sent, if it can be an answer. */
function listen(
  socket: Socket,
  expected: Expected,
  seen: GuardedSocket["seen"],
  take: (datagram: Buffer) => void,
): void {
  const remote = socket.remoteAddress();
  socket.on("message", (datagram, from) => {
    // Before it was connected, the socket may have taken something from a stranger.
    const own = from.address === remote.address && from.port === remote.port;
    if (!own || judge(datagram, expected) !== "take") {
      seen.dropped += 1;
      return;
    }
    seen.taken += 1;
    seen.bytes = datagram.length;
    take(datagram);
  });
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
