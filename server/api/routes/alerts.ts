import { Hono } from "hono";
import * as z from "zod";
import { acknowledgedNow } from "../../../core/alerting/acknowledged.ts";
import { DISTRICT, type AlertCare, type AlertState } from "../../../core/alerting/types.ts";
import { DAY } from "../../../core/clock.ts";
import { fail, FaultError, type Fault, type Result } from "../../../core/result.ts";
import { alertDetail, alertRow, type AlertDetail, type AlertRow } from "../../../core/wire/alerts.ts";
import { MAX_ALERTS } from "../../../core/wire/limits.ts";
import type { AlertRecord } from "../../alerts-port.ts";
import type { FormerPerson } from "../../people-port.ts";
import { namesOf } from "../../names.ts";
import { deviceSeen, siteSeen, unitSeen } from "../access.ts";
import { acknowledgeInput, alertsQuery, assignInput, snoozeInput } from "../alert-schema.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { alertSitesSeen, peopleSeen, sitesSeen } from "../prom/scope.ts";
import { describe, done, validate } from "../schema.ts";
import { checkTaker } from "../takers.ts";

/** Resolved alerts are listed for so long unless more is asked for. */
const LISTED = 30 * DAY;
type Ports = Pick<ApiPorts, "registry" | "people" | "clock" | "live">;

/** Alerts, and what people do about them. */
export const alertRoutes = (ports: Ports) =>
  new Hono<ApiEnv>()
    .get(
      "/alerts",
      describe("Alerts, the newest first", z.array(alertRow)),
      validate("query", alertsQuery),
      async (c) => {
        const records = await found(ports, c, c.req.valid("query"));
        const row = await rowMaker(ports);
        return c.json(records.map(row));
      },
    )
    .get("/alerts/:alert", describe("An alert with its story", alertDetail), async (c) => {
      const record = await alertShown(ports, c, c.req.param("alert"));
      return c.json(await detailOf(ports, record, c));
    })
    .route("/", careRoutes(ports));

/** Who takes care of an alert, and whether it is silent. */
const careRoutes = (ports: Ports) => {
  const { registry, live } = ports;
  return new Hono<ApiEnv>()
    .post(
      "/alerts/:alert/acknowledge",
      describe("Takes note of an alert: it is not repeated", done),
      validate("json", acknowledgeInput),
      async (c) => {
        const { state } = await alertSeen(ports, c, c.req.param("alert"));
        const taken = await registry.acknowledgeAlert(state.id, c.req.valid("json"), actorOf(c));
        unwrap(taken.ok ? taken : await namedIn(ports, taken.fault));
        live.alertsChanged(state.subject.site);
        return c.json({ done: true as const });
      },
    )
    .post(
      "/alerts/:alert/release",
      describe("Takes one's own acknowledgement back: it is repeated and passed on again", done),
      async (c) => {
        const { state } = await alertSeen(ports, c, c.req.param("alert"));
        unwrap(await registry.releaseAlert(state.id, actorOf(c)));
        live.alertsChanged(state.subject.site);
        return c.json({ done: true as const });
      },
    )
    .post(
      "/alerts/:alert/assign",
      describe("Says who takes care", done),
      validate("json", assignInput),
      async (c) => {
        const { state } = await alertSeen(ports, c, c.req.param("alert"));
        const { person } = c.req.valid("json");
        if (person !== null) await checkTaker(ports, c, person, state.subject.site);
        unwrap(await registry.assignAlert(state.id, person, actorOf(c)));
        live.alertsChanged(state.subject.site);
        return c.json({ done: true as const });
      },
    )
    .post(
      "/alerts/:alert/snooze",
      describe("Says nothing of an alert until then", done),
      validate("json", snoozeInput),
      async (c) => {
        const { state } = await alertSeen(ports, c, c.req.param("alert"));
        unwrap(await registry.snoozeAlert(state.id, c.req.valid("json").until, actorOf(c)));
        live.alertsChanged(state.subject.site);
        return c.json({ done: true as const });
      },
    );
};

async function found(
  ports: Ports,
  c: ApiContext,
  { phase, site, unit, device, rule, since, limit = MAX_ALERTS }: z.output<typeof alertsQuery>,
): Promise<readonly AlertRecord[]> {
  const { registry, clock } = ports;
  if (site !== undefined) await siteSeen(registry, site, c.var.visible);
  if (unit !== undefined) unitSeen(unit, c.var.visible);
  if (device !== undefined) await deviceSeen(registry, device, c.var.visible);
  const filter = {
    sites: site === undefined ? [...(await sitesOf(ports, c, unit))] : [site],
    phases: phase === undefined ? (["firing", "resolved"] as const) : [phase],
    since: since ?? clock.now() - LISTED,
    ...(device === undefined ? {} : { device }),
    ...(rule === undefined ? {} : { rule }),
  };
  // A root is older than the many that it explains: these must not push it off the end.
  const roots = await registry.alertList({ ...filter, explained: false, limit });
  const room = limit - roots.length;
  if (room <= 0) return roots;
  const effects = await registry.alertList({ ...filter, explained: true, limit: room });
  return [...roots, ...effects].toSorted((a, b) => b.state.since - a.state.since);
}

/** Those of one unit and below it, or all whose alerts one may see. */
async function sitesOf({ registry }: Ports, c: ApiContext, unit?: string): Promise<ReadonlySet<string>> {
  if (unit === undefined) return alertSitesSeen(registry, c);
  const units = await registry.units();
  const below = new Set([unit]);
  // Units come in no order, so it is gone through until nothing is added.
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const { id, parent } of units) if (parent !== null && below.has(parent)) below.add(id);
  }
  return sitesSeen(registry, below);
}

/** To be acted on. */
async function alertSeen(ports: Ports, c: ApiContext, id: string): Promise<AlertRecord> {
  const record = await ports.registry.alert(id);
  if (record === undefined || !(await sitesOf(ports, c)).has(record.state.subject.site)) {
    throw new FaultError("alert_unknown");
  }
  return record;
}

/**
 * To be read: also what concerns the whole district, by those of whose alerts it explains one, and of a service that is down
 * for all by those whose sites look at it, who are told of it.
 */
async function alertShown(ports: Ports, c: ApiContext, id: string): Promise<AlertRecord> {
  const record = await ports.registry.alert(id);
  if (record?.state.subject.site !== DISTRICT || c.var.me.unit === null) return alertSeen(ports, c, id);
  const explains = (await effectsOf(ports, c, id)).length > 0;
  if (!explains && !(await looksAt(ports, c, record.state))) throw new FaultError("alert_unknown");
  return withoutPlaces(record);
}

async function looksAt(ports: Ports, c: ApiContext, { subject }: AlertState): Promise<boolean> {
  const sites = await sitesOf(ports, c);
  const checks = await ports.registry.checks();
  return checks.some(({ site, service }) => sites.has(site) && subject.key === `district:${service}`);
}

/** Those who are there, and those who were removed: the story still names them. */
const everSeen = async ({ people }: Ports): Promise<readonly FormerPerson[]> => [
  ...(await people.all()),
  ...(await people.former()),
];

/** What is kept is by which account something was done; a page says which person that is. */
const callerOf = (everybody: readonly FormerPerson[]): ((account: string) => string) => {
  const names = new Map(everybody.map(({ username, name }) => [username, name]));
  return (account) => names.get(account) ?? account;
};

/** A fault that names an account, with the person's name. */
async function namedIn(ports: Ports, { code, params }: Fault): Promise<Result<never>> {
  const { name } = params;
  if (typeof name !== "string") return fail(code, params);
  return fail(code, { ...params, name: callerOf(await everSeen(ports))(name) });
}

/** Adds the names that a list shows. */
async function rowMaker(ports: Ports): Promise<(record: AlertRecord) => AlertRow> {
  const sites = new Map((await ports.registry.sites()).map(({ id, name }) => [id, name]));
  const everybody = await everSeen(ports);
  const names = new Map(everybody.map(({ id, name }) => [id, name]));
  const called = callerOf(everybody);
  const taken = ({ state, care }: AlertRecord): AlertCare["acknowledged"] => {
    // One of an earlier episode stands in the story only.
    const given = acknowledgedNow(state, care);
    return given === null ? null : { ...given, by: called(given.by) };
  };
  return ({ state, care }) => ({
    state,
    care: { ...care, acknowledged: taken({ state, care }) },
    siteName: sites.get(state.subject.site) ?? "",
    assigneeName: care.assignee === null ? null : (names.get(care.assignee) ?? null),
  });
}

/** What an alert explains, wherever it is seen: what concerns the whole district shows at its sites. */
async function effectsOf(ports: Ports, c: ApiContext, cause: string): Promise<readonly AlertRecord[]> {
  const sites = [...(await sitesOf(ports, c))];
  const records = await ports.registry.alertList({ sites, cause, limit: MAX_ALERTS });
  return records.filter(({ state }) => state.cause === cause);
}

/** What is said of people and of other sites is cut to what the asker may see. */
async function detailOf(ports: Ports, record: AlertRecord, c: ApiContext): Promise<AlertDetail> {
  const { registry, people } = ports;
  const { id, cause } = record.state;
  const [timeline, deliveries, explained, everybody, former, channels, above, name, row] = await Promise.all([
    registry.alertTimeline(id),
    registry.deliveries({ alert: id, limit: MAX_ALERTS }),
    effectsOf(ports, c, id),
    people.all(),
    people.former(),
    registry.channels(),
    cause === null ? undefined : registry.alert(cause),
    namesOf(registry),
    rowMaker(ports),
  ]);
  const sites = await sitesOf(ports, c);
  const person = new Map([...peopleSeen(everybody, c), ...former].map((one) => [one.id, one.name]));
  const called = callerOf([...everybody, ...former]);
  const channel = new Map(channels.map((one) => [one.id, one.name]));
  const effects = explained.map(row);
  return {
    ...row(record),
    names: Object.fromEntries(
      keysOf(record.state, effects).flatMap((key) => {
        const known = name(key);
        return known === undefined ? [] : [[key, known] as const];
      }),
    ),
    timeline: timeline.map(({ at, what, value, by, note }) => ({
      at,
      what,
      value,
      by: by === null ? null : called(by),
      // Of an assignment the note is whose it is.
      note: what === "assigned" && note !== null ? (person.get(note) ?? note) : note,
    })),
    deliveries: deliveries
      .filter((one) => person.has(one.person))
      .map((one) => ({
        id: one.id,
        person: person.get(one.person) ?? one.person,
        channel: channel.get(one.channel) ?? one.channel,
        state: one.state,
        due: one.due,
        sentAt: one.sentAt,
        attempts: one.attempts,
        fault: one.fault,
      })),
    causedBy:
      above === undefined ? null : row(sites.has(above.state.subject.site) ? above : withoutPlaces(above)),
    effects,
  };
}

/** A cause that concerns the whole district, for those who see a part of it: what it is, and not whom else it hits. */
const withoutPlaces = ({ state, care }: AlertRecord): AlertRecord => ({
  care: { ...care, assignee: null },
  state: {
    ...state,
    affected: [],
    evidence: { params: state.evidence.params, series: [] },
  },
});

/** Whatever a page names: subjects, what is hit, and the PCs that a conclusion rests on. */
const keysOf = (state: AlertState, effects: readonly AlertRow[]): readonly string[] => [
  ...new Set([
    state.subject.key,
    state.subject.site,
    ...(state.subject.device === undefined ? [] : [state.subject.device]),
    ...state.affected,
    ...(state.evidence.inferred?.restsOn ?? []),
    ...effects.map((effect) => effect.state.subject.key),
  ]),
];
