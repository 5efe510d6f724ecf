import { evaluateDistrict } from "../../core/alerting/district.ts";
import { evaluateSite } from "../../core/alerting/evaluate.ts";
import { createSiteMemory, loadMemory, savedMemory, type SiteMemory } from "../../core/alerting/memory.ts";
import { siteSettings, type RuleDefaults, type SettingsOverride } from "../../core/alerting/settings.ts";
import type { Elsewhere, SiteInput, SiteOutcome } from "../../core/alerting/site-model.ts";
import {
  DISTRICT,
  type AlertCare,
  type AlertState,
  type Calendar,
  type Maintenance,
  type Notice,
  type Score,
} from "../../core/alerting/types.ts";
import { DAY, type Clock, type Instant } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { AgentRecord, Registry, SampleStore, SiteRecord } from "../ports.ts";
import { elsewhereOf, unitsLooking } from "./elsewhere.ts";
import { createPastReader, type PastReader } from "./past.ts";
import { unitPath } from "../../core/unit-path.ts";
import type { Recipients } from "./recipients.ts";
import { createScoreKeeper, unitScores, type ScoreKeeper } from "./scores.ts";
import { withAgents, type SiteModels } from "./site-models.ts";

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
  /** Told after what is said of a site's alerts changed and is saved; not of each new reading. */
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
  /** By site: its unit and those above it. */
  readonly unitsOf: ReadonlyMap<string, readonly string[]>;
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
      const current = registry.revision();
      if (revision !== current) {
        const [maintenance, overrides] = await Promise.all([
          registry.maintenance(),
          registry.ruleOverrides(),
        ]);
        settled = { maintenance, overrides };
        // Only now: had one of them failed, the next pass must ask again.
        revision = current;
      }
      const [sites, units] = await Promise.all([registry.sites(), registry.units()]);
      await knowAll(ports, known, sites, now);
      const agents = await agentsOf(ports, sites);
      const parents = new Map(units.map(({ id, parent }) => [id, parent]));
      const unitsOf = new Map(sites.map(({ id, unit }) => [id, unitPath(unit, parents)]));
      const { silentMs } = ports;
      const elsewhere = await elsewhereOf(registry, ports.store, {
        sites,
        agents,
        now,
        listeningSince: now - (clock.monotonic() - began),
        known,
        unitsOf,
        ...(silentMs === undefined ? {} : { silentMs }),
      });
      const common: Common = {
        ...settled,
        now,
        calendar: ports.calendar(),
        elsewhere,
        past,
        agents: new Map(agents.map((agent) => [agent.id, agent])),
        unitsOf,
      };
      const district = await guarded(log, DISTRICT, () => evaluateAll(ports, known, common));
      for (const site of sites) {
        await guarded(log, site.id, () => evaluateOne(ports, known, common, site, district ?? []));
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

/** Before any site is looked at: what others have open decides what it says. */
async function knowAll(
  ports: EvaluationPorts,
  known: Map<string, Known>,
  sites: readonly SiteRecord[],
  now: Instant,
): Promise<void> {
  for (const { id } of sites) {
    if (known.has(id)) continue;
    await guarded(ports.log, id, () => knownOf(ports, known, id, now));
    await ports.clock.sleep(0);
  }
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
  const units = await unitsLooking(ports.registry, outcome.notices, common.unitsOf);
  await save(ports, known, DISTRICT, ({ state }) => units.get(state.subject.key) ?? [], common, outcome);
  return known.open.filter(({ phase }) => phase !== "resolved");
}

async function evaluateOne(
  ports: EvaluationPorts,
  all: Map<string, Known>,
  common: Common,
  site: SiteRecord,
  above: readonly AlertState[],
): Promise<void> {
  const { registry, store, models } = ports;
  const { now, calendar, elsewhere, maintenance, overrides } = common;
  const units = common.unitsOf.get(site.id) ?? [site.unit];
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
  await save(ports, known, site.id, () => units, common, outcome);
  known.eventsUntil = now - 1;
  known.score = outcome.scores.find(({ subject }) => subject.kind === "site");
  await known.saveScores(now, outcome.scores);
}

/** One transaction; only then does the next pass start from the new states. */
async function save(
  { registry, recipients, changed }: EvaluationPorts,
  known: Known,
  site: string,
  units: (notice: Notice) => readonly string[],
  { now, calendar }: Common,
  outcome: SiteOutcome,
): Promise<void> {
  const { changed: news, gone, notices } = outcome;
  if (news.length === 0 && gone.length === 0 && notices.length === 0) return;
  const deliveries = await recipients.of(notices, { units, now, calendar });
  await registry.saveAlerts({ site, at: now, changed: news, gone, notices, deliveries });
  const left = new Map(known.open.map((state) => [state.id, state]));
  const isNews = news.some((state) => looksOther(left.get(state.id), state));
  for (const id of gone) left.delete(id);
  for (const state of news) left.set(state.id, state);
  known.open = [...left.values()].filter(
    ({ phase, resolvedAt }) => phase !== "resolved" || (resolvedAt ?? 0) > now - DAY,
  );
  if (notices.length > 0 || isNews) changed?.(site);
}

/** Whether a list of alerts shows another thing now; values move with each reading. */
function looksOther(before: AlertState | undefined, after: AlertState): boolean {
  if (after.phase === "pending") return before !== undefined && before.phase !== "pending";
  if (before === undefined) return true;
  return (["phase", "severity", "cause", "affectedCount", "told", "damped"] as const).some(
    (part) => before[part] !== after[part],
  );
}
