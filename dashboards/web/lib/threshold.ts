import { inheritedSettings, type RulePlace } from "../../../core/alerting/inherited.ts";
import type { RuleSettings } from "../../../core/alerting/types.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import type { UnitView } from "../../../core/wire/views.ts";

/** What a rule says at one place. Pure. */

export interface HeldThere {
  /** As it is while nobody says otherwise for this very place. */
  readonly inherited: RuleSettings;
  /** What holds now. */
  readonly now: RuleSettings;
  readonly own: RuleView["overrides"][number] | undefined;
}

/** `place` undefined: nothing is chosen yet. */
export function heldAt(
  { defaults, overrides }: Pick<RuleView, "defaults" | "overrides">,
  place: RulePlace | undefined,
  units: readonly Pick<UnitView, "id" | "parent">[],
): HeldThere {
  if (place === undefined) return { inherited: defaults, now: defaults, own: undefined };
  const { scope } = place;
  const own = overrides.find((one) => one.scope.kind === scope.kind && one.scope.id === scope.id);
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const inherited = inheritedSettings(defaults, overrides, place, parents);
  return { inherited, now: { ...inherited, ...own?.settings }, own };
}

/** What an override says of what a table has room for; the rest follows what is above. An empty list: it says something else. */
export function saidIn(
  settings: Partial<RuleSettings>,
): readonly ("enabled" | "raise" | "severity" | "holdMs")[] {
  // Of a rule that is off nothing else matters.
  if (settings.enabled === false) return ["enabled"];
  return (["enabled", "raise", "severity", "holdMs"] as const).filter((name) => settings[name] !== undefined);
}

/** Fields show six digits; what cannot be told apart there was not changed. */
const same = (a: number, b: number): boolean => a.toPrecision(6) === b.toPrecision(6);

export type WantedSettings = Pick<RuleSettings, "enabled" | "severity" | "holdMs"> & {
  /** Undefined: the rule has no threshold. */
  readonly raise: number | undefined;
};

/**
 * What is set for the place itself: what was set for it before, and what the person changed of what holds there. The rest goes
 * on following what is above. A new threshold leaves to the server from where it is good again.
 */
export function ownSettings({ own, now }: HeldThere, wanted: WantedSettings): Partial<RuleSettings> {
  const { clear, ...kept } = own?.settings ?? {};
  const { enabled, severity, holdMs, raise } = wanted;
  const isNewLimit = raise !== undefined && !same(raise, now.raise);
  return {
    ...kept,
    ...(enabled === now.enabled ? {} : { enabled }),
    ...(severity === now.severity ? {} : { severity }),
    ...(holdMs === now.holdMs ? {} : { holdMs }),
    ...(isNewLimit ? { raise } : clear === undefined ? {} : { clear }),
  };
}
