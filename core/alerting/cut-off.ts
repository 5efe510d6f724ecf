import type { RuleId } from "./catalogue.ts";
import { MAY_SLEEP } from "./signals/devices.ts";
import { SITE_SILENT_MS, type ModelDevice, type SiteInput } from "./site-model.ts";
import { RANK, type AlertState, type Severity } from "./types.ts";

/** Faults behind which nothing is heard any more. (What is deaf to SNMP may still let others through.) */
const CUTS: ReadonlySet<RuleId> = new Set<RuleId>(["port_down"]);

type Input = Pick<SiteInput, "model" | "settings">;

/**
 * How bad it is what a fault cuts off, before anybody has noticed its silence: people are told once, and at once as loudly
 * as they will have to be told in a minute. `keys`: what stands behind the fault (`device:ID`). Undefined when it is no
 * such fault, or nothing behind it matters.
 */
export function severityOfCut(
  { rule, since, subject }: Pick<AlertState, "rule" | "since" | "subject">,
  keys: readonly string[],
  { model, settings }: Input,
  office: boolean,
): Severity | undefined {
  if (!CUTS.has(rule) || keys.length === 0) return undefined;
  const cut = new Set(keys);
  const behind = model.devices.filter(({ id }) => cut.has(`device:${id}`));
  const found: Severity[] = [];
  const add = (effect: RuleId, of: AlertState["subject"]) => {
    const { enabled, hours, severity } = settings(effect, of);
    if (enabled && (hours === "always" || office)) found.push(severity);
  };
  for (const { id, polled, contact, class: kind } of behind) {
    if (!polled || MAY_SLEEP.has(kind) || contact?.ok === false) continue;
    add("device_down", { kind: "device", key: `device:${id}`, site: model.id, device: id });
  }
  const site = { kind: "site", key: `site:${subject.site}`, site: subject.site } as const;
  const awake = behind.filter((device) => wasHeard(device, since)).length;
  if (awake > 0 && awake >= settings("hosts_lost", site).raise) add("hosts_lost", site);
  return found.toSorted((a, b) => RANK[b] - RANK[a])[0];
}

/** A PC that was on when the fault began. */
const wasHeard = ({ agent }: ModelDevice, since: number): boolean =>
  agent?.lastSeen !== undefined && agent.lastSeen >= since - SITE_SILENT_MS;
