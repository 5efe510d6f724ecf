import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { cursorOf, enter, integerTlv, peekTag, readBytes, readInteger } from "./ber.ts";
import { openMessage, readCommunityMessage, serveCommunity } from "./community.ts";
import type { Tree } from "./tree.ts";

/**
 * Many version 2c devices that all hold the same values and never change, for benchmarks in which live devices would
 * be the limit: each answer is worked out once and then sent again, with the id of the request in its place.
 */
export interface ReplayOptions {
  readonly count: number;
  readonly tree: Tree;
  /** How long each answer takes. */
  readonly delayMs: number;
}

export interface Replay {
  readonly ports: readonly number[];
  /** Requests that came so far. */
  requests(): number;
  readonly close: () => void;
}

const FRAME = 1_472;
const RECEIVE_BUFFER = 4 * 1_024 * 1_024;

export async function startReplay({ count, tree, delayMs }: ReplayOptions): Promise<Replay> {
  const answers = new Map<string, Answer | undefined>();
  let requests = 0;
  const sockets = await Promise.all(
    Array.from({ length: count }, () =>
      open((socket, datagram, port) => {
        requests += 1;
        const id = idIn(datagram);
        if (id === undefined) return;
        const key = `${datagram.toString("latin1", 0, id.from)}${datagram.toString("latin1", id.to)}`;
        if (!answers.has(key)) answers.set(key, answerTo(datagram, tree));
        const answer = answers.get(key);
        if (answer === undefined) return;
        const reply = Buffer.from(answer.bytes);
        datagram.copy(reply, answer.idAt, id.from, id.to);
        const send = () => socket.send(reply, port, "127.0.0.1", () => {});
        if (delayMs > 0) setTimeout(send, delayMs);
        else send();
      }),
    ),
  );
  return {
    ports: sockets.map((socket) => socket.address().port),
    requests: () => requests,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

interface Answer {
  readonly bytes: Uint8Array;
  /** Where the content of the request id is: as long as the request's own, which the poller never changes. */
  readonly idAt: number;
}

async function open(take: (socket: Socket, datagram: Buffer, port: number) => void): Promise<Socket> {
  const socket = createSocket({
    type: "udp4",
    recvBufferSize: RECEIVE_BUFFER,
    lookup: (host, _options, done) => done(null, host, 4),
  });
  socket.on("message", (datagram, { port }) => take(socket, datagram, port));
  const listening = once(socket, "listening");
  socket.bind(0, "127.0.0.1");
  await listening;
  return socket;
}

/** Where the content of the request id is. */
function idIn(datagram: Buffer): { readonly from: number; readonly to: number } | undefined {
  try {
    const message = enter(cursorOf(datagram), 0x30);
    readInteger(message);
    readBytes(message, 0x04);
    const pdu = enter(message, peekTag(message));
    const to = pdu.at + 2 + (datagram[pdu.at + 1] ?? 0);
    return { from: pdu.at + 2, to };
  } catch {
    return undefined;
  }
}

function answerTo(datagram: Buffer, tree: Tree): Answer | undefined {
  const opened = openMessage(datagram);
  if (opened === undefined || opened.version === 3) return undefined;
  const message = readCommunityMessage(opened.version, opened.body);
  const { reply } = serveCommunity(message, { tree, maxSize: FRAME, quirks: {}, wrongRequestId: false });
  if (reply === undefined) return undefined;
  const id = idIn(Buffer.from(reply));
  if (id === undefined || integerTlv(message.pdu.requestId).length !== id.to - id.from + 2) return undefined;
  return { bytes: reply, idAt: id.from };
}
