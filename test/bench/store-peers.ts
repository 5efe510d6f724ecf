import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEntityRef } from "../../core/entities.ts";
import { freePort, startChild, type Child } from "../support/child.ts";
import { startInfluxd } from "../support/influxd.ts";
import { cpuSeconds, peakResidentMB } from "../support/process.ts";
import { influxQuestions, victoriaQuestions, type Ask, type Asked } from "./store-peer-queries.ts";
import { percentile } from "./store-watch.ts";
import type { WorkloadBlock } from "./workload.ts";

/** InfluxDB and VictoriaMetrics with the same measurements, each with a folder of its own, on loopback. */
interface Peer {
  /** One request, outside of the figures of the load. */
  write(batches: readonly WorkloadBlock[]): Promise<void>;
  /** The load: at first a request for each batch, as our own store commits each; then more in one, or it would take for ever. */
  load(batches: readonly WorkloadBlock[]): Promise<void>;
  figures(): Promise<PeerFigures>;
  ask(at: Asked): Ask;
  close(): Promise<void>;
}

export interface PeerFigures {
  readonly points: number;
  /** A request for each batch. InfluxDB's is durable (it syncs), VictoriaMetrics' is not. */
  readonly pointsPerSecond: number;
  readonly ackMsP50: number;
  /** Requests of about 12,500 points: a second of a province. */
  readonly groupPointsPerSecond: number;
  readonly serverCpuSecondsPerMillion: number;
  readonly bytesPerPoint: number;
  readonly residentMB: number;
}

const SINGLE_SECONDS = 15;
const GROUP_POINTS = 12_500;

export async function startPeer(name: "influx" | "victoria"): Promise<Peer | undefined> {
  const program = name === "influx" ? "/usr/bin/influxd" : "/usr/bin/victoria-metrics";
  if (!existsSync(program)) {
    process.stderr.write(`SKIPPED: ${program} is not installed\n`);
    return undefined;
  }
  return name === "influx" ? await startInflux() : await startVictoria(program);
}

async function startInflux(): Promise<Peer> {
  const influx = await startInfluxd();
  const made = await fetch(`${influx.url}/query?q=${encodeURIComponent("CREATE DATABASE bench")}`, {
    method: "POST",
  });
  await made.text();
  return makePeer({
    child: influx.child,
    write: `${influx.url}/write?db=bench&precision=ms`,
    bytes: () => bytesUnder(influx.dir),
    ask: (at) => influxQuestions(influx.url, at),
    flush: () => Promise.resolve(),
    close: () => influx.close(),
  });
}

async function startVictoria(program: string): Promise<Peer> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-bench-victoria-"));
  const port = await freePort();
  const child = startChild(program, [
    `-storageDataPath=${dir}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    "-retentionPeriod=10y",
    "-search.latencyOffset=0s",
    "-search.disableCache",
    "-loggerLevel=ERROR",
  ]);
  const url = `http://127.0.0.1:${port}`;
  const until = performance.now() + 20_000;
  while ((await fetch(`${url}/health`).catch(() => undefined))?.status !== 200) {
    if (performance.now() > until) throw new Error(`VictoriaMetrics does not answer:\n${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return makePeer({
    child,
    write: `${url}/write?precision=ms`,
    bytes: () => bytesUnder(dir),
    ask: (at) => victoriaQuestions(url, at),
    flush: async () => {
      await (await fetch(`${url}/internal/force_flush`)).text();
    },
    close: async () => {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  });
}

interface Parts {
  readonly child: Child;
  readonly write: string;
  readonly bytes: () => number;
  /** Makes what was written visible to questions. */
  readonly flush: () => Promise<void>;
  readonly ask: (at: Asked) => Ask;
  readonly close: () => Promise<void>;
}

function makePeer({ child, write, bytes, ask, flush, close }: Parts): Peer {
  const lines = makeLines();
  const acks: number[] = [];
  const single = { points: 0, ms: 0 };
  const group = { points: 0, ms: 0 };
  let points = 0;
  let waiting: string[] = [];
  let waitingPoints = 0;
  const send = async (body: string) => {
    const began = performance.now();
    const answer = await fetch(write, { method: "POST", body });
    const text = await answer.text();
    if (answer.status !== 204) throw new Error(`${write}: ${answer.status} ${text}`);
    return performance.now() - began;
  };
  const sendGroup = async () => {
    if (waiting.length === 0) return;
    group.ms += await send(waiting.join("\n"));
    group.points += waitingPoints;
    waiting = [];
    waitingPoints = 0;
  };
  return {
    write: async (batches) => {
      for (const batch of batches) points += batch.points;
      await send(batches.map((batch) => lines(batch)).join("\n"));
    },
    load: async (batches) => {
      for (const batch of batches) {
        points += batch.points;
        const began = performance.now();
        const body = lines(batch);
        const building = performance.now() - began;
        if (single.ms < SINGLE_SECONDS * 1_000) {
          acks.push(await send(body));
          single.ms += building + (acks.at(-1) ?? 0);
          single.points += batch.points;
          continue;
        }
        group.ms += building;
        waiting.push(body);
        waitingPoints += batch.points;
        if (waitingPoints >= GROUP_POINTS) await sendGroup();
      }
    },
    figures: async () => {
      await sendGroup();
      const cpu = cpuSeconds(child.pid);
      await flush();
      return {
        points,
        pointsPerSecond: (single.points * 1_000) / single.ms,
        ackMsP50: percentile(acks, 0.5),
        groupPointsPerSecond: group.ms === 0 ? 0 : (group.points * 1_000) / group.ms,
        serverCpuSecondsPerMillion: (cpu * 1e6) / points,
        bytesPerPoint: bytes() / points,
        residentMB: peakResidentMB(child.pid),
      };
    },
    ask,
    close,
  };
}

/** Line protocol of entities' readings; what comes first in a line is made once for each entity. */
function makeLines(): (batch: WorkloadBlock) => string {
  const keys = new Map<string, string>();
  const keyOf = (entity: string, site: string): string => {
    const { kind, owner, part } = parseEntityRef(entity) ?? { kind: "none", owner: "", part: "" };
    return `${kind},owner=${owner},${part === "" ? "" : `part=${part},`}site=${site} `;
  };
  return ({ samples, site }) => {
    const out: string[] = [];
    for (const { entity, at, fields } of samples) {
      let key = keys.get(entity);
      if (key === undefined) keys.set(entity, (key = keyOf(entity, site)));
      for (const [i, time] of at.entries()) {
        let line = key;
        let separator = "";
        for (const name in fields) {
          line += `${separator}${name}=${fields[name]?.[i] ?? 0}`;
          separator = ",";
        }
        out.push(`${line} ${time}`);
      }
    }
    return out.join("\n");
  };
}

function bytesUnder(dir: string): number {
  let bytes = 0;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
