import { createSocket } from "node:dgram";

/**
 * A DHCP server (RFC 2131) that only ever makes offers: `node test/lab/dhcp-responder.ts ADDRESS BROADCAST`, inside a
 * namespace of the laboratory.
 */
const [address = "", broadcast = ""] = process.argv.slice(2);
const [SERVER_PORT, CLIENT_PORT] = [67, 68];
const COOKIE = 0x63_82_53_63;
const OPTIONS_AT = 240;
const DISCOVER = 1;
const OFFER = 2;
const bytesOf = (ip: string) => ip.split(".").map(Number);

function messageType(message: Buffer): number | undefined {
  for (let at = OPTIONS_AT; at + 2 < message.length;) {
    const option = message[at] ?? 255;
    if (option === 255) return undefined;
    if (option === 53) return message[at + 2];
    at += option === 0 ? 1 : 2 + (message[at + 1] ?? 0);
  }
  return undefined;
}

function offerTo(discover: Buffer): Buffer {
  const offer = Buffer.alloc(300);
  // op, htype, hlen, hops, xid, secs, flags, ciaddr … chaddr as asked.
  discover.copy(offer, 0, 0, 44);
  offer[0] = 2;
  offer.set([...bytesOf(address).slice(0, 3), 200], 16);
  offer.set(bytesOf(address), 20);
  offer.writeUInt32BE(COOKIE, 236);
  const own = bytesOf(address);
  offer.set(
    [53, 1, OFFER, 54, 4, ...own, 51, 4, 0, 0, 14, 16, 1, 4, 255, 255, 255, 0, 3, 4, ...own, 255],
    OPTIONS_AT,
  );
  return offer;
}

const socket = createSocket({ type: "udp4", reuseAddr: true });
socket.on("message", (message) => {
  if (message.length < OPTIONS_AT || message.readUInt32BE(236) !== COOKIE) return;
  if (messageType(message) === DISCOVER) socket.send(offerTo(message), CLIENT_PORT, broadcast);
});
socket.on("error", () => {});
socket.bind(SERVER_PORT, () => {
  socket.setBroadcast(true);
  process.stdout.write("dhcp ready\n");
});
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
