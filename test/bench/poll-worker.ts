import { createSocket } from "node:dgram";
import type { Job, Tools } from "../../agent/collectors/collector.ts";
import { createSnmpCollector } from "../../agent/collectors/snmp.ts";
import { communityTlv } from "../../agent/snmp/codec/message.ts";
import { PDU, questionTlv } from "../../agent/snmp/codec/pdu.ts";
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
  /** Instead of polling, only so many bare round trips with each device. */
  readonly roundTrips?: number;
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

/**
 * The floor: as many round trips of the same kind through one bare socket, of which nothing is read. What it costs is
 * the runtime's and the kernel's.
 */
async function floor({ ports, cycles, roundTrips = 0 }: Task): Promise<readonly number[]> {
  const oids = ["1.3.6.1.2.1.31.1.1.1.6", "1.3.6.1.2.1.31.1.1.1.10"];
  const question = questionTlv({ type: PDU.getBulk, oids, maxRepetitions: 28 });
  const request = communityTlv(1, Buffer.from("public"), question);
  const socket = createSocket({ type: "udp4", lookup: (host, _, done) => done(null, host, 4) });
  const left = new Map<number, number>();
  let finished = () => {};
  const ask = (port: number) => socket.send(request, port, "127.0.0.1", () => {});
  socket.on("message", (_, { port }) => {
    const rest = (left.get(port) ?? 0) - 1;
    left.set(port, rest);
    if (rest > 0) return ask(port);
    left.delete(port);
    if (left.size === 0) finished();
  });
  const used: number[] = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const cpu = process.cpuUsage();
    await new Promise<void>((resolve) => {
      finished = resolve;
      for (const port of ports) left.set(port, roundTrips);
      for (const port of ports) ask(port);
      // A lost datagram is not sent again: this cycle is given up.
      setTimeout(resolve, 3_000).unref();
    });
    const { user, system } = process.cpuUsage(cpu);
    if (left.size === 0) used.push((user + system) / 1_000 / ports.length);
    left.clear();
  }
  socket.close();
  return used;
}

async function work(task: Task): Promise<void> {
  process.send?.(task.roundTrips === undefined ? await measure(task) : await floor(task));
  process.disconnect();
}
process.once("message", (task: Task) => void work(task));
