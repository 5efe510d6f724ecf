import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { uuidv7 } from "../../core/uuid.ts";
import { formatToken, parseToken } from "../../core/wire/token.ts";
import { startCayda } from "../e2e/support/cayda.ts";
import { ADMIN, type Client } from "../e2e/support/client.ts";
import type { Clock } from "../../core/clock.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import {
  addLan,
  makePrinter,
  makeUps,
  type FakeDevice,
  type LanOptions,
} from "../fakes/snmp-device/office.ts";
import { makeSwitch, type FakeSwitch } from "../fakes/snmp-device/switch.ts";
import { startChild, type Child } from "../support/child.ts";
import { realClock } from "../support/real-clock.ts";
import { openRegistry } from "../../server/stores/registry/registry.ts";
import { demoDay } from "../../server/planning/demo-samples.ts";
import { writeDemo, type DemoWritten } from "../../server/planning/demo-write.ts";
import { newToken } from "../../server/ingest/secrets.ts";
import { writePast, type DemoPast } from "./history.ts";
import { startReports } from "./report.ts";

/**
 * `npm run demo`: Cayda with something to see, on loopback and in a temporary folder: two communes, each with a real
 * agent and made devices: switches, of which one has a bad port and one is silent, a printer and a UPS; the 22 headquarters
 * of an old district, whose made PCs report by the agents' own door; and two months of the past.
 * Ends with Ctrl+C, or after `--minutes N`.
 */
const { values } = parseArgs({ options: { minutes: { type: "string" }, json: { type: "boolean" } } });

interface DemoSwitch {
  readonly name: string;
  readonly ports: number;
  readonly silent?: boolean;
  /** The number of a port whose cable is bad. */
  readonly bad?: number;
  readonly lan?: Omit<LanOptions, "ports">;
}
interface Commune {
  readonly unit: string;
  readonly site: string;
  readonly switches: readonly DemoSwitch[];
  /** Other devices, by the name that they are added under. */
  readonly others: Readonly<Record<string, (clock: Clock, name: string) => FakeDevice>>;
}

/** Addresses that RFC 7042 keeps for documentation, so that they are nobody's. */
const mac = (number: number) => `00:00:5e:00:53:${number.toString(16).padStart(2, "0")}`;
const pcs = (from: number, count: number) => Array.from({ length: count }, (_, i) => mac(from + i));
const [FLOOR1, FLOOR3] = [mac(1), mac(3)];

const COMMUNES: readonly Commune[] = [
  {
    unit: "Xã Hương Sơn",
    site: "Trụ sở UBND",
    switches: [
      {
        name: "SW-Tầng1",
        ports: 28,
        bad: 7,
        lan: {
          mac: FLOOR1,
          neighbours: [{ port: 28, name: "SW-Tầng3", mac: FLOOR3, remotePort: "10" }],
          // An unmanaged switch under somebody's desk: six addresses behind one port.
          learned: {
            1: pcs(16, 1),
            2: pcs(17, 1),
            3: pcs(18, 1),
            12: pcs(32, 6),
            28: [FLOOR3, ...pcs(64, 3)],
          },
        },
      },
      { name: "SW-Tầng2", ports: 28, silent: true },
      {
        name: "SW-Tầng3",
        ports: 10,
        lan: {
          mac: FLOOR3,
          neighbours: [{ port: 10, name: "SW-Tầng1", mac: FLOOR1, remotePort: "28" }],
          learned: {
            1: pcs(64, 1),
            2: pcs(65, 1),
            3: pcs(66, 1),
            10: [FLOOR1, ...pcs(16, 3), ...pcs(32, 6)],
          },
        },
      },
    ],
    others: { "Máy in văn phòng": makePrinter, "Bộ lưu điện tủ mạng": makeUps },
  },
  {
    unit: "Xã Hồng Sơn",
    site: "Bộ phận một cửa",
    switches: [{ name: "SW-Mộtcửa", ports: 10 }],
    others: {},
  },
];

function livelySwitch({ name, ports, bad, lan }: DemoSwitch): FakeSwitch {
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
  if (lan !== undefined) addLan(made.tree, { ...lan, ports });
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

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** A commune that the server knows, and its devices answer; nobody reads them yet. */
interface MadeCommune {
  readonly past: DemoPast;
  readonly close: () => Promise<unknown>;
}

async function makeCommune(client: Client, commune: Commune): Promise<MadeCommune> {
  const unit = await client.post<{ id: string }>("/api/units", {
    name: commune.unit,
    kind: "commune",
    parent: null,
  });
  const site = await client.post<{ id: string }>("/api/sites", { unit: unit.id, name: commune.site });
  const fakes = await startSnmpDevices({
    clock: realClock,
    devices: [
      ...commune.switches.map((one) => {
        const { tree, machine } = livelySwitch(one);
        const faults = one.silent === true ? { faults: { drop: true } } : {};
        return { community: "xa", name: one.name, tree, machine, ...faults };
      }),
      ...Object.entries(commune.others).map(([name, make]) => {
        return { community: "xa", name, ...make(realClock, name) };
      }),
    ],
  });
  const ids = new Map<string, string>();
  for (const { name, address, port } of fakes.devices) {
    const credential = { version: "2c", community: "xa" };
    const device = { name, address, port, credential };
    const { id } = await client.post<{ id: string }>(`/api/sites/${site.id}/devices`, device);
    ids.set(name, id);
  }
  const target = { name: "Máy chủ một cửa", address: "127.0.0.1" };
  const { id } = await client.post<{ id: string }>(`/api/sites/${site.id}/targets`, target);
  const part = (number: number) => `Gi0/${number}`;
  return {
    past: {
      site: site.id,
      switches: commune.switches.map(({ name, ports, bad, silent }) => ({
        id: ids.get(name) ?? "",
        ports: Array.from({ length: silent === true ? 0 : ports }, (_, i) => part(i + 1)),
        ...(bad === undefined ? {} : { bad: part(bad) }),
      })),
      ups: Object.entries(commune.others).flatMap(([name, make]) =>
        make === makeUps ? [ids.get(name) ?? ""] : [],
      ),
      targets: [id],
    },
    close: () => fakes.close(),
  };
}

/** A real agent of a site. */
async function startAgent(client: Client, http: string, site: string, dir: string): Promise<Child> {
  const { token } = await client.post<{ token: string }>(`/api/sites/${site}/tokens`, { uses: 1 });
  const parsed = parseToken(token);
  if (parsed === undefined) throw new Error("the server made no token");
  const local = formatToken({ ...parsed, server: http, fingerprint: undefined });
  return startChild(process.execPath, ["agent/main.ts", "run", "--data", join(dir, site)], {
    env: { CAYDA_AGENT_ENROL_TOKEN: local },
  });
}

/** The register of an old district, for findings and plans; the communes above are of it. */
async function writeRegister(now: number): Promise<DemoWritten> {
  const newId = () => uuidv7(realClock.now(), (bytes) => crypto.getRandomValues(bytes));
  const parts = { clock: realClock, newId, log: SILENT, trapPort: undefined };
  const { registry } = await openRegistry(join(dataDir, "registry"), parts);
  try {
    return await writeDemo({ registry, now, newId, newSecret: newToken });
  } finally {
    await registry.close();
  }
}

const dir = await mkdtemp(join(tmpdir(), "cayda-demo-"));
const first = await startCayda({ localAgent: false });
const { dataDir } = first;
const communes: MadeCommune[] = [];
for (const commune of COMMUNES) communes.push(await makeCommune(first.client, commune));
await first.child.stop();
// The store belongs to one process at a time: the months before are written while no server runs.
const past = communes.map((commune) => commune.past);
const started = realClock.now();
const written = await writeRegister(started);
await writePast(join(dataDir, "samples"), started, past, demoDay(written, started));
const cayda = await startCayda({ dataDir });
const targets = new Map<string, string>();
for (const site of written.sites.values()) {
  const target = { name: "Máy chủ một cửa", address: "127.0.0.1" };
  targets.set(site, (await cayda.client.post<{ id: string }>(`/api/sites/${site}/targets`, target)).id);
}
const reports = startReports(cayda.url, written, started, targets);
const agents: Child[] = [];
for (const { site } of past) agents.push(await startAgent(cayda.client, cayda.url, site, dir));
const { username, password } = ADMIN;
process.stdout.write(`${cayda.url}\n${username} / ${password}\n`);
if (values.json === true) process.stdout.write(`${JSON.stringify({ url: cayda.url, username, password })}\n`);

const stop = async (): Promise<void> => {
  await reports.stop();
  for (const agent of agents) await agent.stop();
  for (const { close } of communes) await close();
  await cayda.close();
  await rm(dir, { recursive: true, force: true });
  process.exit(0);
};
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());
if (values.minutes !== undefined) setTimeout(() => void stop(), Number(values.minutes) * 60_000);
