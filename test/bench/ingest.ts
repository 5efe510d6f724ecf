import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { parseEntityRef } from "../../core/entities.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import { parseToken } from "../../core/wire/token.ts";
import { AGENT_PATHS, PROTOCOL } from "../../core/wire/limits.ts";
import { startCayda } from "../e2e/support/cayda.ts";
import type { Client } from "../e2e/support/client.ts";
import { startInfluxd } from "../support/influxd.ts";
import { cpuSeconds, residentMB } from "../support/process.ts";
import { agentBlocks, type WorkloadBlock } from "./workload.ts";

/**
 * Blocks of 22 sites × 31 agents over HTTP to durable acknowledgement, one connection for each agent, gzip; and the same
 * points, in the same requests, over the same number of connections to InfluxDB's /write (line protocol, gzip, and once
 * more without gzip, which suits it better: its best counts). The bodies are made before the clock starts; the sender
 * is this process, the servers are their own. `--points N` (700): points of a request; `--live`: one request for each
 * agent and minute as agents send when all is well, some 44 points on average.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    live: { type: "boolean" },
    points: { type: "string" },
    minutes: { type: "string" },
  },
});
const perRequest = values.live === true ? 0 : Number(values.points ?? 700);
const minutes = Math.min(240, Number(values.minutes ?? (values.live === true ? 12 : 80)));

interface Body {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly points: number;
  readonly expect: number;
}
type Lane = Body[];

/** Joins an agent's blocks until they hold `perRequest` points. */
function* joined(blocks: readonly WorkloadBlock[]): Generator<WorkloadBlock> {
  let open: WorkloadBlock | undefined;
  for (const block of blocks) {
    open =
      open === undefined
        ? block
        : {
            ...block,
            samples: mergeColumns(open.samples, block.samples),
            points: open.points + block.points,
          };
    if (open.points >= perRequest) {
      yield open;
      open = undefined;
    }
  }
  if (open !== undefined) yield open;
}

function mergeColumns(before: readonly SampleColumns[], after: readonly SampleColumns[]): SampleColumns[] {
  const byEntity = new Map(before.map((columns) => [columns.entity, columns]));
  for (const { entity, at, fields } of after) {
    const old = byEntity.get(entity);
    byEntity.set(
      entity,
      old === undefined
        ? { entity, at, fields }
        : {
            entity,
            at: [...old.at, ...at],
            fields: Object.fromEntries(
              Object.entries(fields).map(([name, column]) => [
                name,
                [...(old.fields[name] ?? []), ...column],
              ]),
            ),
          },
    );
  }
  return [...byEntity.values()];
}

/** Blocks by agent, in order. */
const byAgent = Map.groupBy(
  agentBlocks({ minutes, start: Date.now() - minutes * 60_000 }),
  ({ agent }) => agent,
);
const lanesOfBlocks = [...byAgent.values()].map((blocks) => [...joined(blocks)]);
const totalPoints = lanesOfBlocks.flat().reduce((sum, { points }) => sum + points, 0);
const requests = lanesOfBlocks.reduce((sum, lane) => sum + lane.length, 0);
process.stderr.write(`${lanesOfBlocks.length} agents, ${requests} requests, ${totalPoints} points\n`);

/** Sends every lane over its own connection, one request after the other; seconds until the last answer. */
async function send(url: string, lanes: readonly Lane[]): Promise<number> {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (const body of lane) await post(agent, hostname, Number(port), body);
      agent.destroy();
    }),
  );
  return (performance.now() - started) / 1_000;
}

function post(
  agent: Agent,
  hostname: string,
  port: number,
  { path, headers, bytes, expect }: Body,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        hostname,
        port,
        path,
        method: "POST",
        headers: { ...headers, "content-length": bytes.length },
      },
      (answer) => {
        if (answer.statusCode === expect) {
          answer.resume();
          answer.once("end", resolve);
          return;
        }
        answer.setEncoding("utf8");
        answer.once("data", (text: string) => reject(new Error(`${path}: ${answer.statusCode} ${text}`)));
      },
    );
    sent.once("error", reject);
    sent.end(bytes);
  });
}

/** Makes the district in the server: sites, devices, targets and agents; the entity names that they got. */
async function enrolDistrict(client: Client) {
  const { units } = await client.get<{ units: { id: string }[] }>("/api/overview");
  const owners = new Map<string, string>();
  const secrets = new Map<string, { agent: string; secret: string }>();
  const sites = Map.groupBy(lanesOfBlocks, ([first]) => first?.site ?? "");
  for (const [name, lanes] of sites) {
    const site = await client.post<{ id: string }>("/api/sites", { unit: units[0]?.id, name });
    const { token } = await client.post<{ token: string }>(`/api/sites/${site.id}/tokens`, {
      uses: lanes.length,
    });
    const secretOfToken = parseToken(token)?.secret;
    for (const [first] of lanes) {
      const answer = await fetch(client.url + AGENT_PATHS.enrol, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          protocol: PROTOCOL,
          token: secretOfToken,
          hostname: "bench",
          platform: "linux",
          version: "bench",
        }),
      });
      if (!answer.ok) throw new Error(`enrol: ${answer.status} ${await answer.text()}`);
      const { agent, device, secret } = (await answer.json()) as {
        agent: string;
        device: string;
        secret: string;
      };
      secrets.set(first?.agent ?? "", { agent, secret });
      let devices = 0;
      for (const { entity } of first?.samples ?? []) {
        const parts = parseEntityRef(entity);
        if (parts === undefined || owners.has(parts.owner)) continue;
        if (parts.kind === "target") {
          const target = await client.post<{ id: string }>(`/api/sites/${site.id}/targets`, {
            name: parts.owner,
            address: `127.0.2.${(owners.size % 250) + 1}`,
          });
          owners.set(parts.owner, target.id);
        } else if (parts.kind === "host") owners.set(parts.owner, device);
        else {
          devices += 1;
          const made = await client.post<{ id: string }>(`/api/sites/${site.id}/devices`, {
            name: parts.owner,
            address: `127.0.3.${devices}`,
          });
          owners.set(parts.owner, made.id);
        }
      }
    }
  }
  return { owners, secrets };
}

async function benchCayda() {
  const cayda = await startCayda({ localAgent: false, env: { CAYDA_LOG_LEVEL: "warn" } });
  try {
    const { owners, secrets } = await enrolDistrict(cayda.client);
    const rename = (entity: string) => {
      const parts = parseEntityRef(entity);
      const owner = owners.get(parts?.owner ?? "");
      if (parts === undefined || owner === undefined) throw new Error(`nobody owns ${entity}`);
      return parts.part === "" ? `${parts.kind}:${owner}` : `${parts.kind}:${owner}/${parts.part}`;
    };
    const lanes = lanesOfBlocks.map((lane) =>
      lane.map(({ agent, block, samples, points }): Body => {
        const known = secrets.get(agent);
        const json = {
          protocol: PROTOCOL,
          agent: known?.agent,
          block,
          madeAt: Date.now(),
          samples: samples.map((columns) => ({ ...columns, entity: rename(columns.entity) })),
          events: [],
          facts: [],
        };
        return {
          path: AGENT_PATHS.blocks,
          headers: {
            authorization: `Bearer ${known?.secret}`,
            "content-type": "application/json",
            "content-encoding": "gzip",
          },
          bytes: gzipSync(JSON.stringify(json)),
          points,
          expect: 200,
        };
      }),
    );
    const before = cpuSeconds(cayda.child.pid);
    const seconds = await send(cayda.url, lanes);
    const cpu = cpuSeconds(cayda.child.pid) - before;
    return {
      pointsPerSecond: totalPoints / seconds,
      cpuSecondsPerMillion: cpu / (totalPoints / 1e6),
      residentMB: residentMB(cayda.child.pid),
      seconds,
    };
  } finally {
    await cayda.close();
  }
}

/** One line for each entity and time; numbers as floats, as a schema of doubles would have it. */
function lineProtocol(site: string, samples: readonly SampleColumns[]): string {
  const lines: string[] = [];
  for (const { entity, at, fields } of samples) {
    const parts = parseEntityRef(entity);
    const tags = `${parts?.kind},site=${site},owner=${parts?.owner}${parts?.part === "" ? "" : `,part=${parts?.part}`}`;
    const names = Object.keys(fields);
    for (const [i, time] of at.entries()) {
      const set = names.flatMap((name) => {
        const value = fields[name]?.[i];
        return value === null || value === undefined ? [] : [`${name}=${value}`];
      });
      if (set.length > 0) lines.push(`${tags} ${set.join(",")} ${time}`);
    }
  }
  return lines.join("\n");
}

async function benchInflux(compress: boolean) {
  const influx = await startInfluxd();
  try {
    await fetch(`${influx.url}/query?q=${encodeURIComponent("CREATE DATABASE bench")}`, { method: "POST" });
    const lanes = lanesOfBlocks.map((lane) =>
      lane.map(({ site, samples, points }): Body => {
        const text = Buffer.from(lineProtocol(site, samples));
        return {
          path: "/write?db=bench&precision=ms",
          headers: compress ? { "content-encoding": "gzip" } : {},
          bytes: compress ? gzipSync(text) : text,
          points,
          expect: 204,
        };
      }),
    );
    const before = cpuSeconds(influx.child.pid);
    const seconds = await send(influx.url, lanes);
    const cpu = cpuSeconds(influx.child.pid) - before;
    return {
      pointsPerSecond: totalPoints / seconds,
      cpuSecondsPerMillion: cpu / (totalPoints / 1e6),
      residentMB: residentMB(influx.child.pid),
      seconds,
    };
  } finally {
    await influx.close();
  }
}

const cayda = await benchCayda();
const influxRuns = [await benchInflux(true), await benchInflux(false)];
const influx = influxRuns.toSorted((a, b) => b.pointsPerSecond - a.pointsPerSecond)[0] ?? influxRuns[0];
const round = (value: number | undefined, digits = 3) => Number((value ?? Number.NaN).toFixed(digits));
const figures = {
  pointsPerSecond: round(cayda.pointsPerSecond, 0),
  cpuSecondsPerMillion: round(cayda.cpuSecondsPerMillion),
  influxPointsPerSecond: round(influx?.pointsPerSecond, 0),
  influxCpuSecondsPerMillion: round(influx?.cpuSecondsPerMillion),
  influxGzip: round(influxRuns[0]?.pointsPerSecond, 0),
  influxPlain: round(influxRuns[1]?.pointsPerSecond, 0),
  residentMB: round(cayda.residentMB, 0),
  influxResidentMB: round(influx?.residentMB, 0),
  pointsPerRequest: round(totalPoints / requests, 1),
  requests,
  points: totalPoints,
  seconds: round(cayda.seconds, 1),
};
process.stdout.write(
  `${values.json === true ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`,
);
