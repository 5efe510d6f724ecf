import * as z from "zod";
import type { Finding } from "../assets/findings.ts";
import { ASSET_CATEGORIES, ASSET_STATES, FUNDING_SOURCES, LIQUIDATION_GROUNDS } from "../assets/types.ts";
import { ACTIONS, type Candidate } from "../planning/types.ts";
import { cleanText } from "../text.ts";
import { candidateId, dateText, findingView } from "./assets.ts";

/**
 * Findings and plans on the public API. `etag` and `If-Match` as in `core/wire/assets.ts`; of a line that nothing was
 * bought of yet it is `"none"`. The pages run `planOf` of `core/planning/scenario.ts` themselves.
 *
 * | Route | |
 * |---|---|
 * | GET /api/findings?unit= | READ: {@link findingsView}; `unit` with its subtree |
 * | GET /api/plan-candidates?unit=&year= | READ: {@link candidatesView}; `unit` may be several, comma between |
 * | GET, POST /api/plans | READ: {@link planView}[]; WRITE: {@link planInput} → {@link planView} |
 * | GET, PUT, DELETE /api/plans/:plan | READ: {@link planDetail}; WRITE |
 * | POST /api/plans/:plan/versions | WRITE: {@link freezeInput} → {@link versionView}: freezes it as it is now |
 * | GET /api/plan-versions/:version | READ: {@link versionDetail}: the frozen document, what was bought, and how it compares |
 * | PUT /api/plan-versions/:version/bought | WRITE: {@link boughtInput} |
 * | GET /api/plans/:plan/documents/:kind?issuer= | READ: kind proposal, report, needs, demand: a .docx or .xlsx; of several units `issuer` (one of them, or one above all) issues it, by default the nearest above all, else 422 `issuer_unclear` |
 * | GET /api/unit-documents/:kind?unit=&year= | READ: kind demand, wear, inventory, yearReport, yearFigures: a file |
 */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const dong = z.int().min(0).max(9_999_999_999_999);
const name = z
  .string()
  .max(400)
  .transform((given) => cleanText(given, 100))
  .refine((given) => given.length > 0, "empty");
const instant = z.number();

const ceilings = z.strictObject({
  commune: dong.optional(),
  city: dong.optional(),
  recurrent: dong.optional(),
  investment: dong.optional(),
  other: dong.optional(),
});
const edit = z.strictObject({
  unitPrice: dong.optional(),
  quantity: z.int().min(1).max(100_000).optional(),
  source: z.enum(FUNDING_SOURCES).optional(),
});
export const planInput = z.strictObject({
  name,
  year: z.int().min(2020).max(2100),
  units: z.array(id).min(1).max(500),
  ceilings,
  total: dong.nullable(),
  must: z.array(candidateId).max(10_000),
  never: z.array(candidateId).max(10_000),
  edits: z.record(candidateId, edit),
});
export const planView = planInput.extend({
  id: z.string(),
  changedAt: instant,
  changedBy: z.string(),
  etag: z.string(),
});
export type PlanView = z.infer<typeof planView>;
export const freezeInput = z.strictObject({ name });
export const versionView = z.object({
  id: z.string(),
  plan: z.string(),
  name: z.string(),
  frozenAt: instant,
  frozenBy: z.string(),
});
export const planDetail = z.object({ plan: planView, versions: z.array(versionView) });
export const boughtInput = z.strictObject({
  candidate: candidateId,
  quantity: z.int().min(0).max(100_000),
  amount: dong,
  on: dateText,
  asset: id.nullable(),
});
/** A line of a frozen version beside what was bought, and the measured indicator before and after. */
const comparedLine = z.object({
  candidate: z.string(),
  item: z.string(),
  unit: z.string(),
  unitName: z.string(),
  planned: z.object({ quantity: z.number(), amount: z.number() }).nullable(),
  bought: z.object({ quantity: z.number(), amount: z.number(), on: z.string() }).nullable(),
  /** `dearer`, `cheaper`: by the price of one. */
  outcome: z.enum(["as_planned", "dearer", "cheaper", "partly", "not_bought", "not_planned"]),
  /** Paid for one less planned for one, đồng; null unless both are known. */
  unitDifference: z.number().nullable(),
  /** Hours without LAN a month at the unit's sites, in the three months before and after; null: not measured (yet). */
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** The day on which `after` can be told, while that lies ahead. */
  afterDue: z.string().nullable(),
});
export const versionDetail = z.object({
  version: versionView,
  /** JSON: `{scenario, candidates, choice, explanations, today}`. */
  document: z.string(),
  bought: z.array(boughtInput.extend({ etag: z.string() })),
  comparison: z.array(comparedLine),
  /** What stands in the books of what was bought, of the units that one sees. */
  registered: z.array(
    z.object({
      candidate: z.string(),
      asset: z.string(),
      name: z.string(),
      code: z.string().nullable(),
      quantity: z.number(),
      state: z.enum(ASSET_STATES),
    }),
  ),
});
export type VersionDetail = z.infer<typeof versionDetail>;

const named = z.object({ id: z.string(), name: z.string() });
/** What findings and candidates name by id. */
const names = z.object({
  units: z.array(named),
  /** Those that findings or candidates name. */
  assets: z.array(
    named.extend({ unit: z.string(), code: z.string().nullable(), device: z.string().nullable() }),
  ),
});
export const findingsView = names.extend({ today: z.string(), findings: z.array(findingView) });
export type FindingsView = z.infer<typeof findingsView>;

const warning = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
const candidateView = z.object({
  id: z.string(),
  unit: z.string(),
  action: z.enum(ACTIONS),
  category: z.enum(ASSET_CATEGORIES),
  assets: z.array(z.string()),
  item: z.string(),
  priceKey: z.string(),
  quantity: z.number(),
  unitPrice: z.number(),
  amount: z.number(),
  source: z.enum(FUNDING_SOURCES),
  points: z.number(),
  /** [index into `findings`, points] */
  reasons: z.array(z.tuple([z.number(), z.number()])),
  priority: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  oneStop: z.boolean(),
  group: z.string().nullable(),
  requires: z.array(z.string()),
  ground: z.enum(LIQUIDATION_GROUNDS).nullable(),
  warnings: z.array(warning),
});
/** Each finding once: several candidates of one thing rest on the same. */
export const candidatesView = names.extend({
  today: z.string(),
  year: z.number(),
  findings: z.array(findingView),
  candidates: z.array(candidateView),
  /** For the hard minimum of one working PC at each counter: what `planOf` takes as its units. */
  profiles: z.array(
    z.object({ unit: z.string(), counters: z.number().nullable(), working: z.number().optional() }),
  ),
  /** What a price by hand is held against: rows of the tables (`PriceNorms` of `core/planning/edit.ts`). */
  norms: z.array(z.looseObject({})),
  overCap: z.array(z.looseObject({})),
});
export type CandidatesView = z.infer<typeof candidatesView>;

/** Puts the findings back into the reasons. */
export const candidatesFrom = (view: CandidatesView): readonly Candidate[] =>
  view.candidates.map((line) => {
    const reasons = line.reasons.flatMap(([index, points]) => {
      const finding = view.findings[index];
      // The schema is wider than the types: the server wrote these very values.
      return finding === undefined ? [] : [{ finding: finding as unknown as Finding, points }];
    });
    return Object.assign({}, line, { reasons }) as unknown as Candidate;
  });

/** The other way: for the server. */
export function toCandidatesView(
  candidates: readonly Candidate[],
): Pick<CandidatesView, "findings" | "candidates"> {
  const index = new Map<Finding, number>();
  const lines = candidates.map((candidate) => {
    const reasons = candidate.reasons.map(({ finding, points }) => {
      const at = index.get(finding) ?? index.size;
      index.set(finding, at);
      return [at, points] as [number, number];
    });
    return Object.assign({}, candidate, { reasons });
  });
  return { findings: [...index.keys()], candidates: lines } as unknown as Pick<
    CandidatesView,
    "findings" | "candidates"
  >;
}
