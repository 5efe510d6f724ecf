import type { z } from "zod";
import { FaultError } from "../../core/result.ts";
import type { assetDetail } from "../../core/wire/assets.ts";
import type { PlanLine, PlanRecord, PlanVersion } from "../assets-port.ts";
import type { ApiContext, ApiPorts, Visible } from "./context.ts";

type Ports = Pick<ApiPorts, "registry">;

/** Who sees all units of a plan sees the plan. */
export const isPlanSeen = ({ units }: Pick<PlanRecord, "units">, visible: Visible): boolean =>
  units.every((unit) => visible.has(unit));

/** Throws `plan_unknown`: foreign plans do not exist for the person who asks. */
export async function planSeen({ registry }: Ports, id: string, visible: Visible): Promise<PlanRecord> {
  const plan = await registry.plan(id);
  if (plan === undefined || !isPlanSeen(plan, visible)) throw new FaultError("plan_unknown");
  return plan;
}

/** What is read of a frozen document here; `api/plan-versions.ts` writes it. */
interface Frozen {
  readonly scenario: Pick<PlanRecord, "units">;
  readonly candidates: readonly { readonly id: string; readonly item: string }[];
}

/** A plan may have had other units when it was frozen: its lines are of those. */
const isFrozenSeen = (document: string, visible: Visible): boolean =>
  isPlanSeen((JSON.parse(document) as Frozen).scenario, visible);

export async function versionSeen(ports: Ports, id: string, visible: Visible) {
  const version = await ports.registry.planVersion(id);
  if (version === undefined) throw new FaultError("plan_unknown");
  await planSeen(ports, version.plan, visible);
  if (!isFrozenSeen(version.document, visible)) throw new FaultError("plan_unknown");
  return version;
}

/** The frozen versions of a plan that the person may open, newest first. */
export async function versionsSeen(
  { registry }: Ports,
  plan: string,
  { var: { me, visible } }: ApiContext,
): Promise<readonly PlanVersion[]> {
  const versions = await registry.planVersions(plan);
  // Whole districts are frozen by those who see everything: theirs are the large documents, which need not be read.
  if (me.unit === null) return versions;
  const seen: PlanVersion[] = [];
  for (const version of versions) {
    const document = (await registry.planVersion(version.id))?.document;
    if (document !== undefined && isFrozenSeen(document, visible)) seen.push(version);
  }
  return seen;
}

const itemOf = (document: string, candidate: string): string | undefined =>
  (JSON.parse(document) as Frozen).candidates.find(({ id }) => id === candidate)?.item;

/** Throws `plan_unknown`, and `plan_line_unknown` where the version has no such line. */
export async function lineSeen(ports: Ports, { version, candidate }: PlanLine, visible: Visible) {
  const { document } = await versionSeen(ports, version, visible);
  if (itemOf(document, candidate) === undefined) throw new FaultError("plan_line_unknown");
}

type BoughtAs = z.infer<typeof assetDetail>["boughtAs"];

/** What the thing was bought as; null where nothing is noted, and where the person does not see that plan. */
export async function boughtAs({ registry }: Ports, asset: string, visible: Visible): Promise<BoughtAs> {
  const line = await registry.planLineOf(asset);
  const version = line === undefined ? undefined : await registry.planVersion(line.version);
  const plan = version === undefined ? undefined : await registry.plan(version.plan);
  if (line === undefined || version === undefined || plan === undefined) return null;
  if (!isPlanSeen(plan, visible) || !isFrozenSeen(version.document, visible)) return null;
  return {
    plan: plan.id,
    planName: plan.name,
    version: version.id,
    versionName: version.name,
    candidate: line.candidate,
    item: itemOf(version.document, line.candidate) ?? line.candidate,
  };
}
