import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { bundleAgent } from "../../agent/packaging/bundle.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { countPoints, type Block } from "../../core/wire/block.ts";
import { formatToken } from "../../core/wire/token.ts";
import { AGENT_PATHS, TIME_HEADER } from "../../core/wire/limits.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { startChild } from "../support/child.ts";
import { cpuSeconds, residentMB } from "../support/process.ts";
import { realClock } from "../support/real-clock.ts";

/**
 * What the agent costs the office PC: the bundled agent as it ships, once idle (its own vitals and a ping of loopback)
 * and once polling ten 28-port switches every minute; resident memory and CPU over `--seconds` (300), after a minute of
 * warming up. Last line with --json: idleResidentMB, pollingResidentMB, idleCpuPercent, pollingCpuPercent.
 */
const { values } = parseArgs({ options: { json: { type: "boolean" }, seconds: { type: "string" } } });
const seconds = Math.min(900, Number(values.seconds ?? 300));
const WARM_UP_S = Math.min(60, seconds / 3);
const SWITCHES = 10;

/** A server that says yes: it hands out an assignment, takes blocks and counts them. */
async function startSink(assignmentOf: (agent: string) => Assignment) {
  const points = new Map<string, number>();
  const body = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    return JSON.parse(
      (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString("utf8"),
    ) as unknown;
  };
  const answer = (response: ServerResponse, status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json", [TIME_HEADER]: String(Date.now()) });
    response.end(JSON.stringify(value));
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const name = request.headers.authorization?.replace(/^Bearer /, "").split("-")[0] ?? "";
    if (request.url === AGENT_PATHS.enrol) {
      const { token } = (await body(request)) as { token: string };
      const agent = token.split("-")[0] ?? "";
      const secret = `${agent}-${"s".repeat(40)}`;
      answer(response, 200, {
        protocol: 1,
        agent,
        device: `${agent}pc`,
        site: { id: "s1", name: "Bench" },
        secret,
        serverTime: Date.now(),
      });
    } else if (request.url === AGENT_PATHS.assignment) {
      answer(response, 200, assignmentOf(name));
    } else {
      const block = (await body(request)) as Block;
      points.set(name, (points.get(name) ?? 0) + countPoints(block.samples));
      answer(response, 200, { block: block.block, known: false, serverTime: Date.now() });
    }
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address !== "object") throw new Error("the sink has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    points,
    close: () => server.closeAllConnections() ?? server.close(),
  };
}

const devices = await startSnmpDevices({
  clock: realClock,
  devices: Array.from({ length: SWITCHES }, (_, index) => {
    const { tree, machine } = makeSwitch({ clock: realClock, ports: 28, name: `SW-${index + 1}` });
    return { community: "public", tree, machine };
  }),
});
const sink = await startSink((agent) => ({
  protocol: 1,
  agent,
  device: `${agent}pc`,
  site: { id: "s1", name: "Bench" },
  host: { everyMs: 60_000 },
  inventory: { cron: "0 9 * * *" },
  snmp:
    agent === "polling"
      ? devices.devices.map(({ address, port }, index) => ({
          device: `sw${index}`,
          address,
          port,
          everyMs: 60_000,
          credential: { version: "2c", community: "public" },
        }))
      : [],
  ping: [{ target: "t1", address: "127.0.0.1", everyMs: 30_000, count: 5 }],
}));

const dir = await mkdtemp(join(tmpdir(), "cayda-bench-agent-"));
const bundle = join(dir, "agent.cjs");
await bundleAgent(bundle);

async function measure(name: string) {
  const token = formatToken({
    server: sink.url,
    fingerprint: undefined,
    secret: `${name}-${"t".repeat(40)}`,
  });
  const child = startChild(process.execPath, [bundle, "run", "--data", join(dir, name)], {
    env: { CAYDA_AGENT_ENROL_TOKEN: token },
  });
  const wait = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1_000));
  await wait(WARM_UP_S);
  const before = { cpu: cpuSeconds(child.pid), at: performance.now() };
  let resident = 0;
  let samples = 0;
  while (performance.now() - before.at < seconds * 1_000) {
    await wait(1);
    resident += residentMB(child.pid);
    samples += 1;
  }
  const used = cpuSeconds(child.pid) - before.cpu;
  const percent = (used / ((performance.now() - before.at) / 1_000)) * 100;
  const points = sink.points.get(name) ?? 0;
  if (points === 0) throw new Error(`the ${name} agent sent nothing:\n${child.output()}`);
  await child.stop();
  return { resident: resident / samples, percent, points };
}

try {
  const [idle, polling] = await Promise.all([measure("idle"), measure("polling")]);
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  const figures = {
    idleResidentMB: round(idle.resident, 1),
    pollingResidentMB: round(polling.resident, 1),
    idleCpuPercent: round(idle.percent, 3),
    pollingCpuPercent: round(polling.percent, 3),
    idlePoints: idle.points,
    pollingPoints: polling.points,
    seconds,
  };
  process.stdout.write(
    `${values.json === true ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`,
  );
} finally {
  await devices.close();
  sink.close();
  await rm(dir, { recursive: true, force: true });
}
