import { SECOND, type Instant } from "../clock.ts";
import type { RuleId } from "./catalogue.ts";
import { MAY_SLEEP } from "./signals/devices.ts";
import { SITE_SILENT_MS, type ModelDevice, type SiteInput } from "./site-model.ts";
import { RANK, type AlertState, type Severity } from "./types.ts";

/** Faults behind which nothing is heard any more. (What is deaf to SNMP may still let others through.) */
const CUTS: ReadonlySet<RuleId> = new Set<RuleId>(["port_down"]);

type Input = Pick<SiteInput, "model" | "settings" | "pairOf">;
/** Clocks differ a little; what is heard later than this was not cut off: one cable of several, or another way round. */
const SLACK = 10 * SECOND;

/**
 * How bad it is what a fault cuts off, before anybody has noticed its silence: people are told once, and at once as loudly
 * as they will have to be told in a minute. `keys`: what stands behind the fault (`device:ID`). Undefined when it is no
 * such fault, or nothing behind it matters, or is heard all the same.
 */
export function severityOfCut(
  { rule, since, subject }: Pick<AlertState, "rule" | "since" | "subject">,
  keys: readonly string[],
  { model, settings, pairOf }: Input,
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
  for (const device of behind) {
    const { id } = device;
    if (isMissed(device, since, pairOf))
      add("device_down", { kind: "device", key: `device:${id}`, site: model.id, device: id });
  }
  const site = { kind: "site", key: `site:${subject.site}`, site: subject.site } as const;
  const lost = behind.filter((device) => isCut(device, since)).length;
  if (lost > 0 && lost >= settings("hosts_lost", site).raise) add("hosts_lost", site);
  return found.toSorted((a, b) => RANK[b] - RANK[a])[0];
}

/** A device that answers day and night, and has not answered since the fault began. */
function isMissed(
  { id, polled, contact, class: kind }: ModelDevice,
  since: Instant,
  pairOf: Input["pairOf"],
): boolean {
  if (!polled || MAY_SLEEP.has(kind) || contact?.ok === false) return false;
  const up = pairOf(`device:${id}`)?.newer.get("up");
  return up === undefined || up.value !== 1 || up.at <= since + SLACK;
}

/** A PC that was on until the fault began, and has not been heard since. */
const isCut = ({ agent }: ModelDevice, since: Instant): boolean =>
  agent?.lastSeen !== undefined &&
  agent.lastSeen >= since - SITE_SILENT_MS &&
  agent.lastSeen <= since + SLACK;
