import { evaluateDistrict } from "../../core/alerting/district.ts";
import { evaluateSite } from "../../core/alerting/evaluate.ts";
import { createSiteMemory, loadMemory, savedMemory, type SiteMemory } from "../../core/alerting/memory.ts";
import { siteSettings, type RuleDefaults, type SettingsOverride } from "../../core/alerting/settings.ts";
import type { Elsewhere, SiteInput, SiteModel, SiteOutcome } from "../../core/alerting/site-model.ts";
import {
  DISTRICT,
  type AlertCare,
  type AlertState,
  type Calendar,
  type Maintenance,
  type Score,
} from "../../core/alerting/types.ts";
import { DAY, type Clock, type Instant } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { AgentRecord, Registry, SampleStore, SiteRecord } from "../ports.ts";
import { elsewhereOf } from "./elsewhere.ts";
import { createPastReader, type PastReader } from "./past.ts";
import { unitPath } from "../../core/unit-path.ts";
import type { Recipients } from "./recipients.ts";
import { createScoreKeeper, unitScores, type ScoreKeeper } from "./scores.ts";
import type { SiteModels } from "./site-models.ts";

export interface EvaluationPorts {
  readonly registry: Registry;
  readonly store: Pick<SampleStore, "last" | "lastTwo" | "stats" | "raw">;
  readonly models: SiteModels;
  readonly recipients: Recipients;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly rules: RuleDefaults;
  readonly calendar: () => Calendar;
  /** Told after alerts of a site changed and are saved. */
  readonly changed?: (site: string) => void;
  /** A site is silent when nothing was heard of it for so long; `SITE_SILENT_MS`. */
  readonly silentMs?: number;
}

export interface Evaluation {
  /** One pass over all sites, each by itself: what fails at one does not keep the others from theirs. */
  pass(): Promise<void>;
  /** Saves what windows and baselines know. */
  save(): Promise<void>;
}

/** What is remembered of a site between passes. */
interface Known {
  readonly memory: SiteMemory;
  open: readonly AlertState[];
  care: ReadonlyMap<string, AlertCare>;
  careRevision: number;
  eventsUntil: Instant;
  readonly saveScores: ScoreKeeper;
  /** The site's own score of the last pass. */
  score: Score | undefined;
}

/** What a pass reads once for all sites. */
interface Common {
  readonly now: Instant;
  readonly maintenance: readonly Maintenance[];
  readonly overrides: readonly SettingsOverride[];
  readonly calendar: Calendar;
  readonly elsewhere: Elsewhere;
  readonly agents: ReadonlyMap<string, AgentRecord>;
  readonly past: PastReader;
}

/** Reads, decides, saves, in this order; telling people is another job's, from what was saved. */
export function createEvaluation(ports: EvaluationPorts): Evaluation {
  const { registry, clock, log } = ports;
  const known = new Map<string, Known>();
  const saveUnitScores = createScoreKeeper(registry, clock);
  const past = createPastReader(ports.store);
  // Until here nobody could be heard. By the wall clock it is told anew each time: that may be set right meanwhile.
  const began = clock.monotonic();
  let revision = -1;
  let settled: Pick<Common, "maintenance" | "overrides"> = { maintenance: [], overrides: [] };
  return {
    async pass() {
      const now = clock.now();
      if (revision !== registry.revision()) {
        revision = registry.revision();
        const [maintenance, overrides] = await Promise.all([
          registry.maintenance(),
          registry.ruleOverrides(),
        ]);
        settled = { maintenance, overrides };
      }
      const [sites, units] = await Promise.all([registry.sites(), registry.units()]);
      const agents = await agentsOf(ports, sites);
      const parents = new Map(units.map(({ id, parent }) => [id, parent]));
      const { silentMs } = ports;
      const elsewhere = await elsewhereOf(registry, ports.store, {
        sites,
        agents,
        now,
        listeningSince: now - (clock.monotonic() - began),
        ...(silentMs === undefined ? {} : { silentMs }),
      });
      const common: Common = {
        ...settled,
        now,
        calendar: ports.calendar(),
        elsewhere: { ...elsewhere, onBattery: onBatteryOf(known, sites, parents) },
        past,
        agents: new Map(agents.map((agent) => [agent.id, agent])),
      };
      const district = await guarded(log, DISTRICT, () => evaluateAll(ports, known, common));
      for (const site of sites) {
        await guarded(log, site.id, () =>
          evaluateOne(ports, known, common, site, unitPath(site.unit, parents), district ?? []),
        );
        // Others have the event loop between two sites.
        await clock.sleep(0);
      }
      await saveUnitScores(
        now,
        unitScores(sites, parents, (site) => known.get(site)?.score),
      );
    },
    async save() {
      for (const [site, { memory }] of known) await registry.saveMemory(site, savedMemory(memory));
    },
  };
}

/** Sites whose UPS, as far as the last pass knows, runs on its battery. */
function onBatteryOf(
  known: ReadonlyMap<string, Known>,
  sites: readonly SiteRecord[],
  parents: ReadonlyMap<string, string | null>,
): NonNullable<Elsewhere["onBattery"]> {
  return sites.flatMap(({ id, name, unit }) => {
    const open = known.get(id)?.open ?? [];
    const isOn = open.some(({ rule, phase }) => rule === "ups_on_battery" && phase !== "resolved");
    return isOn ? [{ site: id, name, units: unitPath(unit, parents) }] : [];
  });
}

/** Site by site: all of a province's at once would hold everybody else up. */
async function agentsOf(
  { registry, clock }: EvaluationPorts,
  sites: readonly SiteRecord[],
): Promise<readonly AgentRecord[]> {
  const all: AgentRecord[] = [];
  for (const [index, { id }] of sites.entries()) {
    for (const agent of await registry.agents(id)) all.push(agent);
    if (index % 20 === 19) await clock.sleep(0);
  }
  return all;
}

async function guarded<T>(log: Log, site: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error("evaluation_failed", { site, error });
    return undefined;
  }
}

async function knownOf(
  { registry, clock }: EvaluationPorts,
  all: Map<string, Known>,
  site: string,
  now: Instant,
): Promise<Known> {
  const kept = all.get(site);
  if (kept !== undefined) return kept;
  const saved = await registry.memory(site);
  const fresh: Known = {
    memory: saved === undefined ? createSiteMemory() : loadMemory(saved),
    open: await registry.openAlerts(site, now - DAY),
    care: new Map(),
    careRevision: -1,
    eventsUntil: now - 1,
    saveScores: createScoreKeeper(registry, clock),
    score: undefined,
  };
  all.set(site, fresh);
  return fresh;
}

/** Also of what was resolved within a day: it may come back under the same id. */
async function refreshCare({ registry, clock }: EvaluationPorts, known: Known, site: string): Promise<void> {
  const revision = registry.revision();
  if (known.careRevision === revision) return;
  known.care = known.open.length === 0 ? new Map() : await registry.cares(site, clock.now() - DAY);
  known.careRevision = revision;
}

/** Gives the alerts of the district, which may explain those of sites. */
async function evaluateAll(
  ports: EvaluationPorts,
  all: Map<string, Known>,
  common: Common,
): Promise<readonly AlertState[]> {
  const { now, calendar, elsewhere, maintenance, overrides } = common;
  const known = await knownOf(ports, all, DISTRICT, now);
  await refreshCare(ports, known, DISTRICT);
  const outcome = evaluateDistrict({
    now,
    calendar,
    elsewhere,
    maintenance,
    memory: known.memory,
    settings: siteSettings(ports.rules, overrides, { id: DISTRICT, units: [], devices: [] }),
    open: known.open,
    care: known.care,
    newId: ports.newId,
  });
  await save(ports, known, DISTRICT, [], common, outcome);
  return known.open.filter(({ phase }) => phase !== "resolved");
}

async function evaluateOne(
  ports: EvaluationPorts,
  all: Map<string, Known>,
  common: Common,
  site: SiteRecord,
  units: readonly string[],
  above: readonly AlertState[],
): Promise<void> {
  const { registry, store, models } = ports;
  const { now, calendar, elsewhere, maintenance, overrides } = common;
  const known = await knownOf(ports, all, site.id, now);
  await refreshCare(ports, known, site.id);
  const model = withAgents(await models.of(site, units), common.agents);
  const events = await registry.eventsBetween(site.id, known.eventsUntil, now - 1);
  const input: SiteInput = {
    now,
    model,
    events,
    calendar,
    elsewhere,
    maintenance,
    above,
    past: await common.past.of(model, known.open, now, ports.silentMs),
    pairOf: (entity) => store.lastTwo(entity),
    memory: known.memory,
    settings: siteSettings(ports.rules, overrides, model),
    open: known.open,
    care: known.care,
    newId: ports.newId,
  };
  const outcome = evaluateSite(input);
  await save(ports, known, site.id, units, common, outcome);
  known.eventsUntil = now - 1;
  known.score = outcome.scores.find(({ subject }) => subject.kind === "site");
  await known.saveScores(now, outcome.scores);
}

/** The model is kept for a while; when agents were heard must be of now. */
function withAgents(model: SiteModel, agents: ReadonlyMap<string, AgentRecord>): SiteModel {
  return {
    ...model,
    devices: model.devices.map((device) => {
      const seen = device.agent === undefined ? undefined : agents.get(device.agent.id)?.lastSeen;
      if (device.agent === undefined || seen === undefined || seen === null) return device;
      return Object.assign({ ...device }, { agent: { ...device.agent, lastSeen: seen } });
    }),
  };
}

/** One transaction; only then does the next pass start from the new states. */
async function save(
  { registry, recipients, changed }: EvaluationPorts,
  known: Known,
  site: string,
  units: readonly string[],
  { now, calendar }: Common,
  outcome: SiteOutcome,
): Promise<void> {
  const { changed: news, gone, notices } = outcome;
  if (news.length === 0 && gone.length === 0 && notices.length === 0) return;
  const deliveries = await recipients.of(notices, { units, now, calendar });
  await registry.saveAlerts({ site, at: now, changed: news, gone, notices, deliveries });
  const left = new Map(known.open.map((state) => [state.id, state]));
  for (const id of gone) left.delete(id);
  for (const state of news) left.set(state.id, state);
  known.open = [...left.values()].filter(
    ({ phase, resolvedAt }) => phase !== "resolved" || (resolvedAt ?? 0) > now - DAY,
  );
  if (notices.length > 0 || news.some(({ phase }) => phase !== "pending")) changed?.(site);
}
