import { build } from "esbuild";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import { USER, type DevicesAsked } from "./poll-devices.ts";
import { collectdCpuMs, exporterCpuMs, toolCpuMs } from "./poll-peers.ts";
import type { Cycle, Measured, Task } from "./poll-worker.ts";

/**
 * `npm run bench -- poll [--json]`: what a poll of a switch costs the agent. A device-poll is what the agent reads
 * every minute: six scalars and the columns of ifTable, ifXTable and dot3StatsTable that the switch fills. Devices,
 * poller and peers are processes of their own; CPU is user plus system time of the polling one. Last line:
 * `{"v2cCpuMs","v2cRoundTrips","v3CpuMs","exporterCpuMs","thousandDevicesSeconds","deadDevicesPenalty","residentMB"}`.
 */
const V2C: SnmpCredential = { version: "2c", community: "public" };
const V3: SnmpCredential = { version: "3", user: USER.name, auth: USER.auth, priv: USER.priv };
/** As in the agent, but for the compilers, which pay when there is much to poll. */
const FLAGS = ["--max-semi-space-size=1", "--semi-space-growth-factor=1"];

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const medianOf = ({ cycles }: Measured, name: keyof Cycle): number =>
  median(cycles.map((cycle) => cycle[name]));
const round = (value: number, digits = 3): number => Number(value.toFixed(digits));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Serving {
  readonly ports: readonly number[];
  requests(): Promise<number>;
  close(): Promise<void>;
}

async function serve(asked: DevicesAsked): Promise<Serving> {
  const child: ChildProcess = fork(new URL("poll-devices.ts", import.meta.url), [JSON.stringify(asked)]);
  const [ports] = (await once(child, "message")) as [readonly number[]];
  return {
    ports,
    async requests() {
      child.send("requests");
      const [count] = (await once(child, "message")) as [number];
      return count;
    },
    async close() {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}

/** What the same round trips cost without SNMP. */
async function floorOf(worker: string, roundTrips: number): Promise<number> {
  const serving = await serve({ count: 100, ports: 28, delayMs: 0, kind: "live" });
  try {
    const task = { ports: serving.ports, dead: [], credential: V2C, warmUp: 0, cycles: 30, roundTrips };
    const cpu = median(await ask<readonly number[]>(worker, task));
    say(`the floor: bare UDP round trips    ${cpu.toFixed(3)} ms CPU a device, ${roundTrips} round trips`);
    return cpu;
  } finally {
    await serving.close();
  }
}

async function ask<T>(worker: string, task: Task): Promise<T> {
  const child = fork(worker, [], { execArgv: FLAGS });
  const answered = once(child, "message");
  child.send(task);
  const [measured] = (await answered) as [T];
  await once(child, "exit");
  return measured;
}

interface Scene extends DevicesAsked {
  readonly name: string;
  readonly credential: SnmpCredential;
  readonly dead?: number;
  readonly warmUp: number;
  readonly cycles: number;
}

async function play(worker: string, scene: Scene): Promise<Measured> {
  const { name, credential, warmUp, cycles, dead = 0, ...asked } = scene;
  const serving = await serve(asked);
  try {
    // Port numbers that no socket of this machine uses: below the ephemeral ones, and not well known.
    const deadPorts = Array.from({ length: dead }, (_, at) => 20_000 + at);
    const task = { ports: serving.ports.slice(dead), dead: deadPorts, credential, warmUp, cycles };
    const measured = await ask<Measured>(worker, task);
    const { roundTrips, values, peakMB, failures } = measured;
    say(
      `${name.padEnd(34)} ${medianOf(measured, "cpuMs").toFixed(3)} ms CPU a device, ${roundTrips} round trips, ` +
        `${medianOf(measured, "seconds").toFixed(2)} s a cycle (${medianOf(measured, "allSeconds").toFixed(2)} with the dead), ` +
        `${values} values, ${peakMB.toFixed(0)} MB, ${failures} failures`,
    );
    return measured;
  } finally {
    await serving.close();
  }
}

async function ours(worker: string) {
  const base = { ports: 28, delayMs: 0, kind: "live", credential: V2C } as const;
  await play(worker, { ...base, name: "v2c, 10 devices", count: 10, warmUp: 40, cycles: 60 });
  const hundred = await play(worker, {
    ...base,
    name: "v2c, 100 devices",
    count: 100,
    warmUp: 15,
    cycles: 40,
  });
  await play(worker, {
    ...base,
    name: "v2c, 100 devices of 52 ports",
    ports: 52,
    count: 100,
    warmUp: 8,
    cycles: 9,
  });
  const v3 = await play(worker, {
    ...base,
    name: "v3 SHA AES, 100 devices",
    credential: V3,
    count: 100,
    warmUp: 6,
    cycles: 9,
  });
  const many = { ...base, kind: "replay", count: 1_000, warmUp: 2, cycles: 5 } as const;
  await play(worker, { ...many, name: "v2c, 1000 devices" });
  const slow = await play(worker, { ...many, name: "v2c, 1000 devices at 20 ms", delayMs: 20 });
  const dead = await play(worker, { ...many, name: "v2c, 1000 at 20 ms, 50 dead", delayMs: 20, dead: 50 });
  return { hundred, v3, slow, dead };
}

/** Null figures where a peer is not installed. */
async function peers() {
  const serving = await serve({ count: 20, ports: 28, delayMs: 0, kind: "live" });
  try {
    const exporter = await exporterCpuMs(serving.ports);
    const collectd = await collectdCpuMs(serving.ports, () => serving.requests());
    const tool = await toolCpuMs(serving.ports.slice(0, 5));
    say(`prometheus-snmp-exporter           ${exporter ?? "not installed"} ms CPU a device`);
    say(`collectd                           ${collectd ?? "not installed"} ms CPU a device`);
    say(`snmpbulkget, a process a request   ${tool ?? "not installed"} ms CPU a device`);
    return { exporter, collectd, tool };
  } finally {
    await serving.close();
  }
}

async function main(json: boolean): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-bench-poll-"));
  try {
    const worker = join(dir, "worker.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "poll-worker.ts")],
      outfile: worker,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "esm",
      logLevel: "warning",
    });
    const { hundred, v3, slow, dead } = await ours(worker);
    const floor = await floorOf(worker, hundred.roundTrips);
    const { exporter, collectd, tool } = await peers();
    const cycle = medianOf(slow, "seconds");
    const figures = {
      v2cCpuMs: round(medianOf(hundred, "cpuMs")),
      v2cRoundTrips: hundred.roundTrips,
      v3CpuMs: round(medianOf(v3, "cpuMs")),
      exporterCpuMs: exporter ?? null,
      floorCpuMs: round(floor),
      collectdCpuMs: collectd ?? null,
      snmpbulkgetCpuMs: tool ?? null,
      thousandDevicesSeconds: round(cycle, 2),
      deadDevicesPenalty: round(medianOf(dead, "seconds") / cycle - 1),
      residentMB: round(hundred.peakMB, 1),
      thousandResidentMB: round(slow.peakMB, 1),
      failures: hundred.failures + v3.failures + slow.failures + dead.failures,
    };
    if (json) say(JSON.stringify(figures));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
await main(values.json);
