import { ifMatch } from "../../../core/etag.ts";
import type { AssetFields, Condition, Liquidation, Repair, UnitProfile } from "../../../core/assets/types.ts";
import type { Overview, UnitView } from "../../../core/wire/views.ts";
import type {
  AssetDetail,
  AssetView,
  StockTakeDetail,
  UnitProfileView,
  WearRowView,
} from "../../../core/wire/assets.ts";
import type { CandidatesView, FindingsView, PlanView, VersionDetail } from "../../../core/wire/plans.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { Purchase } from "../lib/asset-form.ts";
import type { LinkSuggestion } from "../lib/assets.ts";
import type { ImportAnswer } from "../lib/asset-import.ts";
import type { Answer } from "../lib/problem.ts";
import { api, ask } from "./api.ts";
import { language } from "./preferences.ts";
import { papersOnly } from "./session.ts";

/** The register, findings and plans on the API: `core/wire/assets.ts` and `core/wire/plans.ts` name every route. */

type Query = Readonly<Record<string, string | undefined>>;

const withParams = (path: string, query: Query): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, value);
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
};

/** How long a question may take: the candidates of a whole province are many. */
const TIMEOUT_MS = 60_000;

/** `seen`: the etag of what the person has before them; somebody else's change since then is not overwritten. */
function call<T>(
  method: string,
  path: string,
  body?: object | Blob,
  { type, seen }: { readonly type?: string; readonly seen?: string } = {},
): Promise<Answer<T>> {
  const headers = new Headers({ "accept-language": language.value });
  const bytes = body instanceof Blob;
  if (body !== undefined) headers.set("content-type", bytes ? (type ?? body.type) : "application/json");
  if (seen !== undefined) headers.set("if-match", ifMatch(seen));
  return ask<T>(
    fetch(path, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: bytes ? body : JSON.stringify(body) }),
    }),
  );
}
const one = (path: string, id: string, rest = "") => `/api/${path}/${encodeURIComponent(id)}${rest}`;

/** A file that the browser fetches itself; in the language of the page. */
export const fileHref = (path: string, query: Query = {}): string =>
  withParams(`/api/${path}`, { ...query, lang: language.value });

export const assetsApi = {
  list: (query: { unit?: string; liquidated?: "1" } = {}) =>
    call<AssetView[]>("GET", withParams("/api/assets", query)),
  add: (fields: AssetFields, line?: Purchase["line"]) =>
    call<AssetView>("POST", "/api/assets", line === undefined ? fields : { ...fields, line }),
  get: (id: string) => call<AssetDetail>("GET", one("assets", id)),
  change: (id: string, fields: Partial<AssetFields>, seen: string) =>
    call<AssetView>("PATCH", one("assets", id), fields, { seen }),
  link: (id: string, device: string | null, seen: string) =>
    call<AssetView>("PUT", one("assets", id, "/device"), { device }, { seen }),
  repair: (id: string, repair: Repair) => call<AssetView>("POST", one("assets", id, "/repairs"), repair),
  addPhoto: (id: string, photo: Blob) =>
    call<{ id: string }>("POST", one("assets", id, "/photos"), photo, { type: photo.type }),
  removePhoto: (id: string) => call<unknown>("DELETE", one("asset-photos", id)),
  transfer: (move: {
    assets: readonly string[];
    unit: string;
    site: null;
    on: string;
    note: string | null;
  }) => call<{ moved: number }>("POST", "/api/asset-transfers", move),
  liquidate: (how: Liquidation & { assets: readonly string[] }) =>
    call<{ done: number }>("POST", "/api/asset-liquidations", how),
  /** `seen`: the etag of the one asset, where it is one. */
  correctLiquidation: (how: Liquidation & { assets: readonly string[] }, seen: string | undefined) =>
    call<{ done: number }>("PUT", "/api/asset-liquidations", how, seen === undefined ? {} : { seen }),
  suggestions: () => call<LinkSuggestion[]>("GET", "/api/asset-suggestions"),
  preview: (file: Blob, type: string, unit: string) =>
    call<ImportAnswer>("POST", withParams("/api/asset-import/preview", { unit }), file, { type }),
  takeIn: (token: string, leaveOut: readonly number[]) =>
    call<{ added: number; changed: number }>("POST", "/api/asset-import", { token, leaveOut }),
  wear: (year: number) => call<WearRowView[]>("GET", withParams("/api/asset-wear", { year: String(year) })),
  /** Of one unit and all below it, or of all that one may see. */
  runWear: (year: number, unit: string | undefined) =>
    call<{ written: number; kept: number }>(
      "POST",
      "/api/asset-wear",
      unit === undefined ? { year } : { year, unit },
    ),
};

/** The record alone. */
export async function recordOf(id: string): Promise<Answer<AssetView>> {
  const answer = await assetsApi.get(id);
  return answer.ok ? { ok: true, value: answer.value.asset } : answer;
}

export type StockTakeView = StockTakeDetail["take"];
export const stockTakesApi = {
  list: () => call<StockTakeView[]>("GET", "/api/stocktakes"),
  open: (take: { name: string; unit: string; on: string }) =>
    call<StockTakeView>("POST", "/api/stocktakes", take),
  get: (id: string) => call<StockTakeDetail>("GET", one("stocktakes", id)),
  see: (
    id: string,
    seen: { asset: string; quantity: number; condition: Condition | null; note: string | null },
  ) => call<{ asset: string }>("PUT", one("stocktakes", id, "/seen"), seen),
  close: (id: string) => call<StockTakeView>("POST", one("stocktakes", id, "/close")),
};

export const profilesApi = {
  list: () => call<UnitProfileView[]>("GET", "/api/unit-profiles"),
  save: ({ unit, ...profile }: UnitProfile, seen: string) =>
    call<UnitProfileView>("PUT", one("unit-profiles", unit), profile, { seen }),
};

export type PlanBody = Omit<PlanScenario, "id">;
export const plansApi = {
  findings: () => call<FindingsView>("GET", "/api/findings"),
  candidates: (units: readonly string[], year: number) =>
    call<CandidatesView>(
      "GET",
      withParams("/api/plan-candidates", { unit: units.join(","), year: String(year) }),
    ),
  list: () => call<PlanView[]>("GET", "/api/plans"),
  add: (plan: PlanBody) => call<PlanView>("POST", "/api/plans", plan),
  get: (id: string) => call<PlanDetail>("GET", one("plans", id)),
  save: (id: string, plan: PlanBody, seen: string) => call<PlanView>("PUT", one("plans", id), plan, { seen }),
  remove: (id: string, seen: string) => call<unknown>("DELETE", one("plans", id), undefined, { seen }),
  freeze: (id: string, name: string, seen: string) =>
    call<VersionView>("POST", one("plans", id, "/versions"), { name }, { seen }),
  version: (id: string) => call<VersionDetail>("GET", one("plan-versions", id)),
  bought: (
    version: string,
    bought: { candidate: string; quantity: number; amount: number; on: string; asset: string | null },
    seen: string,
  ) => call<unknown>("PUT", one("plan-versions", version, "/bought"), bought, { seen }),
};
export type PlanDetail = { readonly plan: PlanView; readonly versions: readonly VersionView[] };
export type VersionView = VersionDetail["version"];

/** With their sites for those who see the network, names alone for the others. */
export const unitsOf = async (): Promise<Answer<readonly UnitView[]>> => {
  if (papersOnly()) return ask<UnitView[]>(api.units.$get());
  const answer = await ask<Overview>(api.overview.$get());
  return answer.ok ? { ok: true, value: answer.value.units } : answer;
};
