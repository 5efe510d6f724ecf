import type { Severity } from "../../../core/alerting/types.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import { sorted } from "./table.ts";

/** Lists of alerts: what comes first, whose they are. Pure. */

/** Which alerts of the list: all, those that nobody looks after, those that somebody does, one's own. */
export const CARES = ["all", "free", "taken", "mine"] as const;
export type Care = (typeof CARES)[number];

const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, notice: 2 };
/** What follows from something else is not what one starts with. */
const FOLLOWS = 10;

/** 0: look at it first. */
export const rankOf = ({ state }: Pick<AlertRow, "state">): number =>
  RANK[state.severity] + (state.cause === null ? 0 : FOLLOWS);

/** Whether the alert is one of those; `me`: who asks. */
export function isOf(
  care: Care,
  { care: { acknowledged, assignee } }: Pick<AlertRow, "care">,
  me: { readonly id: string; readonly name: string } | undefined,
): boolean {
  const taken = acknowledged !== null || assignee !== null;
  if (care === "free") return !taken;
  if (care === "taken") return taken;
  if (care === "all" || me === undefined) return care === "all";
  // Who was given it looks after it, whoever took note of it before.
  return assignee === null ? acknowledged?.by === me.name : assignee === me.id;
}

/**
 * Those that are to be shown by themselves: one that follows from another is told of there, but only where that one is seen, too.
 * (Its cause may concern the whole district, or another device than the page is of.)
 */
export function rootsOf<Row extends Pick<AlertRow, "state">>(rows: readonly Row[]): readonly Row[] {
  const ids = new Set(rows.map(({ state }) => state.id));
  return rows.filter(({ state: { cause } }) => cause === null || !ids.has(cause));
}

export const siteOf = ({ state }: Pick<AlertRow, "state">): string => state.subject.site;

/** The sites of these alerts: the one with the worst first, then the one with more of them, then the longest. */
export function sitesWorstFirst(rows: readonly AlertRow[]): readonly string[] {
  interface Site {
    readonly id: string;
    worst: number;
    count: number;
    since: number;
  }
  const sites = new Map<string, Site>();
  for (const row of rows) {
    const id = siteOf(row);
    const rank = rankOf(row);
    const site = sites.get(id) ?? { id, worst: rank, count: 0, since: row.state.since };
    sites.set(id, site);
    if (rank < site.worst) Object.assign(site, { worst: rank, count: 0, since: row.state.since });
    if (rank > site.worst) continue;
    site.count += 1;
    site.since = Math.min(site.since, row.state.since);
  }
  return sorted(
    [...sites.values()],
    (a, b) => a.worst - b.worst || b.count - a.count || a.since - b.since,
  ).map(({ id }) => id);
}
