import { matchedRoutes } from "hono/route";
import type { MiddlewareHandler } from "hono";
import { FaultError, type FaultCode } from "../../core/result.ts";
import { OPERATORS as OPERATE } from "../../core/roles.ts";
import type { Me } from "../../core/wire/views.ts";
import type { Role } from "../people-port.ts";
import { tokenCheck } from "./token-check.ts";
import type { DeviceRecord, Registry, SiteRecord, UnitRecord } from "../ports.ts";
import {
  copyCookies,
  isSecure,
  peerOf,
  type ApiContext,
  type ApiEnv,
  type ApiPorts,
  type Visible,
} from "./context.ts";

/** public: anybody; person: everybody who is signed in; else the roles that may. */
export type Need = "public" | "person" | readonly Role[];

const READ = ["administrator", "officer", "viewer"] as const;
const GOVERN = ["administrator"] as const;
/** What stands in the books and on paper: register, findings, plans, reports. Leaders and accountants read it too. */
const PAPERS = [...READ, "leader", "accountant"] as const;
/** The money in the books; of an asset's record the accountant changes nothing else (`routes/assets.ts`). */
const ACCOUNT = [...OPERATE, "accountant"] as const;

/**
 * Who may call what: the one table. A route that is not in it is refused to everybody, and a test holds the table
 * against the routes. What a person sees is further cut to their units (`siteSeen` and the like).
 */
export const ACCESS: Readonly<Record<string, Need>> = {
  "GET /api/openapi.json": "public",
  "GET /api/setup": "public",
  "POST /api/setup": "public",
  "POST /api/auth/sign-in/username": "public",
  "POST /api/auth/second-step": "public",
  "POST /api/auth/sign-out": "public",
  "POST /api/auth/change-password": "person",
  "GET /api/me": "person",
  "GET /api/second-factor": "person",
  "POST /api/second-factor": "person",
  "POST /api/second-factor/confirm": "person",
  "POST /api/second-factor/codes": "person",
  "POST /api/second-factor/end": "person",
  "GET /api/second-factor-rule": GOVERN,
  "PUT /api/second-factor-rule": GOVERN,
  "GET /api/audit": GOVERN,
  "GET /api/overview": READ,
  "GET /api/units": PAPERS,
  "POST /api/units": GOVERN,
  "PATCH /api/units/:unit": GOVERN,
  "POST /api/sites": OPERATE,
  "PATCH /api/sites/:site": GOVERN,
  "GET /api/sites/:site": READ,
  "GET /api/sites/:site/topology": READ,
  "GET /api/sites/:site/where": READ,
  "GET /api/sites/:site/tokens": OPERATE,
  "POST /api/sites/:site/tokens": OPERATE,
  "DELETE /api/sites/:site/tokens/:token": OPERATE,
  "POST /api/sites/:site/devices": OPERATE,
  "POST /api/sites/:site/targets": OPERATE,
  "GET /api/sites/:site/discovery": READ,
  "PUT /api/sites/:site/discovery": OPERATE,
  "POST /api/sites/:site/discovery/scan": OPERATE,
  "POST /api/sites/:site/discovery/accept": OPERATE,
  "POST /api/sites/:site/discovery/ignore": OPERATE,
  "GET /api/devices": READ,
  "GET /api/devices/:device": READ,
  "PATCH /api/devices/:device": OPERATE,
  "DELETE /api/devices/:device": OPERATE,
  "DELETE /api/targets/:target": OPERATE,
  "POST /api/agents/:agent/revoke": OPERATE,
  "GET /api/series": READ,
  "GET /api/export": READ,
  "GET /api/store": OPERATE,
  "GET /api/live": READ,
  "GET /api/tokens": OPERATE,
  "POST /api/tokens": OPERATE,
  "DELETE /api/tokens/:token": OPERATE,
  "GET /api/alerts": READ,
  "GET /api/alerts/:alert": READ,
  "POST /api/alerts/:alert/acknowledge": OPERATE,
  "POST /api/alerts/:alert/release": OPERATE,
  "POST /api/alerts/:alert/assign": OPERATE,
  "POST /api/alerts/:alert/snooze": OPERATE,
  "GET /api/people": OPERATE,
  "GET /api/accounts": GOVERN,
  "POST /api/accounts": GOVERN,
  "PATCH /api/accounts/:person": GOVERN,
  "PUT /api/accounts/:person/password": GOVERN,
  "DELETE /api/accounts/:person/second-factor": GOVERN,
  "DELETE /api/accounts/:person": GOVERN,
  "GET /api/maintenance": READ,
  "POST /api/maintenance": OPERATE,
  "DELETE /api/maintenance/:window": OPERATE,
  "GET /api/rules": READ,
  "PUT /api/rules": GOVERN,
  "GET /api/services": READ,
  "POST /api/services": OPERATE,
  "PUT /api/services/:service": OPERATE,
  "DELETE /api/services/:service": OPERATE,
  "GET /api/scores": READ,
  "GET /api/scores/history": READ,
  "GET /api/assets": PAPERS,
  "POST /api/assets": OPERATE,
  "GET /api/assets/:asset": PAPERS,
  "PATCH /api/assets/:asset": ACCOUNT,
  "PUT /api/assets/:asset/device": OPERATE,
  "POST /api/assets/:asset/repairs": OPERATE,
  "POST /api/assets/:asset/photos": OPERATE,
  "GET /api/asset-photos/:photo": PAPERS,
  "DELETE /api/asset-photos/:photo": OPERATE,
  "POST /api/asset-transfers": OPERATE,
  "POST /api/asset-liquidations": ACCOUNT,
  "PUT /api/asset-liquidations": ACCOUNT,
  "GET /api/asset-suggestions": READ,
  "POST /api/asset-import/preview": OPERATE,
  "POST /api/asset-import": OPERATE,
  "GET /api/asset-export": PAPERS,
  "GET /api/asset-labels": READ,
  "POST /api/asset-labels": READ,
  "GET /api/asset-wear": PAPERS,
  "POST /api/asset-wear": ACCOUNT,
  "GET /api/asset-tables": PAPERS,
  "GET /api/unit-profiles": PAPERS,
  "PUT /api/unit-profiles/:unit": OPERATE,
  "POST /api/units/:unit/merge": GOVERN,
  "GET /api/stocktakes": PAPERS,
  "POST /api/stocktakes": OPERATE,
  "GET /api/stocktakes/:take": PAPERS,
  "PUT /api/stocktakes/:take/seen": OPERATE,
  "POST /api/stocktakes/:take/close": OPERATE,
  "GET /api/stocktakes/:take/document": PAPERS,
  "GET /api/findings": PAPERS,
  "GET /api/plan-candidates": PAPERS,
  "GET /api/plans": PAPERS,
  "POST /api/plans": OPERATE,
  "GET /api/plans/:plan": PAPERS,
  "PUT /api/plans/:plan": OPERATE,
  "DELETE /api/plans/:plan": OPERATE,
  "POST /api/plans/:plan/versions": OPERATE,
  "GET /api/plans/:plan/documents/:kind": PAPERS,
  "GET /api/plan-versions/:version": PAPERS,
  "PUT /api/plan-versions/:version/bought": OPERATE,
  "GET /api/unit-documents/:kind": PAPERS,
  "GET /api/channels": GOVERN,
  "POST /api/channels": GOVERN,
  "PUT /api/channels/:channel": GOVERN,
  "DELETE /api/channels/:channel": GOVERN,
  "POST /api/channels/:channel/test": GOVERN,
  "GET /api/subscriptions": "person",
  "PUT /api/subscriptions/:person": "person",
  "GET /metrics": READ,
  "GET /api/prom/api/v1/query": READ,
  "POST /api/prom/api/v1/query": READ,
  "GET /api/prom/api/v1/query_range": READ,
  "POST /api/prom/api/v1/query_range": READ,
  "GET /api/prom/api/v1/labels": READ,
  "POST /api/prom/api/v1/labels": READ,
  "GET /api/prom/api/v1/label/:name/values": READ,
  "GET /api/prom/api/v1/series": READ,
  "POST /api/prom/api/v1/series": READ,
  "GET /api/prom/api/v1/metadata": READ,
  "GET /api/prom/api/v1/status/buildinfo": READ,
  "GET /api/prom/api/v1/query_exemplars": READ,
  "POST /api/prom/api/v1/query_exemplars": READ,
  "GET /api/prom/api/v1/rules": READ,
  "GET /api/prom/api/v1/alerts": READ,
};

/** All that somebody may do who must change the password first. */
const WITH_PASSWORD_DUE: ReadonlySet<string> = new Set(["GET /api/me", "POST /api/auth/change-password"]);

/** All that somebody may do whose role must have a second factor, and who has none yet. */
const WITH_FACTOR_DUE: ReadonlySet<string> = new Set([
  ...WITH_PASSWORD_DUE,
  "GET /api/second-factor",
  "POST /api/second-factor",
  "POST /api/second-factor/confirm",
]);

/** What must be done before anything else: a password of one's own, then the second factor. */
function checkDue({ passwordDue, secondFactor }: Me, key: string): void {
  if (passwordDue === true && !WITH_PASSWORD_DUE.has(key)) throw new FaultError("password_due");
  if (secondFactor === "due" && !WITH_FACTOR_DUE.has(key)) throw new FaultError("second_factor_due");
}

/** Where programs may come with an access token instead of a session: reading metrics, and nothing else. */
const TAKES_TOKENS = /^(?:GET \/metrics|(?:GET|POST) \/api\/prom\/api\/v1\/\S+)$/;

/** Default deny: lets a request through only when the table says so, and puts the person into the context. */
export const guard = ({ people, registry, clock, log, hashSecret }: ApiPorts): MiddlewareHandler<ApiEnv> => {
  const tokenOf = tokenCheck(registry, clock, hashSecret);
  return async (c, next) => {
    const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL");
    if (route === undefined) throw new FaultError("not_found");
    const key = `${route.method} ${route.path}`;
    const need = Object.hasOwn(ACCESS, key) ? ACCESS[key] : undefined;
    if (need === undefined) {
      log.error("route_without_access", { route: key });
      throw new FaultError("forbidden");
    }
    const authorization = c.req.header("authorization");
    let renewed = new Headers();
    if (authorization !== undefined && TAKES_TOKENS.test(key)) {
      const { unit } = await tokenOf(authorization, peerOf(c));
      c.set("visible", visibleUnits(await registry.units(), unit));
    } else if (need !== "public") {
      const session = await people.who(c.req.raw.headers, isSecure(c));
      if (session === undefined) throw new FaultError("not_signed_in");
      const { me } = session;
      renewed = session.headers;
      checkDue(me, key);
      if (need !== "person" && !need.includes(me.role)) throw new FaultError("forbidden");
      c.set("me", me);
      c.set("visible", visibleUnits(await registry.units(), me.unit));
    }
    await next();
    keepSignedIn(c, renewed);
  };
};

/** A cookie that the answer itself sets (a new password) is newer than that of the session which asked. */
function keepSignedIn(c: ApiContext, renewed: Headers): void {
  if (renewed.has("set-cookie") && !c.res.headers.has("set-cookie")) copyCookies(c, renewed);
}

/** Browsers say where a request comes from; another site's page may not change anything here. */
export const sameOrigin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  // Grafana passes its own page's origin on. These change nothing, and what comes with a token needs no cookie.
  const byToken = c.req.header("authorization") !== undefined && c.req.path.startsWith("/api/prom/");
  if (!byToken && c.req.method !== "GET" && c.req.method !== "HEAD") {
    const origin = c.req.header("origin");
    const from = c.req.header("sec-fetch-site");
    const foreign =
      origin === undefined
        ? from !== undefined && from !== "same-origin" && from !== "none"
        : origin !== new URL(c.req.url).origin;
    if (foreign) throw new FaultError("origin_refused");
  }
  await next();
};

/** The units of the subtree below `root`, itself included; all of them when `root` is null. */
function visibleUnits(units: readonly Pick<UnitRecord, "id" | "parent">[], root: string | null): Visible {
  if (root === null) return new Set(units.map(({ id }) => id));
  const below = new Map<string, string[]>();
  for (const { id, parent } of units) {
    if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), id]);
  }
  const seen = new Set<string>();
  const waiting = units.some(({ id }) => id === root) ? [root] : [];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(below.get(id) ?? []));
  }
  return seen;
}

/** Foreign things do not exist for the person who asks: 404, never 403. */
export function unitSeen(unit: string, visible: Visible): void {
  if (!visible.has(unit)) throw new FaultError("unit_unknown");
}

export async function siteSeen(
  registry: Pick<Registry, "site">,
  id: string,
  visible: Visible,
  otherwise: FaultCode = "site_unknown",
): Promise<SiteRecord> {
  const site = await registry.site(id);
  if (site === undefined || !visible.has(site.unit)) throw new FaultError(otherwise);
  return site;
}

export async function deviceSeen(
  registry: Pick<Registry, "site" | "device">,
  id: string,
  visible: Visible,
): Promise<DeviceRecord> {
  const device = await registry.device(id);
  if (device === undefined) throw new FaultError("device_unknown");
  await siteSeen(registry, device.site, visible, "device_unknown");
  return device;
}
