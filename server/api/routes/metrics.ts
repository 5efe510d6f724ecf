import { monitorEventLoopDelay } from "node:perf_hooks";
import { Hono } from "hono";
import { MINUTE, type Instant } from "../../../core/clock.ts";
import { ENTITY_KINDS, fieldOf, isEntityKind, type EntityKind } from "../../../core/entities.ts";
import type { Labels } from "../../../core/exposition.ts";
import { FaultError } from "../../../core/result.ts";
import { isFresh } from "../../../core/state.ts";
import { formatValue } from "../../promql/types.ts";
import type { Registry, SampleStore } from "../../ports.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { streamOf } from "../export/stream.ts";
import { helpOf } from "../prom/help.ts";
import { sitesSeen } from "../prom/scope.ts";
import { breathe, freshFor, metricsOf } from "../prom/source.ts";
import { describe } from "../schema.ts";

/** Lines of one piece of the answer. */
const PIECE = 500;

/**
 * `GET /metrics`: how Cayda itself is, and the last values of what the asker may see, as Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). `?kinds=port,device` says which kinds; by default all.
 */
export const metricsRoutes = ({ registry, store, labels, clock, version, agentRequests }: ApiPorts) => {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return new Hono<ApiEnv>().get(
    "/metrics",
    describe("Last values and Cayda's own health, for Prometheus"),
    async (c) => {
      const kinds = kindsOf(c.req.query("kinds"));
      await labels.refresh();
      const { visible } = c.var;
      const sites = await sitesSeen(registry, visible);
      const now = clock.now();
      // Figures of the whole server tell of foreign units, so they are for those who see all of them.
      const whole = (await registry.units()).every(({ id }) => visible.has(id));
      const own: OwnFigure[] = [
        ...(await agentFigures(registry, sites, now)),
        ...(whole ? [...storeFigures(store), ...processFigures()] : []),
      ];
      if (whole) {
        own.push({
          name: "cayda_event_loop_delay_seconds",
          help: "Greatest delay of the event loop since it was last asked for.",
          type: "gauge",
          value: delay.max / 1e9,
        });
        delay.reset();
      }
      const requests = whole ? requestLines(agentRequests()) : "";
      const lines = exposition(own, requests, version, kinds, { store, labels }, sites, now);
      return c.body(streamOf(lines), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    },
  );
};

function kindsOf(text: string | undefined): readonly EntityKind[] {
  if (text === undefined || text === "") return ENTITY_KINDS;
  return text.split(",").map((kind) => {
    if (!isEntityKind(kind)) throw new FaultError("entity_kind_unknown", { field: kind.slice(0, 40) });
    return kind;
  });
}

interface OwnFigure {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly value: number;
}

async function* exposition(
  own: readonly OwnFigure[],
  requests: string,
  version: string,
  kinds: readonly EntityKind[],
  { store, labels }: Pick<ApiPorts, "store" | "labels">,
  sites: ReadonlySet<string>,
  now: Instant,
): AsyncGenerator<string> {
  yield (
    own
      .map(({ name, help, type, value }) => `${head(name, help, type)}${name} ${formatValue(value)}\n`)
      .join("") +
    requests +
    `${head("cayda_build_info", "The version in its label.", "gauge")}cayda_build_info${labelText({ version })} 1\n`
  );
  for (const kind of new Set(kinds)) {
    const entities = store.entities().filter((one) => one.kind === kind && sites.has(one.site));
    for (const { field, name } of metricsOf(kind)) {
      // All lines of a metric stand together, so the outer loop is over metrics.
      let piece: string[] = [];
      let begun = false;
      for (const { entity } of entities) {
        const last = store.last(entity)?.get(field);
        // Older values are not said: they would look like readings of now.
        if (last === undefined || now - last.at > freshFor(kind)) continue;
        if (!begun) piece.push(head(name, helpOf(kind, field), fieldOf(kind, field)?.kind ?? "gauge"));
        begun = true;
        piece.push(`${name}${labelText(labels.of(entity))} ${formatValue(last.value)} ${last.at}\n`);
        if (piece.length < PIECE) continue;
        yield piece.join("");
        piece = [];
        await breathe();
      }
      if (piece.length > 0) yield piece.join("");
    }
  }
}

function requestLines(counts: ReturnType<ApiPorts["agentRequests"]>): string {
  const name = "cayda_agent_requests_total";
  const lines = counts.map(
    ({ what, outcome, count }) => `${name}${labelText({ request: what, outcome })} ${count}\n`,
  );
  if (lines.length === 0) return "";
  return (
    head(name, "Requests of agents since the server started, by what became of them.", "counter") +
    lines.join("")
  );
}

const head = (name: string, help: string, type: string) =>
  `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`;

/** `{a="b"}` with backslashes, quotes and line ends escaped. */
function labelText(labels: Labels): string {
  const all = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return all.length === 0 ? "" : `{${all.join(",")}}`;
}

async function agentFigures(
  registry: Pick<Registry, "agents">,
  sites: ReadonlySet<string>,
  now: Instant,
): Promise<OwnFigure[]> {
  const live = (await registry.agents()).filter(
    ({ site, revokedAt }) => revokedAt === null && sites.has(site),
  );
  const heard = live.filter(({ lastSeen }) => isFresh(lastSeen, MINUTE, now)).length;
  return [
    { name: "cayda_agents_heard", help: "Agents that were heard lately.", type: "gauge", value: heard },
    { name: "cayda_agents_silent", help: "Agents that were not.", type: "gauge", value: live.length - heard },
  ];
}

function storeFigures(store: Pick<SampleStore, "stats">): OwnFigure[] {
  const { entities, points, headPoints, bytesOnDisk, commits, knownBlocks, damaged, troubles, figures } =
    store.stats();
  const gauge = (name: string, help: string, value: number): OwnFigure => ({
    name,
    help,
    type: "gauge",
    value,
  });
  const count = (name: string, help: string, value: number): OwnFigure => ({
    name,
    help,
    type: "counter",
    value,
  });
  const further = Object.entries(figures).filter(
    ([name, value]) => /^[a-z][a-z0-9_]*$/.test(name) && Number.isFinite(value),
  );
  const named = [
    gauge("cayda_store_entities", "Entities with samples.", entities),
    gauge("cayda_store_points", "Values stored.", points),
    gauge("cayda_store_head_points", "Values in memory and the write-ahead rows only.", headPoints),
    gauge("cayda_store_disk_bytes", "Size of the store on disk.", bytesOnDisk),
    count("cayda_store_commits_total", "Commits since the store was opened.", commits),
    count(
      "cayda_store_known_blocks_total",
      "Blocks that came again since the store was opened.",
      knownBlocks,
    ),
    gauge(
      "cayda_store_damaged_parts",
      "Unreadable parts that were passed over since the store was opened.",
      damaged,
    ),
    gauge(
      "cayda_store_troubles",
      "What a person has to do something about; see the settings page.",
      troubles.length,
    ),
  ];
  const known = new Set(named.map(({ name }) => name));
  const others = further.map(([name, value]) =>
    gauge(`cayda_store_${name}`, `Of the store: ${name.replaceAll("_", " ")}.`, value),
  );
  return [...named, ...others.filter(({ name }) => !known.has(name))];
}

function processFigures(): OwnFigure[] {
  const { rss, heapUsed } = process.memoryUsage();
  return [
    {
      name: "cayda_process_resident_memory_bytes",
      help: "Memory of the server's process.",
      type: "gauge",
      value: rss,
    },
    { name: "cayda_process_heap_bytes", help: "JavaScript heap in use.", type: "gauge", value: heapUsed },
    {
      name: "cayda_process_uptime_seconds",
      help: "Since the server started.",
      type: "gauge",
      value: process.uptime(),
    },
  ];
}
