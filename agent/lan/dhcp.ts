import { createSocket, type Socket } from "node:dgram";
import type { Clock } from "../../core/clock.ts";
import type { Result } from "../../core/result.ts";
import { decodeOffer, encodeDiscover } from "./dhcp-message.ts";

export interface DhcpServer {
  readonly ip: string;
  readonly router: string | undefined;
}

export interface AskOptions {
  readonly clock: Pick<Clock, "sleep">;
  readonly random: () => number;
  /** Of the card that asks. */
  readonly mac: string;
  /** Addressed to all of the card's network, where the system cannot send to all cards' networks. */
  readonly broadcast: string | undefined;
  readonly waitMs?: number;
  /** Tests put their own in. */
  readonly ports?: { readonly client: number; readonly server: number; readonly to: string };
}

const PORTS = { client: 68, server: 67, to: "255.255.255.255" } as const;
/** A server may first ping what it means to offer (RFC 2131 2.2), which takes a second or more. */
const WAIT_MS = 4_000;
const MOST_SERVERS = 16;
/** RFC 863: whoever listens there throws away what comes. */
const DISCARD = 9;

/**
 * Every DHCP server that answers one DHCPDISCOVER. Nothing is requested, so no address is taken. The answers come to port
 * 68, which needs rights and may be taken: then it fails with the system's code.
 */
export async function askDhcp(
  options: AskOptions,
  signal: AbortSignal,
): Promise<Result<readonly DhcpServer[], string>> {
  const { clock, random, mac, broadcast, waitMs = WAIT_MS, ports = PORTS } = options;
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  const found = new Map<string, DhcpServer>();
  const xid = Math.floor(random() * 2 ** 32);
  try {
    await bound(socket, ports.client);
    socket.setBroadcast(true);
    socket.on("message", (bytes, from) => {
      const offer = decodeOffer(bytes);
      if (offer === undefined || offer.xid !== xid || offer.mac !== mac) return;
      const ip = offer.server ?? from.address;
      if (found.has(ip) || found.size >= MOST_SERVERS) return;
      found.set(ip, { ip, router: offer.router });
      // Makes the kernel look for its card, which tells who made it.
      if (ip === from.address) socket.send("", DISCARD, ip, () => {});
    });
    const question = encodeDiscover(xid, bytesOf(mac));
    await toEverybody(socket, question, ports, broadcast);
    await clock.sleep(waitMs, signal);
    return { ok: true, value: [...found.values()] };
  } catch (error) {
    return { ok: false, fault: error instanceof Error && "code" in error ? String(error.code) : "failed" };
  } finally {
    socket.close();
  }
}

/** Without a route for all networks (no gateway), only the card's own can be reached. */
async function toEverybody(
  socket: Socket,
  question: Uint8Array,
  { server, to }: { readonly server: number; readonly to: string },
  broadcast: string | undefined,
): Promise<void> {
  try {
    await sent(socket, question, server, to);
  } catch (error) {
    if (broadcast === undefined) throw error;
    await sent(socket, question, server, broadcast);
  }
}

const bytesOf = (mac: string): Uint8Array =>
  Uint8Array.from(mac.split(":"), (byte) => Number.parseInt(byte, 16));

function bound(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.bind(port, resolve);
  });
}

function sent(socket: Socket, bytes: Uint8Array, port: number, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, port, to, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
