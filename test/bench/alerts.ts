import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import type { ModelDevice, SiteModel } from "../../core/alerting/site-model.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { loadAlertRules } from "../../server/alert-rules.ts";
import { createEvaluation } from "../../server/jobs/evaluate.ts";
import type { AgentRecord, Registry, SampleStore, SiteRecord } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { peakResidentMB } from "../support/process.ts";
import { threadSeconds, watchStalls } from "./store-watch.ts";
import { districtMinutes, WORKLOAD_START } from "./workload.ts";

/**
 * `npm run bench -- alerts [--json] [--sites=550]`: a province (550 sites, 754,600 series) judged by the real job: every rule
 * over the readings in the real store, pass after pass with a minute of new readings between. The inventory is made of the
 * store's entities and nothing is saved to a disk: how long that takes is the registry's own figure.
 */
async function run(sites: number): Promise<Record<string, number>> {
  const dir = mkdtempSync(join(tmpdir(), "cayda-bench-alerts-"));
  let simulated = WORKLOAD_START;
  const clock: Clock = {
    now: () => simulated,
    monotonic: () => performance.now(),
    sleep: () => nextTurn(),
  };
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, fields?: object) => console.error(event, fields),
  };
  const store = await openSampleStore({ dir, clock, log });
  try {
    return await measure(store, clock, sites, (now) => (simulated = now), log);
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const WARM_UP = 4;
const PASSES = 5;

async function measure(
  store: SampleStore,
  clock: Clock,
  sites: number,
  setTime: (now: number) => void,
  log: Parameters<typeof createEvaluation>[0]["log"],
): Promise<Record<string, number>> {
  const rules = loadAlertRules(undefined, "en");
  if (!rules.ok) throw new Error(rules.mistakes.join("\n"));
  const minutes = districtMinutes({ sites, minutes: WARM_UP + PASSES });
  const models = new Map<string, SiteModel>();
  const saved = { alerts: 0, notices: 0 };
  const registry = registryOf(models, clock, saved);
  const evaluation = createEvaluation({
    registry,
    store,
    clock,
    log,
    rules: rules.value,
    models: {
      of: async ({ id }) => models.get(id) ?? Promise.reject(new Error(id)),
      forget: () => {},
    },
    recipients: { of: async () => [] },
    newId: () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes)),
    calendar: () => ALWAYS_OPEN,
  });
  const cpu: number[] = [];
  const stalls = watchStalls(true);
  let pass = 0;
  for (const { now, batches } of minutes) {
    setTime(now + MINUTE);
    for (const make of batches) {
      for (const { block, site, samples } of make()) {
        await store.append({ block, site, receivedAt: now + MINUTE, samples });
      }
    }
    if (pass === 0) for (const model of modelsOf(store)) models.set(model.id, model);
    const before = threadSeconds();
    if (pass >= WARM_UP) stalls.begin();
    await evaluation.pass();
    if (pass >= WARM_UP) {
      stalls.end();
      cpu.push(threadSeconds() - before);
    }
    pass += 1;
  }
  return {
    series: sites * 1_372,
    sites,
    passes: cpu.length,
    cpuSecondsPerPass: cpu.reduce((sum, one) => sum + one, 0) / cpu.length,
    worstCpuSecondsPerPass: Math.max(...cpu),
    longestStallMs: stalls.longestMs,
    longestStallCpuMs: stalls.longestCpuMs,
    alertsSaved: saved.alerts,
    notices: saved.notices,
    residentMB: peakResidentMB(process.pid),
  };
}

/** The inventory that the readings imply. */
function* modelsOf(store: SampleStore): Generator<SiteModel> {
  const bySite = new Map<string, Map<string, { host: boolean; ports: string[] }>>();
  const targets = new Map<string, string[]>();
  for (const { entity, kind, site } of store.entities()) {
    const ref = parseEntityRef(entity);
    if (ref === undefined) continue;
    if (kind === "target") {
      targets.set(site, [...(targets.get(site) ?? []), ref.owner]);
      continue;
    }
    const devices = bySite.get(site) ?? new Map<string, { host: boolean; ports: string[] }>();
    bySite.set(site, devices);
    const device = devices.get(ref.owner) ?? { host: false, ports: [] };
    devices.set(ref.owner, device);
    if (kind === "port") device.ports.push(ref.part);
    else device.host = true;
  }
  for (const [site, devices] of bySite) {
    yield {
      id: site,
      name: site,
      unit: "u",
      units: ["u"],
      checks: [],
      topology: undefined,
      lease: undefined,
      devices: [...devices].map(([id, { host, ports }]) => deviceOf(id, host, ports)),
      targets: (targets.get(site) ?? []).map((id) => ({ id, name: id, address: "127.0.0.1" })),
    };
  }
}

const deviceOf = (id: string, host: boolean, ports: readonly string[]): ModelDevice => ({
  id,
  name: id,
  class: host ? "workstation" : "switch",
  address: "127.0.0.1",
  polled: !host,
  agent: host ? { id, hostname: id, lastSeen: WORKLOAD_START, enrolledAt: WORKLOAD_START } : undefined,
  ports: ports.map((part) => ({ part, name: part, alias: undefined, ifType: 6, mac: undefined })),
  volumes: [],
  sensors: [],
  supplies: [],
  contact: undefined,
  printer: undefined,
  lanWatch: undefined,
  stpChanges: undefined,
  failingDisks: [],
  important: !host,
});

/** As much of a registry as an evaluation asks for, in memory. */
function registryOf(
  models: ReadonlyMap<string, SiteModel>,
  clock: Clock,
  saved: { alerts: number; notices: number },
): Registry {
  const agentsOf = ({ id: site, devices }: SiteModel) =>
    devices.flatMap(({ agent }): AgentRecord[] =>
      agent === undefined
        ? []
        : [
            {
              id: agent.id,
              site,
              device: agent.id,
              hostname: agent.id,
              platform: "linux",
              version: "1",
              enrolledAt: agent.enrolledAt,
              lastSeen: clock.now(),
              revokedAt: null,
            },
          ],
    );
  const part: Partial<Registry> = {
    revision: () => 0,
    evidenceRevision: () => 0,
    maintenance: async () => [],
    ruleOverrides: async () => [],
    sites: async () => [...models.keys()].map((id): SiteRecord => ({ id, unit: "u", name: id })),
    units: async () => [
      { id: "u", name: "u", kind: "province", parent: null, validFrom: "2026-01-01", validTo: null },
    ],
    agents: async (site) =>
      [...models.values()].flatMap((model) =>
        site === undefined || model.id === site ? agentsOf(model) : [],
      ),
    services: async () => [],
    checks: async () => [],
    memory: async () => undefined,
    openAlerts: async () => [],
    cares: async () => new Map(),
    eventsBetween: async () => [],
    saveScores: async () => {},
    saveAlerts: async ({ changed, notices }) => {
      saved.alerts += changed.length;
      saved.notices += notices.length;
    },
  };
  return part as Registry;
}

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, sites: { type: "string", default: "550" } },
});
const figures = await run(Number(values.sites));
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const [name, value] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(24)} ${value.toPrecision(5)}\n`);
