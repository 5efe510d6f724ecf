import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { DeviceView, Overview, SeriesAnswer } from "../../../core/wire/views.ts";
import { startSnmpd } from "../../support/snmpd.ts";
import { startCayda } from "./cayda.ts";
import { until } from "./client.ts";

/**
 * Runs inside the first namespace of `rate.test.ts`: sends paced datagrams over `card` to `peer` for a little over two
 * polls, and prints what the kernel counted beside what Cayda says of the port.
 */
const [card = "", peer = ""] = process.argv.slice(2);
const POLLS = 2;
const SECOND = 1_000;

/** What the kernel had counted, and when, ten times a second: a reading of Cayda is held against its own moment. */
const trace: { readonly at: number; readonly octets: number }[] = [];
const look = () =>
  trace.push({
    at: Date.now(),
    octets: Number(readFileSync(`/sys/class/net/${card}/statistics/tx_bytes`, "utf8")),
  });
/** The kernel's count at a moment, between the two looks around it. */
function kernelAt(at: number): number {
  const after = trace.findIndex((seen) => seen.at >= at);
  const [a, b] = [trace[after - 1], trace[after]];
  if (a === undefined || b === undefined) throw new Error("the kernel was not looked at around that time");
  return a.octets + ((b.octets - a.octets) * (at - a.at)) / (b.at - a.at);
}

const daemon = await startSnmpd();
// Net-SNMP keeps ifTable for some seconds; a second is what a switch does (NET-SNMP-AGENT-MIB::nsCacheTimeout).
await promisify(execFile)("snmpset", [
  "-v2c",
  "-c",
  "public",
  `127.0.0.1:${daemon.port}`,
  "1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2",
  "i",
  "1",
]).catch((error: unknown) => process.stderr.write(`cache time-out not set: ${String(error)}\n`));

const socket = createSocket("udp4");
const datagram = Buffer.alloc(1_000);
// A datagram each millisecond: 8 Mb/s and a little for the headers. What a late timer owes is sent with the next, so
// that the rate does not follow the load of the machine. The receiver's refusals (ICMP) do not matter.
socket.on("error", () => {});
const began = performance.now();
let sent = 0;
const sending = setInterval(() => {
  for (; sent < performance.now() - began; sent += 1) socket.send(datagram, 9, peer);
}, 10);
look();
const looking = setInterval(look, 100);

const cayda = await startCayda();
let closing: Promise<void> | undefined;
/** Once, however often it is asked for: the end of the test may come while it is under way. */
const close = (): Promise<void> => (closing ??= closeAll());
const closeAll = async (): Promise<void> => {
  clearInterval(sending);
  clearInterval(looking);
  socket.close();
  await cayda.close();
  await daemon.close();
};
// The test gave up: nothing may stay behind.
process.once("SIGTERM", () => void close().then(() => process.exit(1)));
try {
  const { units } = await cayda.client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  const { id } = await cayda.client.post<{ id: string }>(`/api/sites/${site}/devices`, {
    name: "snmpd",
    address: "127.0.0.1",
    port: daemon.port,
    credential: { version: "2c", community: "public" },
  });
  const portOf = async (device: string) =>
    (await cayda.client.get<DeviceView>(`/api/devices/${device}`)).ports.find(({ name }) => name === card);
  const polls: number[] = [];
  for (let poll = 0; poll <= POLLS; poll += 1) {
    const port = await until(
      "the next poll",
      () => portOf(id),
      (port) => (port?.latest["out_octets"]?.at ?? 0) > (polls.at(-1) ?? 0),
      100,
    );
    polls.push(port?.latest["out_octets"]?.at ?? 0);
  }
  const port = await portOf(id);
  const view = await cayda.client.get<{ deviceList: { id: string; agent: string | null }[] }>(
    `/api/sites/${site}`,
  );
  const own = await portOf(view.deviceList.find(({ agent }) => agent !== null)?.id ?? "");
  const [from, to] = [polls[0], polls.at(-1)];
  if (from === undefined || to === undefined || port === undefined || own === undefined)
    throw new Error("nothing was measured");
  // Every second that lies whole between the first poll and the last and of which Cayda knows the rate, beside what
  // the kernel counted in the same seconds. (The card's newest reading may be older than the last poll.)
  const rateOf = async (entity: string) => {
    const query = `entity=${encodeURIComponent(entity)}&from=${from}&to=${to}&step=${SECOND}&series=out_octets:rate`;
    const { at, series } = await cayda.client.get<SeriesAnswer>(`/api/series?${query}`);
    const known = at.flatMap((start, i) => {
      const rate = series[0]?.values[i];
      return start < from || start + SECOND > to || typeof rate !== "number" ? [] : [{ start, rate }];
    });
    const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
    const kernel = sum(known.map(({ start }) => kernelAt(start + SECOND) - kernelAt(start)));
    return {
      bps: (sum(known.map(({ rate }) => rate)) * 8) / known.length,
      kernel: (kernel * 8) / known.length,
      seconds: known.length,
    };
  };
  const result = { port: await rateOf(port.entity), card: await rateOf(own.entity) };
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
} finally {
  await close();
}
