import { fork } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { cursorOf, enter, readBytes, readInteger } from "../fakes/snmp-device/ber.ts";
import { requestTlv } from "../fakes/snmp-device/client.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { realClock } from "../support/real-clock.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { peakResidentMB } from "../support/process.ts";

/**
 * How much one process of fake devices serves: 100 switches of 28 ports with moving counters on one UDP socket each,
 * asked by a second process with cached GETBULKs (seven columns by seven rows) of which 64 are under way at once.
 * Last line: `{"varbindsPerSecond", "requestsPerSecond", "cpuMicrosPerVarbind", "residentMB"}` of the devices' process.
 */
const DEVICES = 100;
const IN_FLIGHT = 64;
const WARM_UP_MS = 1_000;
const MEASURED_MS = 4_000;
const COLUMNS = [6, 10, 7, 11, 8, 12, 15].map((column) => `1.3.6.1.2.1.31.1.1.1.${column}`);

interface Counted {
  readonly bindings: number;
  readonly requests: number;
}

/** Bindings in a v2c reply, by stepping over them. */
function bindingsIn(datagram: Uint8Array): number {
  const message = enter(cursorOf(datagram), 0x30);
  readInteger(message);
  readBytes(message, 0x04);
  const pdu = enter(message, 0xa2);
  for (let field = 0; field < 3; field += 1) readInteger(pdu);
  const list = enter(pdu, 0x30);
  let count = 0;
  for (; list.at < list.end; count += 1) enter(list, 0x30);
  return count;
}

/** The second process: asks for as long as it is told, then says what came. */
async function askFor(ports: readonly number[]): Promise<void> {
  const requests = [0, 7, 14, 21].map((row) =>
    requestTlv(2, "public", {
      type: "getBulk",
      oids: COLUMNS.map((column) => `${column}.${row}`),
      maxRepetitions: 7,
    }),
  );
  const socket = createSocket({
    type: "udp4",
    recvBufferSize: 4_194_304,
    lookup: (host, _, done) => done(null, host, 4),
  });
  let counted = { bindings: 0, requests: 0 };
  let turn = 0;
  const ask = () => {
    turn += 1;
    socket.send(requests[turn % requests.length] ?? "", ports[turn % ports.length] ?? 0, "127.0.0.1");
  };
  socket.on("message", (datagram) => {
    counted = { bindings: counted.bindings + bindingsIn(datagram), requests: counted.requests + 1 };
    ask();
  });
  const listening = once(socket, "listening");
  socket.bind(0, "127.0.0.1");
  await listening;
  for (let started = 0; started < IN_FLIGHT; started += 1) ask();
  await realClock.sleep(WARM_UP_MS);
  counted = { bindings: 0, requests: 0 };
  process.send?.("warm");
  await realClock.sleep(MEASURED_MS);
  process.send?.(counted satisfies Counted);
  socket.close();
  process.disconnect();
}

async function measure(json: boolean): Promise<void> {
  const devices = Array.from({ length: DEVICES }, (_, at) => {
    const { tree, machine } = makeSwitch({
      clock: realClock,
      ports: 28,
      port: (number) => ({
        in: { bitsPerSecond: at * number * 1_000 },
        out: { bitsPerSecond: at * number * 900 },
      }),
    });
    return { community: "public", tree, machine };
  });
  const running = await startSnmpDevices({ clock: realClock, devices });
  const ports = running.devices.map(({ port }) => port);
  const child = fork(new URL(import.meta.url), ["--ask", ports.join(",")]);
  await once(child, "message");
  const cpuBefore = process.cpuUsage();
  const [counted] = (await once(child, "message")) as [Counted];
  const cpu = process.cpuUsage(cpuBefore);
  await once(child, "exit");
  await running.close();
  const seconds = MEASURED_MS / 1_000;
  const figures = {
    varbindsPerSecond: Math.round(counted.bindings / seconds),
    requestsPerSecond: Math.round(counted.requests / seconds),
    cpuMicrosPerVarbind: Math.round(((cpu.user + cpu.system) / counted.bindings) * 1_000) / 1_000,
    residentMB: Math.round(peakResidentMB(process.pid)),
  };
  for (const [name, figure] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(20)} ${figure}\n`);
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

const { values } = parseArgs({
  options: { ask: { type: "string" }, json: { type: "boolean", default: false } },
});
if (values.ask === undefined) await measure(values.json);
else await askFor(values.ask.split(",").map(Number));
