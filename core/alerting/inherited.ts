import { unitPath } from "../unit-path.ts";
import { settingsFor, type SettingsOverride } from "./settings.ts";
import type { RuleSettings } from "./types.ts";

type Word = Pick<SettingsOverride, "scope" | "settings">;

/** Where something stands that a rule can be set otherwise for. */
export interface RulePlace {
  readonly scope: SettingsOverride["scope"];
  /** The unit itself, or that of the site. */
  readonly unit: string;
  /** The site itself, or that of the device; absent for a unit. */
  readonly site?: string | undefined;
}

/**
 * One rule's numbers as they hold at a place as long as nobody says otherwise for this very place: the words of what is above
 * it, then the defaults. Forms show them, and a limit that is set otherwise is held against them. `words`: of this rule.
 */
export function inheritedSettings(
  defaults: RuleSettings,
  words: readonly Word[],
  { scope, unit, site }: RulePlace,
  parents: ReadonlyMap<string, string | null>,
): RuleSettings {
  const above = words.filter((word) => word.scope.kind !== scope.kind || word.scope.id !== scope.id);
  return settingsFor(defaults, above, { units: unitPath(unit, parents), site: site ?? "" });
}
