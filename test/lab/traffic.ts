import { createSocket } from "node:dgram";

/** Datagrams at an even rate, bounded in time: `node test/lab/traffic.ts ADDRESS PACKETS-A-SECOND BYTES SECONDS`. */
const [address = "", rate = "", bytes = "", seconds = ""] = process.argv.slice(2);
const TICK_MS = 20;
const DISCARD_PORT = 9;
const perTick = (Number(rate) * TICK_MS) / 1_000;
const socket = createSocket("udp4");
const payload = Buffer.alloc(Number(bytes));
socket.on("error", () => {});
socket.bind(0, () => socket.setBroadcast(true));
let owed = 0;
const started = performance.now();
const timer = setInterval(() => {
  if (performance.now() - started > Number(seconds) * 1_000) end();
  for (owed += perTick; owed >= 1; owed -= 1) socket.send(payload, DISCARD_PORT, address);
}, TICK_MS);
function end(): void {
  clearInterval(timer);
  process.exit(0);
}
process.stdin.on("end", end);
process.stdin.resume();
