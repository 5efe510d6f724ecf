import { DAY, HOUR, MINUTE, SECOND, type Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Teardown } from "../core/teardown.ts";
import { loadCalendar, type OfficeCalendar } from "./alert-calendar.ts";
import { loadAlertRules } from "./alert-rules.ts";
import type { ServerConfig } from "./config.ts";
import { createDeliverer } from "./jobs/deliver.ts";
import { createDigests } from "./jobs/digest.ts";
import { createEvaluation } from "./jobs/evaluate.ts";
import { createRecipients } from "./jobs/recipients.ts";
import { repeat } from "./jobs/repeat.ts";
import { createSiteModels } from "./jobs/site-models.ts";
import { namesOf } from "./names.ts";
import type { Notifier } from "./notify-port.ts";
import type { People } from "./people-port.ts";
import type { Registry, SampleStore } from "./ports.ts";
import { SITE_SILENT_MS } from "../core/alerting/site-model.ts";
import type { RuleDefaults } from "../core/alerting/settings.ts";

interface AlertingOptions {
  readonly config: ServerConfig;
  readonly registry: Registry;
  readonly people: Pick<People, "all">;
  readonly store: SampleStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly random: () => number;
  readonly notifier: Notifier;
  /** The server's address as browsers know it. */
  readonly base: () => string | null;
  /** Told after alerts of a site changed and are saved. */
  readonly changed: (site: string) => void;
}

export interface Alerting {
  readonly rules: RuleDefaults;
  readonly calendar: OfficeCalendar;
  readonly notifier: Notifier;
}

const DELIVER_EVERY = 2 * SECOND;
const SAVE_EVERY = 15 * MINUTE;
const DIGEST_LOOK_EVERY = MINUTE;
/** Once a day, the first time an hour after the start: a server in an office may be off at night. */
const PRUNE_LOOK_EVERY = HOUR;

/** Rules, evaluation, outbox and digests: everything that watches by the clock. Throws when a file of rules is wrong. */
export function startAlerting(options: AlertingOptions, teardown: Teardown): Alerting {
  const { config, registry, people, store, clock, log, newId, notifier } = options;
  const { alerts, language } = config;
  const rules = must(loadAlertRules(alerts.rules, language));
  const calendar = must(loadCalendar(alerts.calendar, language));
  for (const hint of calendar.hints(clock.now())) log.warn("calendar_incomplete", { hint });
  const everyMs = alerts.everySeconds * SECOND;
  // In a trial a minute passes in seconds: what is usually read every quarter of a minute keeps its share.
  const share = everyMs / EVERY_SECONDS / SECOND;
  const evaluation = createEvaluation({
    registry,
    store,
    clock,
    log,
    newId,
    rules,
    models: createSiteModels(registry, store, clock, {
      readAgainMs: everyMs,
      mapAgainMs: 5 * MINUTE * share,
    }),
    recipients: createRecipients(registry, people),
    calendar: () => calendar.calendar,
    changed: options.changed,
    silentMs: SITE_SILENT_MS * share,
  });
  const names = () => namesOf(registry);
  const deliverer = createDeliverer({
    registry,
    notifier,
    names,
    clock,
    log,
    base: options.base,
    random: options.random,
  });
  const digests = createDigests({
    registry,
    people,
    notifier,
    names,
    clock,
    log,
    base: options.base,
  });
  const work = { clock, log };
  teardown.add("deliverer", deliverer, (running) => running.stop());
  for (const job of [
    repeat("evaluate_alerts", everyMs, () => evaluation.pass(), work),
    repeat("save_memory", SAVE_EVERY, () => evaluation.save(), work),
    repeat("deliver_notices", Math.min(DELIVER_EVERY, everyMs), () => deliverer.round(), work),
    repeat("prune_alerts", PRUNE_LOOK_EVERY, daily(options), work),
    repeat("send_digests", DIGEST_LOOK_EVERY, () => digests.look(), work),
  ]) {
    teardown.add("alert job", job, (running) => running.stop());
  }
  teardown.add("alert memory", evaluation, (last) => last.save());
  return { rules, calendar, notifier };
}

/** The usual pace of the evaluation, which `config/server.example.yaml` shows. */
const EVERY_SECONDS = 15;

/** Forgets what is old, once a day. */
function daily({ registry, clock }: Pick<AlertingOptions, "registry" | "clock">): () => Promise<void> {
  let pruned = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.monotonic() - pruned < DAY) return;
    await registry.pruneAlerts(clock.now());
    pruned = clock.monotonic();
  };
}

function must<T>(
  parsed:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly mistakes: readonly string[] },
): T {
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  return parsed.value;
}
