import { RULE_IDS, type RuleId } from "./catalogue.ts";
import type { SiteModel } from "./site-model.ts";
import type { RuleSettings, Subject } from "./types.ts";

/** `config/alert-rules.yaml` as read: every rule has its numbers. */
export type RuleDefaults = Readonly<Record<RuleId, RuleSettings>>;

/** What somebody set otherwise for a unit (and all below it), a site, or a device. */
export interface SettingsOverride {
  readonly rule: RuleId;
  readonly scope: { readonly kind: "unit" | "site" | "device"; readonly id: string };
  readonly settings: Partial<RuleSettings>;
}

export type SettingsOf = (rule: RuleId, subject: Pick<Subject, "site" | "device">) => RuleSettings;

/** Where a subject stands. */
interface Place {
  /** Nearest first. */
  readonly units: readonly string[];
  readonly site: string;
  readonly device?: string | undefined;
}

/**
 * One rule's numbers at one place: field by field the nearest word wins, the device's before the site's, the site's before
 * its unit's, this before the units above it, and the defaults last.
 */
export function settingsFor(
  defaults: RuleSettings,
  overrides: readonly Pick<SettingsOverride, "scope" | "settings">[],
  { units, site, device }: Place,
): RuleSettings {
  const nearestLast = [
    { kind: "site", id: site },
    ...(device === undefined ? [] : [{ kind: "device", id: device }]),
  ];
  // One by one, because browsers that pages are made for cannot turn a list around without changing it.
  for (const id of units) nearestLast.unshift({ kind: "unit", id });
  const settings = { ...defaults };
  for (const { kind, id } of nearestLast) {
    for (const { scope, settings: own } of overrides) {
      if (scope.kind === kind && scope.id === id) Object.assign(settings, own);
    }
  }
  return settings;
}

/**
 * The settings of everything at a site, as quick as a look-up: an evaluation asks once for every signal. What concerns a
 * workstation is asleep outside office hours unless an override says otherwise, because PCs that are off are normal.
 */
export function siteSettings(
  defaults: RuleDefaults,
  overrides: readonly SettingsOverride[],
  model: Pick<SiteModel, "id" | "units" | "devices">,
): SettingsOf {
  const own = new Set<string>();
  for (const { scope } of overrides) if (scope.kind === "device") own.add(scope.id);
  const workstations = new Set<string>();
  for (const { id, class: kind, agent } of model.devices)
    if (kind === "workstation" || (kind === "unknown" && agent !== undefined)) workstations.add(id);

  const make = (rule: RuleId, device: string | undefined): RuleSettings => {
    const start = defaults[rule];
    const asleep = device !== undefined && workstations.has(device);
    return settingsFor(
      asleep && start.hours !== "office" ? { ...start, hours: "office" } : start,
      overrides.filter((one) => one.rule === rule),
      { units: model.units, site: model.id, device },
    );
  };
  const ofSite = new Map<RuleId, RuleSettings>();
  const ofWorkstations = new Map<RuleId, RuleSettings>();
  for (const rule of RULE_IDS) ofSite.set(rule, make(rule, undefined));
  // Any workstation without words of its own stands for all of them.
  const common = model.devices.find(({ id }) => workstations.has(id) && !own.has(id))?.id;
  if (common !== undefined) for (const rule of RULE_IDS) ofWorkstations.set(rule, make(rule, common));
  const ofDevices = new Map<string, Map<RuleId, RuleSettings>>();
  for (const device of own)
    ofDevices.set(device, new Map(RULE_IDS.map((rule) => [rule, make(rule, device)])));

  return (rule, { device }) => {
    const special = device === undefined ? undefined : ofDevices.get(device)?.get(rule);
    if (special !== undefined) return special;
    const found = device !== undefined && workstations.has(device) ? ofWorkstations.get(rule) : undefined;
    return found ?? ofSite.get(rule) ?? defaults[rule];
  };
}
