/**
 * What every dashboard must be, beyond its schema: read by a person who knows nothing of it, safe to click, and asking only
 * for what is on the screen. Works on the JSON as Grafana reads it, so that nothing of the builders is taken on trust.
 */
export interface LintReport {
  /** Panels that were looked at: a linter that saw none has found nothing wrong either. */
  readonly panels: number;
  readonly queries: number;
  readonly complaints: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const MAX_UID = 40;
const COLUMNS = 24;
const INTERNAL = new Set(["__interval", "__interval_ms", "__range", "__rate_interval", "timeFilter"]);

/** Looks at one dashboard. */
export function lint(dashboard: Json): LintReport {
  const complaints: string[] = [];
  const complain = (where: string, what: string) => complaints.push(`${where}: ${what}`);
  const all = list(dashboard["panels"]);
  const panels = all.filter((panel) => panel["type"] !== "row");
  lintFrame(dashboard, complain);
  lintPlaces(all, complain);
  const variables = new Set(list(record(dashboard["templating"])["list"]).map(({ name }) => text(name)));
  let queries = 0;
  for (const panel of panels) {
    const where = text(panel["title"]) || "(no title)";
    lintPanel(panel, (what) => complain(where, what));
    lintLinks(panel, (what) => complain(where, what));
    for (const target of list(panel["targets"])) {
      queries += 1;
      lintQuery(target, (what) => complain(where, what));
    }
  }
  for (const name of usedVariables(JSON.stringify(dashboard)))
    if (!variables.has(name)) complain("dashboard", `\${${name}} is not declared`);
  return { panels: panels.length, queries, complaints };
}

function lintFrame(dashboard: Json, complain: (where: string, what: string) => void): void {
  const uid = text(dashboard["uid"]);
  if (uid === "" || uid.length > MAX_UID)
    complain("dashboard", `uid ${uid} has not 1 to ${MAX_UID} characters`);
  if (text(dashboard["title"]) === "") complain("dashboard", "no title");
  if (text(dashboard["description"]) === "") complain("dashboard", "no description");
  if (dashboard["editable"] !== false) complain("dashboard", "a file's dashboard must not be editable");
  if (list(dashboard["links"]).length === 0) complain("dashboard", "no links");
}

function lintPlaces(panels: readonly Json[], complain: (where: string, what: string) => void): void {
  const ids = panels.map(({ id }) => id);
  if (new Set(ids).size !== ids.length || ids.some((id) => typeof id !== "number" || id < 1))
    complain("dashboard", "panel ids are missing or not unique");
  const taken = new Map<string, string>();
  for (const panel of panels) {
    const { x, y, w, h } = record(panel["gridPos"]);
    const title = text(panel["title"]);
    const [left, top, width, height] = [Number(x), Number(y), Number(w), Number(h)];
    if (!(width >= 1 && height >= 1 && left >= 0 && left + width <= COLUMNS))
      complain(title, "lies outside of the grid");
    for (let row = top; row < top + height; row += 1)
      for (let column = left; column < left + width; column += 1) {
        const other = taken.get(`${row}/${column}`);
        if (other !== undefined) {
          complain(title, `lies over ${other}`);
          return;
        }
        taken.set(`${row}/${column}`, title);
      }
  }
}

function lintPanel(panel: Json, complain: (what: string) => void): void {
  const defaults = record(record(panel["fieldConfig"])["defaults"]);
  if (text(panel["title"]) === "") complain("no title");
  if (text(panel["description"]).split(/[.;:] /).length < 3)
    complain("the description does not say what it shows, what is normal and what to do");
  if (text(defaults["unit"]) === "") complain("no unit");
  if (list(record(defaults["thresholds"])["steps"]).length === 0) complain("no thresholds");
  if (record(panel["datasource"])["uid"] !== "${datasource}")
    complain("its data source is not the chosen one");
  const refIds = list(panel["targets"]).map(({ refId }) => text(refId));
  if (refIds.length === 0) complain("asks nothing");
  if (refIds.includes("") || new Set(refIds).size !== refIds.length)
    complain("refIds are missing or not unique");
}

/** Links to our own pages only, and each label that one names must be in the answers. */
function lintLinks(panel: Json, complain: (what: string) => void): void {
  const defaults = record(record(panel["fieldConfig"])["defaults"]);
  const [corner, clicks] = [list(panel["links"]), list(defaults["links"])];
  if (corner.length === 0 || clicks.length === 0) complain("no link to our own pages");
  const asked = list(panel["targets"]).map((target) => text(target["query"]) || text(target["expr"]));
  for (const link of [...corner, ...clicks]) {
    const url = text(link["url"]);
    if (!url.startsWith("${app_url}/")) complain(`the link ${url} leads elsewhere`);
    for (const [, label = ""] of url.matchAll(/\$\{__(?:field\.labels|data\.fields)\.(\w+)/g))
      if (!asked.every((query) => new RegExp(`\\b${label}\\b`).test(query)))
        complain(`the link needs ${label}, which is not asked for`);
  }
}

function lintQuery(target: Json, complain: (what: string) => void): void {
  if (record(target["datasource"])["uid"] !== "${datasource}")
    complain("a query has a data source of its own");
  const influxql = text(target["query"]);
  const promql = text(target["expr"]);
  if (influxql === "" && promql === "") complain("a query is empty");
  if (influxql !== "" && !influxql.includes("$timeFilter")) complain("a query asks for all time");
  if (/\[\d+d\]/.test(promql) && !promql.includes("[1d]")) complain("a query has a range of its own");
  if (promql !== "" && !/\[(\$__range(:\w+)?|\$__rate_interval|1d)\]/.test(promql))
    complain("a query does not follow the range or the step of the screen");
}

function usedVariables(json: string): ReadonlySet<string> {
  const names = [...json.matchAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g)].map(
    ([, braced, bare]) => braced ?? bare ?? "",
  );
  return new Set(names.filter((name) => !INTERNAL.has(name) && !/^(tag_|__)/.test(name)));
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(record) : []);
