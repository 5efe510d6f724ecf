/** The pages of the web, as values; the address bar is their text. Pure: `state/location.ts` holds the History API. */
export type Route =
  | { readonly page: "today" }
  | { readonly page: "site"; readonly id: string }
  | { readonly page: "discovery"; readonly id: string }
  | { readonly page: "map"; readonly id: string }
  | { readonly page: "alerts" }
  | { readonly page: "alert"; readonly id: string }
  | { readonly page: "devices" }
  | { readonly page: "device"; readonly id: string }
  | { readonly page: "assets" }
  | { readonly page: "asset"; readonly id: string }
  | { readonly page: "reconcile" }
  | { readonly page: "stocktakes" }
  | { readonly page: "stocktake"; readonly id: string }
  | { readonly page: "wear" }
  | { readonly page: "findings" }
  | { readonly page: "units" }
  | { readonly page: "plans" }
  | { readonly page: "plan"; readonly id: string }
  | { readonly page: "settings" }
  | { readonly page: "setup" }
  | { readonly page: "sign-in" }
  | { readonly page: "nowhere" };

const PLAIN: Readonly<Record<string, Route>> = {
  "/": { page: "today" },
  "/alerts": { page: "alerts" },
  "/devices": { page: "devices" },
  "/assets": { page: "assets" },
  "/reconcile": { page: "reconcile" },
  "/stocktakes": { page: "stocktakes" },
  "/wear": { page: "wear" },
  "/findings": { page: "findings" },
  "/units": { page: "units" },
  "/plans": { page: "plans" },
  "/settings": { page: "settings" },
  "/setup": { page: "setup" },
  "/sign-in": { page: "sign-in" },
};
/** Pages of one thing: what stands before its id, and behind it. */
const OF_ONE: Readonly<Record<string, Extract<Route, { readonly id: string }>["page"]>> = {
  sites: "site",
  "sites/discovery": "discovery",
  "sites/map": "map",
  devices: "device",
  alerts: "alert",
  assets: "asset",
  stocktakes: "stocktake",
  plans: "plan",
};
const WITH_ID = /^\/(\w+)\/([^/]+)(\/\w+)?$/;

/** The page of a path (without query); a slash at the end does not matter. Anything unknown is "nowhere". */
export function parsePath(path: string): Route {
  const bare = path.length > 1 ? path.replace(/\/+$/, "") || "/" : path;
  if (Object.hasOwn(PLAIN, bare)) return PLAIN[bare] ?? { page: "nowhere" };
  const [, before = "", text, behind = ""] = WITH_ID.exec(bare) ?? [];
  const id = text === undefined ? undefined : decode(text);
  const kind = before + behind;
  const page = Object.hasOwn(OF_ONE, kind) ? OF_ONE[kind] : undefined;
  return id === undefined || page === undefined ? { page: "nowhere" } : { page, id };
}

/** A percent sign that encodes nothing is somebody's typing, not a crash. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export const siteHref = (id: string) => `/sites/${encodeURIComponent(id)}`;
export const alertHref = (id: string) => `/alerts/${encodeURIComponent(id)}`;
export const assetHref = (id: string) => `/assets/${encodeURIComponent(id)}`;
export const stockTakeHref = (id: string) => `/stocktakes/${encodeURIComponent(id)}`;
export const planHref = (id: string) => `/plans/${encodeURIComponent(id)}`;
export const mapHref = (id: string) => `${siteHref(id)}/map`;
export const discoveryHref = (id: string) => `${siteHref(id)}/discovery`;

/** The device's page, if wanted with one of its ports opened. */
export const deviceHref = (id: string, port?: string) =>
  `/devices/${encodeURIComponent(id)}${port === undefined ? "" : `?port=${encodeURIComponent(port)}`}`;

/** `search` with the given parameters set, or taken away where undefined; "" when nothing is left. */
export function withQuery(search: string, change: Readonly<Record<string, string | undefined>>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** Where to go after signing in: only a path of our own, so that no link can send a person to a foreign site. */
export function safeReturn(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) && !/[\s\\]/.test(wanted) ? wanted : "/";
}
