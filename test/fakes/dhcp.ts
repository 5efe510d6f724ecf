import { createSocket } from "node:dgram";

/** A DHCPOFFER to the DISCOVER `question`, as a server at `server` with the router `router` sends it. */
export function makeOffer(
  question: Uint8Array,
  { server, router, offered }: { readonly server: string; readonly router: string; readonly offered: string },
): Uint8Array {
  const bytes = new Uint8Array(300);
  const address = (text: string) => text.split(".").map(Number);
  bytes.set([2, 1, 6, 0]);
  // xid, flags and the card that asks.
  bytes.set(question.subarray(4, 8), 4);
  bytes.set(question.subarray(10, 12), 10);
  bytes.set(question.subarray(28, 34), 28);
  bytes.set(address(offered), 16);
  const options = [
    [0x63, 0x82, 0x53, 0x63],
    [53, 1, 2],
    [54, 4, ...address(server)],
    [1, 4, 255, 255, 255, 0],
    [0, 0, 3, 4, ...address(router)],
    [51, 4, 0, 0, 14, 16],
    [255],
  ];
  bytes.set(options.flat(), 236);
  return bytes;
}

/**
 * As a program (`node dhcp.ts SERVER ROUTER OFFERED BROADCAST`): a DHCP server on port 67 that offers, and writes down on standard
 * output what type of message it got.
 */
if (import.meta.main) {
  const [server = "", router = "", offered = "", broadcast = ""] = process.argv.slice(2);
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  socket.on("message", (bytes) => {
    process.stdout.write(`MESSAGE ${bytes[242]}\n`);
    socket.send(makeOffer(bytes, { server, router, offered }), 68, broadcast);
  });
  socket.bind(67, () => {
    socket.setBroadcast(true);
    process.stdout.write("READY\n");
  });
}
