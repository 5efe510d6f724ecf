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
const kernelOctets = () => Number(readFileSync(`/sys/class/net/${card}/statistics/tx_bytes`, "utf8"));

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
// Ten datagrams every 10 ms: 8 Mb/s and a little for the headers. The receiver's refusals (ICMP) do not matter.
socket.on("error", () => {});
const sending = setInterval(() => {
  for (let i = 0; i < 10; i += 1) socket.send(datagram, 9, peer);
}, 10);

const cayda = await startCayda();
const close = async (): Promise<void> => {
  clearInterval(sending);
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
  const readings: { at: number; kernel: number }[] = [];
  for (let poll = 0; poll <= POLLS; poll += 1) {
    const before = readings.at(-1)?.at ?? 0;
    const port = await until(
      "the next poll",
      () => portOf(id),
      (port) => (port?.latest["out_octets"]?.at ?? 0) > before,
      100,
    );
    readings.push({ at: port?.latest["out_octets"]?.at ?? 0, kernel: kernelOctets() });
  }
  const port = await portOf(id);
  const from = readings[0]?.at ?? 0;
  const to = (readings.at(-1)?.at ?? 0) + 1;
  const rateOf = async (entity: string, step: number) => {
    const query = `entity=${encodeURIComponent(entity)}&from=${from}&to=${to}&step=${step}&series=out_octets:rate`;
    const { series } = await cayda.client.get<SeriesAnswer>(`/api/series?${query}`);
    const values = (series[0]?.values ?? []).filter((value) => value !== null);
    return {
      bps: (values.reduce((sum, value) => sum + value, 0) / values.length) * 8,
      points: values.length,
    };
  };
  const view = await cayda.client.get<{ deviceList: { id: string; agent: string | null }[] }>(
    `/api/sites/${site}`,
  );
  const pc = view.deviceList.find(({ agent }) => agent !== null)?.id ?? "";
  const own = await portOf(pc);
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || port === undefined || own === undefined)
    throw new Error("nothing was measured");
  const result = {
    kernel: {
      bps: ((last.kernel - first.kernel) * 8) / ((last.at - first.at) / 1_000),
      points: readings.length,
    },
    api: await rateOf(port.entity, 60_000),
    card: await rateOf(own.entity, 10_000),
  };
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
} finally {
  await close();
}
