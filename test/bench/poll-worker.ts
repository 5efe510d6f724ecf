import type { Job, Tools } from "../../agent/collectors/collector.ts";
import { createSnmpCollector } from "../../agent/collectors/snmp.ts";
import type { Assignment, SnmpCredential } from "../../core/wire/assignment.ts";
import { peakResidentMB } from "../support/process.ts";
import { realClock } from "../support/real-clock.ts";

/** The polling process of `poll.ts`: one agent's jobs, nothing else. */
export interface Task {
  readonly ports: readonly number[];
  /** Ports where nobody answers. */
  readonly dead: readonly number[];
  readonly credential: SnmpCredential;
  /** Polls before measuring; they learn. */
  readonly warmUp: number;
  readonly cycles: number;
}

export interface Cycle {
  readonly cpuMs: number;
  /** Until every device that lives was polled, and until the dead were given up. */
  readonly seconds: number;
  readonly allSeconds: number;
}

export interface Measured {
  readonly cycles: readonly Cycle[];
  /** Of each device in the last cycle, its most. */
  readonly roundTrips: number;
  readonly values: number;
  readonly peakMB: number;
  /** Polls that failed, or had not all ports, in the measured cycles. */
  readonly failures: number;
}

const tools: Tools = {
  clock: realClock,
  now: () => realClock.now(),
  random: () => 0.5,
  log: { info: () => {}, warn: () => {}, error: () => {} },
};

/** The jobs of an agent to which these devices are assigned. */
function jobsOf({ ports, dead, credential }: Task): readonly { readonly job: Job; readonly dead: boolean }[] {
  const all = [...dead, ...ports];
  // The shortest interval: devices that are silent are asked again in each cycle.
  const snmp = all.map((port) => ({
    device: `sw${port}`,
    address: "127.0.0.1",
    port,
    everyMs: 1_000,
    credential,
  }));
  const assignment: Assignment = {
    protocol: 1,
    agent: "bench",
    device: "pc",
    site: { id: "s1", name: "Bench" },
    host: { everyMs: 60_000 },
    inventory: { cron: "0 9 * * *" },
    snmp,
    ping: [],
  };
  const jobs = createSnmpCollector()(assignment, tools).filter(({ id }) => id.startsWith("snmp:"));
  return jobs.map((job, at) => ({ job, dead: at < dead.length }));
}

async function measure(task: Task): Promise<Measured> {
  const devices = jobsOf(task);
  const { signal } = new AbortController();
  const seen = { roundTrips: 0, failures: 0, values: 0 };
  const poll = async ({ job, dead }: (typeof devices)[number]) => {
    const { samples } = await job.run(signal);
    if (dead) return;
    const [own, ...ports] = samples;
    seen.roundTrips = Math.max(seen.roundTrips, own?.values["poll_requests"] ?? 0);
    if (own?.values["up"] !== 1 || ports.length === 0) seen.failures += 1;
    seen.values = ports.reduce((sum, { values }) => sum + Object.values(values).filter(isThere).length, 0);
  };
  const cycles: Cycle[] = [];
  for (let cycle = 0; cycle < task.warmUp + task.cycles; cycle += 1) {
    if (cycle === task.warmUp) seen.failures = 0;
    seen.roundTrips = 0;
    const cpu = process.cpuUsage();
    const began = performance.now();
    const running = devices.map((device) => ({ device, done: poll(device) }));
    await Promise.all(running.filter(({ device }) => !device.dead).map(({ done }) => done));
    const seconds = (performance.now() - began) / 1_000;
    await Promise.all(running.map(({ done }) => done));
    const allSeconds = (performance.now() - began) / 1_000;
    const used = process.cpuUsage(cpu);
    const cpuMs = (used.user + used.system) / 1_000 / task.ports.length;
    if (cycle >= task.warmUp) cycles.push({ cpuMs, seconds, allSeconds });
  }
  for (const { job } of devices) job.close?.();
  return { ...seen, cycles, peakMB: peakResidentMB(process.pid) };
}

const isThere = (value: number | undefined): boolean => value !== undefined;

async function work(task: Task): Promise<void> {
  process.send?.(await measure(task));
  process.disconnect();
}
process.once("message", (task: Task) => void work(task));
