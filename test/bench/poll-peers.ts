import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORT_COLUMN_NAMES, PORT_COLUMNS, SYSTEM } from "../../agent/snmp/tables.ts";
import { freePort, startChild } from "../support/child.ts";
import { cpuSeconds } from "../support/process.ts";
import { realClock } from "../support/real-clock.ts";

/** What other pollers need for the same columns of the same devices; undefined, loudly, where one is not installed. */

const EXPORTER = "/usr/bin/prometheus-snmp-exporter";
const COLLECTD = "/usr/sbin/collectd";
const BULKGET = "/usr/bin/snmpbulkget";

function missing(program: string): boolean {
  if (existsSync(program)) return false;
  process.stderr.write(`SKIPPED: ${program} is not installed\n`);
  return true;
}

/** The columns that a switch with 64-bit counters leaves to be polled. */
const COLUMNS = PORT_COLUMN_NAMES.map((name) => ({ name, ...PORT_COLUMNS[name] })).filter(
  (column) => column.use !== "fact" && !("wide" in column),
);

const exporterConfig = () =>
  [
    "cayda:",
    "  version: 2",
    "  auth: {community: public}",
    "  walk:",
    ...COLUMNS.map(({ oid }) => `    - ${oid}`),
    "  get:",
    ...Object.values(SYSTEM).map((oid) => `    - ${oid}`),
    "  metrics:",
    ...Object.entries(SYSTEM).map(([name, oid]) =>
      metric(name, oid, name === "uptime" ? "gauge" : "DisplayString"),
    ),
    ...COLUMNS.map(({ name, oid, use }) =>
      [
        metric(name, oid, use === "counter" ? "counter" : "gauge"),
        "      indexes: [{labelname: ifIndex, type: gauge}]",
      ].join("\n"),
    ),
    "",
  ].join("\n");
const metric = (name: string, oid: string, type: string) =>
  `    - name: ${name}\n      oid: ${oid}\n      type: ${type}\n      help: ${name}`;

const IN_FLIGHT = 8;

/** CPU milliseconds a device, over a few rounds. */
export async function exporterCpuMs(ports: readonly number[]): Promise<number | undefined> {
  if (missing(EXPORTER)) return undefined;
  const dir = await mkdtemp(join(tmpdir(), "cayda-bench-exporter-"));
  const config = join(dir, "snmp.yml");
  await writeFile(config, exporterConfig());
  const port = await freePort();
  const child = startChild(EXPORTER, [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`]);
  try {
    await child.waitFor(/Listening|msg="Starting/i);
    await realClock.sleep(500);
    const scrape = async (target: number) => {
      const url = `http://127.0.0.1:${port}/snmp?module=cayda&target=127.0.0.1:${target}`;
      const text = await (await fetch(url)).text();
      if (!/^ifHCInOctets\{/m.test(text))
        throw new Error(`the exporter read nothing:\n${text.slice(0, 500)}`);
    };
    const round = async () => {
      for (let at = 0; at < ports.length; at += IN_FLIGHT) {
        await Promise.all(ports.slice(at, at + IN_FLIGHT).map(scrape));
      }
    };
    await round();
    const rounds = 10;
    const before = cpuSeconds(child.pid);
    for (let i = 0; i < rounds; i += 1) await round();
    return rounded(((cpuSeconds(child.pid) - before) * 1_000) / (rounds * ports.length));
  } finally {
    await child.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

const rounded = (ms: number) => Number(ms.toFixed(2));

function collectdConfig(dir: string, ports: readonly number[]): string {
  const types = (use: string) => (use === "counter" ? "derive" : "gauge");
  const data = COLUMNS.map(
    ({ name, oid, use }) =>
      `<Data "${name}">\n Type "${types(use)}"\n Table true\n TypeInstance "${name}"\n TypeInstanceOID "1.3.6.1.2.1.2.2.1.1"\n Values "${oid}"\n</Data>`,
  );
  const hosts = ports.map(
    (port) =>
      `<Host "sw${port}">\n Address "udp:127.0.0.1:${port}"\n Version 2\n Community "public"\n Collect ${COLUMNS.map(({ name }) => `"${name}"`).join(" ")}\n Interval ${COLLECTD_SECONDS}\n</Host>`,
  );
  return [
    `BaseDir "${dir}"`,
    `PIDFile "${dir}/pid"`,
    'TypesDB "/usr/share/collectd/types.db"',
    `Interval ${COLLECTD_SECONDS}`,
    "ReadThreads 4",
    "LoadPlugin snmp",
    "<Plugin snmp>",
    ...data,
    ...hosts,
    "</Plugin>",
    "",
  ].join("\n");
}
const COLLECTD_SECONDS = 2;
const COLLECTD_ROUNDS = 5;

/** As {@link exporterCpuMs}. `requests`: how often the devices were asked so far. */
export async function collectdCpuMs(
  ports: readonly number[],
  requests: () => Promise<number>,
): Promise<number | undefined> {
  if (missing(COLLECTD)) return undefined;
  const dir = await mkdtemp(join(tmpdir(), "cayda-bench-collectd-"));
  const config = join(dir, "collectd.conf");
  await writeFile(config, collectdConfig(dir, ports));
  const asked = await requests();
  const child = startChild(COLLECTD, ["-f", "-C", config], { env: { MIBS: "" } });
  try {
    await realClock.sleep(3_000);
    const before = cpuSeconds(child.pid);
    await realClock.sleep(COLLECTD_SECONDS * COLLECTD_ROUNDS * 1_000);
    const used = cpuSeconds(child.pid) - before;
    // A collectd without its SNMP plugin's library starts all the same and asks nobody.
    if ((await requests()) === asked) {
      process.stderr.write(`SKIPPED: collectd asks nobody:\n${child.output().slice(0, 500)}\n`);
      return undefined;
    }
    return rounded((used * 1_000) / (COLLECTD_ROUNDS * ports.length));
  } finally {
    await child.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** One process for each request, as a shell script does it: the same columns, seven by seven. */
export async function toolCpuMs(ports: readonly number[]): Promise<number | undefined> {
  if (missing(BULKGET)) return undefined;
  const before = childrenCpuMs();
  for (const port of ports) {
    for (let first = 0; first < COLUMNS.length; first += 7) {
      const columns = COLUMNS.slice(first, first + 7).map(({ oid }) => oid);
      for (const row of [0, 7, 14, 21]) {
        const oids = columns.map((oid) => (row === 0 ? oid : `${oid}.${row}`));
        const child = spawn(BULKGET, ["-v2c", "-cpublic", "-Cr7", "-On", `127.0.0.1:${port}`, ...oids], {
          stdio: "ignore",
          env: { ...process.env, MIBS: "" },
        });
        await once(child, "exit");
      }
    }
  }
  return rounded((childrenCpuMs() - before) / ports.length);
}

/** User and system time of all children that have ended. */
function childrenCpuMs(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
