import type { AssetEvidence } from "../../core/assets/evidence.ts";
import type { Asset, AssetFields } from "../../core/assets/types.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import type { Assets } from "../assets-port.ts";
import type { Actor } from "../people-port.ts";
import type { Registry } from "../ports.ts";
import { demoAlerts } from "./demo-alerts.ts";
import { addDevices, type DemoDevices, type NewSecret } from "./demo-devices.ts";
import { must } from "./demo-must.ts";
import { demoRegister, type DemoRegister } from "./demo-register.ts";
import { MERGED_ON, NEW_UNITS, OLD_UNITS, type NewUnit } from "./demo-units.ts";

export interface DemoParts {
  readonly registry: Registry & Assets;
  readonly now: Instant;
  readonly newId: () => string;
  readonly seed?: number;
  /** Codes of the communes that are written; absent: all four. */
  readonly communes?: readonly string[];
  /** Somebody is going to send for the agents. */
  readonly newSecret?: NewSecret;
}

/** What was measured, under the ids that the registry gave. */
export interface DemoWritten {
  readonly assets: number;
  /** By the ids of `demoRegister`. */
  readonly units: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
  readonly devices: DemoDevices;
  readonly evidence: readonly AssetEvidence[];
}

export const DEMO_ACTOR: Actor = { id: "demo", name: "Cayda" };
const SEED = 6;
/** From when the old communes were; nothing of the demonstration is older. */
const LONG_AGO = "1994-01-01";

/**
 * Writes the demonstration register: 22 old communes with their headquarters and things, merged into the four communes of
 * 1/7/2025 as a person would have done it, so that histories tell of it; devices as agents and surveys would have told of
 * them, and a year of alerts and scores. A unit of the same name that is there already is taken.
 */
export async function writeDemo(parts: DemoParts): Promise<DemoWritten> {
  const { registry, now, newId, seed = SEED, communes } = parts;
  const merged = NEW_UNITS.filter(({ code }) => communes?.includes(code) ?? true);
  const demo = only(demoRegister(seed, now), new Set(merged.map(({ code }) => `demo-${code}`)));
  const { old, next } = await addUnits(registry, merged);
  const sites = await addSites(registry, old);
  const devices = await addDevices(
    { registry, now, newId, newSecret: parts.newSecret },
    demo.evidence,
    sites,
  );
  const bySite = Map.groupBy(demo.evidence, ({ asset }) => asset.site ?? "");
  let assets = 0;
  for (const [demoSite, list] of bySite) {
    const code = codeOf(demoSite);
    const unit = old.get(code) ?? "";
    for (const { asset } of list) {
      await addAsset(registry, asset, {
        unit,
        site: sites.get(demoSite) ?? null,
        device: devices.ids.get(asset.device ?? ""),
      });
      assets += 1;
    }
  }
  await mergeAll(registry, merged, old, next);
  await addProfiles(registry, demo, next);
  const alerts = demoAlerts({ demo, sites, devices, now, newId });
  for (const [site, changed] of alerts) {
    await registry.saveAlerts({ site, at: now, changed, gone: [], notices: [], deliveries: [] });
  }
  await addScores(registry, demo, sites, now);
  return { assets, units: next, sites, devices, evidence: demo.evidence };
}

const codeOf = (demoSite: string): string => demoSite.replace("demo-site-", "");

const only = ({ units, evidence }: DemoRegister, wanted: ReadonlySet<string>): DemoRegister => ({
  units: units.filter(({ unit }) => wanted.has(unit)),
  evidence: evidence.filter(({ asset }) => wanted.has(asset.unit)),
});

async function addUnits(registry: Registry, merged: readonly NewUnit[]) {
  const known = new Map((await registry.units()).map(({ id, name }) => [name.toLocaleLowerCase("vi"), id]));
  const old = new Map<string, string>();
  const next = new Map<string, string>();
  for (const { code, name } of merged) {
    const there = known.get(name.toLocaleLowerCase("vi"));
    const unit = { name: capital(name), kind: "commune", parent: null, validFrom: MERGED_ON } as const;
    next.set(`demo-${code}`, there ?? must(await registry.addUnit(unit)).id);
  }
  const before = new Set(merged.flatMap(({ from }) => from));
  for (const { code, name } of OLD_UNITS) {
    if (!before.has(code)) continue;
    const full = name.startsWith("thị trấn") ? capital(name) : `Xã ${name}`;
    const unit = { name: `${full} (cũ)`, kind: "commune", parent: null, validFrom: LONG_AGO } as const;
    old.set(code, must(await registry.addUnit(unit)).id);
  }
  return { old, next };
}

const capital = (name: string): string => name.charAt(0).toLocaleUpperCase("vi") + name.slice(1);

/** Each old commune's headquarters. */
async function addSites(
  registry: Registry,
  old: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const sites = new Map<string, string>();
  for (const { code, name } of OLD_UNITS) {
    if (!old.has(code)) continue;
    const site = must(await registry.addSite({ unit: old.get(code) ?? "", name: `Trụ sở ${name}` }));
    sites.set(`demo-site-${code}`, site.id);
  }
  return sites;
}

async function addAsset(
  registry: Assets,
  asset: Asset,
  to: { readonly unit: string; readonly site: string | null; readonly device: string | undefined },
): Promise<void> {
  const {
    id: _,
    state: _s,
    device: _d,
    liquidation: _l,
    repairs,
    createdAt: _c,
    changedAt: _t,
    ...rest
  } = asset;
  const fields: AssetFields = { ...rest, unit: to.unit, site: to.site };
  const { id } = must(await registry.addAsset(fields, DEMO_ACTOR));
  if (to.device !== undefined) must(await registry.linkAsset(id, to.device, DEMO_ACTOR));
  for (const repair of repairs) must(await registry.addRepair(id, repair, DEMO_ACTOR));
}

/** The mergers of 1/7/2025: units first, then what they had. */
async function mergeAll(
  registry: Registry & Assets,
  merged: readonly NewUnit[],
  old: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { code, from } of merged) {
    const into = next.get(`demo-${code}`) ?? "";
    for (const one of from) {
      const unit = old.get(one) ?? "";
      must(await registry.mergeUnit(unit, { into, on: MERGED_ON }, DEMO_ACTOR));
      const assets = await registry.assets({ units: [unit] });
      const [first] = assets;
      if (first === undefined) continue;
      const to = { unit: into, site: first.site, on: MERGED_ON, note: "NQ 1656/NQ-UBTVQH15" };
      must(
        await registry.transferAssets(
          assets.map(({ id }) => id),
          to,
          DEMO_ACTOR,
        ),
      );
    }
  }
}

async function addProfiles(
  registry: Assets,
  { units }: DemoRegister,
  next: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { unit, profile } of units) {
    if (profile === null) continue;
    must(await registry.saveUnitProfile({ ...profile, unit: next.get(unit) ?? "" }, DEMO_ACTOR));
  }
}

/** Of a year ago, and of now. */
async function addScores(
  registry: Pick<Registry, "saveScores">,
  { units }: DemoRegister,
  sites: ReadonlyMap<string, string>,
  now: Instant,
): Promise<void> {
  const all = units.flatMap((unit) => unit.sites);
  const of = (which: "now" | "yearAgo") =>
    all.flatMap(({ site, score }) => {
      const [id, value] = [sites.get(site), score?.[which]];
      if (id === undefined || value === undefined) return [];
      return [{ subject: { kind: "site", id } as const, score: value, penalties: [], inferred: false }];
    });
  await registry.saveScores(now - 365 * DAY, of("yearAgo"));
  await registry.saveScores(now, of("now"));
}
