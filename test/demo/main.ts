import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatToken, parseToken } from "../../core/wire/token.ts";
import { startCayda } from "../e2e/support/cayda.ts";
import { ADMIN, type Client } from "../e2e/support/client.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch, type FakeSwitch } from "../fakes/snmp-device/switch.ts";
import { startChild } from "../support/child.ts";
import { realClock } from "../support/real-clock.ts";

/**
 * `npm run demo`: Cayda with something to see, on loopback and in a temporary folder: two communes, each with a real
 * agent and made switches, one of which has a bad port and one of which is silent. Ends with Ctrl+C, or after
 * `--minutes N`.
 */
const { values } = parseArgs({ options: { minutes: { type: "string" }, json: { type: "boolean" } } });

interface DemoSwitch {
  readonly name: string;
  readonly ports: number;
  readonly silent?: boolean;
  /** The number of a port whose cable is bad. */
  readonly bad?: number;
}
const COMMUNES: readonly {
  readonly unit: string;
  readonly site: string;
  readonly switches: readonly DemoSwitch[];
}[] = [
  {
    unit: "Xã Hương Sơn",
    site: "Trụ sở UBND",
    switches: [
      { name: "SW-Tầng1", ports: 28, bad: 7 },
      { name: "SW-Tầng2", ports: 28, silent: true },
    ],
  },
  { unit: "Xã Hồng Sơn", site: "Bộ phận một cửa", switches: [{ name: "SW-Mộtcửa", ports: 10 }] },
];

function livelySwitch({ name, ports, bad }: DemoSwitch): FakeSwitch {
  const made = makeSwitch({
    clock: realClock,
    ports,
    name,
    description: `Cayda demo switch, ${ports} ports`,
    location: "Tủ mạng",
    port: (number) => ({
      alias: number > ports - 2 ? "Đường lên" : `VP-${String(number).padStart(2, "0")}`,
      link: number % 5 === 0 ? "down" : "up",
      speedMbps: number % 6 === 0 ? 100 : 1_000,
    }),
  });
  // Offices breathe: every few seconds each port talks a little more or less.
  const breathe = (): void => {
    for (let number = 1; number <= ports; number += 1) {
      const busy = number > ports - 2 ? 40 : 1;
      const flow = () => ({ bitsPerSecond: Math.round(Math.random() ** 3 * 2e6 * busy) });
      made.port(number).setTraffic({ in: flow(), out: flow() });
    }
    if (bad !== undefined) made.port(bad).setErrors({ fcs: Math.random() * 3, inErrors: Math.random() * 4 });
  };
  breathe();
  setInterval(breathe, 5_000).unref();
  return made;
}

async function startCommune(client: Client, http: string, commune: (typeof COMMUNES)[number], dir: string) {
  const unit = await client.post<{ id: string }>("/api/units", {
    name: commune.unit,
    kind: "commune",
    parent: null,
  });
  const site = await client.post<{ id: string }>("/api/sites", { unit: unit.id, name: commune.site });
  const fakes = await startSnmpDevices({
    clock: realClock,
    devices: commune.switches.map((one) => {
      const { tree, machine } = livelySwitch(one);
      return { community: "xa", tree, machine, ...(one.silent === true ? { faults: { drop: true } } : {}) };
    }),
  });
  for (const [at, { name }] of commune.switches.entries()) {
    const device = fakes.devices[at];
    if (device === undefined) continue;
    const { address, port } = device;
    const credential = { version: "2c", community: "xa" };
    await client.post(`/api/sites/${site.id}/devices`, { name, address, port, class: "switch", credential });
  }
  await client.post(`/api/sites/${site.id}/targets`, { name: "Máy chủ một cửa", address: "127.0.0.1" });
  const { token } = await client.post<{ token: string }>(`/api/sites/${site.id}/tokens`, { uses: 1 });
  const parsed = parseToken(token);
  if (parsed === undefined) throw new Error("the server made no token");
  const local = formatToken({ ...parsed, server: http, fingerprint: undefined });
  const agent = startChild(process.execPath, ["agent/main.ts", "run", "--data", join(dir, site.id)], {
    env: { CAYDA_AGENT_ENROL_TOKEN: local },
  });
  return async () => {
    await agent.stop();
    await fakes.close();
  };
}

const dir = await mkdtemp(join(tmpdir(), "cayda-demo-"));
const cayda = await startCayda();
const closers: (() => Promise<unknown>)[] = [];
for (const commune of COMMUNES) closers.push(await startCommune(cayda.client, cayda.url, commune, dir));
const { username, password } = ADMIN;
process.stdout.write(`${cayda.url}\n${username} / ${password}\n`);
if (values.json === true) process.stdout.write(`${JSON.stringify({ url: cayda.url, username, password })}\n`);

const stop = async (): Promise<void> => {
  for (const close of closers) await close();
  await cayda.close();
  await rm(dir, { recursive: true, force: true });
  process.exit(0);
};
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());
if (values.minutes !== undefined) setTimeout(() => void stop(), Number(values.minutes) * 60_000);
