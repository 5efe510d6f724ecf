import { SECOND, type Instant } from "../../clock.ts";
import type { RuleId } from "../catalogue.ts";
import type { PairOf, SiteModel } from "../site-model.ts";
import type { AlertState } from "../types.ts";
import { elementOf, pathOf } from "./places.ts";
import type { Trees } from "./tree.ts";

/**
 * Something counts as dead and still lets everybody through: a switch that is deaf to SNMP since its password was changed, a
 * router that answers no more pings, the second cable of two. Left as it is for weeks it must not be the excuse for
 * whatever breaks behind it.
 */

/** What cuts off whatever is behind it, if it is really so. */
const CUTS: ReadonlySet<RuleId> = new Set<RuleId>(["device_down", "port_down", "target_down"]);
/** A PC may have another way (Wi-Fi, a telephone): one alone proves nothing. */
const LEAST_HEARD = 2;

interface Seen {
  readonly model: SiteModel;
  readonly trees: Trees;
  readonly pairOf: PairOf;
}

/** Whether what should be cut off by `cause`, which stands at `element`, answered after `since`. */
export function letsThrough(
  { rule, subject }: AlertState,
  element: string | undefined,
  since: Instant,
  seen: Seen,
): boolean {
  if (!CUTS.has(rule) || element === undefined) return false;
  return isPolledBehind(element, subject.device, since, seen) || isHeardBehind(element, since, seen);
}

/** Devices, addresses and services that the polling PC reached. */
function isPolledBehind(
  element: string,
  own: string | undefined,
  since: Instant,
  { model, trees, pairOf }: Seen,
): boolean {
  const isBehind = (other: string | undefined): boolean =>
    other !== undefined &&
    other !== element &&
    other !== own &&
    pathOf(other, trees.poller, trees, model).includes(element);
  const answered = (entity: string, field: string): boolean => {
    const value = pairOf(entity)?.newer.get(field);
    return value !== undefined && value.value > 0 && value.at > since;
  };
  const subject = (kind: "target" | "service", id: string) => ({
    rule: `${kind}_down` as const,
    subject: { kind, key: `${kind}:${id}`, site: model.id },
  });
  return (
    model.devices.some(({ id, polled }) => polled && answered(`device:${id}`, "up") && isBehind(id)) ||
    model.targets.some(
      ({ id }) =>
        answered(`target:${id}`, "received") && isBehind(elementOf(subject("target", id), model, trees)),
    ) ||
    model.checks.some(
      ({ id }) =>
        answered(`service:${id}`, "up") && isBehind(elementOf(subject("service", id), model, trees)),
    )
  );
}

/** PCs whose way to the server leads through it. */
function isHeardBehind(element: string, since: Instant, { model, trees }: Seen): boolean {
  const behind = new Set(trees.gateway?.behind(element));
  const heard = model.devices.filter(
    ({ id, agent }) => behind.has(id) && agent?.lastSeen !== undefined && agent.lastSeen > since,
  );
  return heard.length >= LEAST_HEARD;
}

/** Whether the thing itself answered after `since`, as its alert knows: then it was not cut off. */
export function answeredAfter({ evidence, lastAt }: AlertState, since: Instant): boolean {
  const silent = evidence.params["silent_s"];
  return typeof silent === "number" && lastAt - silent * SECOND > since;
}
