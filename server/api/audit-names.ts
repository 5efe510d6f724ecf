import { sayAlert } from "../../core/alerting/say.ts";
import { sayAny, type Language } from "../../core/messages/say.ts";
import { namesOf } from "../names.ts";
import type { AuditEntry } from "../organisation-port.ts";
import type { ApiPorts } from "./context.ts";

/** What the subjects of the audit are called today. */
export interface AuditNames {
  /** Of a subject; undefined: it is not there any more, or is no single thing. */
  readonly of: (entry: Pick<AuditEntry, "subject">) => string | undefined;
  /** Of a unit, a site or anything else that is named by its id. */
  readonly ofId: (id: string) => string | undefined;
  /** The full name of a person by the user name. */
  readonly ofPerson: (username: string) => string | undefined;
}

type Ports = Pick<ApiPorts, "registry" | "people">;

/** A threshold is kept under its rule and where it holds: `device_cpu site:ID`. */
const THRESHOLD = /^([a-z_]+) (?:unit|site|device):(\S+)$/;

/** Names for these entries, in one go. */
export async function auditNames(
  ports: Ports,
  entries: readonly AuditEntry[],
  language: Language,
): Promise<AuditNames> {
  const { registry, people } = ports;
  const [known, units, agents, services, tokens, present, former] = await Promise.all([
    namesOf(registry),
    registry.units(),
    registry.agents(),
    registry.services(),
    registry.accessTokens(),
    people.all(),
    people.former(),
  ]);
  const names = new Map<string, string>();
  for (const { id, name } of [...units, ...services, ...tokens, ...present, ...former]) names.set(id, name);
  for (const { id, hostname } of agents) names.set(id, hostname);
  const ofId = (id: string) => names.get(id) ?? known(id);
  for (const [id, name] of await singleNames(ports, entries, { ofId, language })) names.set(id, name);
  const persons = new Map([...present, ...former].map(({ username, name }) => [username, name]));
  return {
    ofId,
    ofPerson: (username) => persons.get(username),
    of: ({ subject }) => {
      const [, rule, place] = THRESHOLD.exec(subject) ?? [];
      if (rule === undefined || place === undefined) return ofId(subject);
      return [sayAny(language, `alert.${rule}.rule`, {}) ?? rule, ofId(place) ?? place].join(" · ");
    },
  };
}

/** What there are too many of to ask for them all. */
async function singleNames(
  { registry }: Ports,
  entries: readonly AuditEntry[],
  { ofId, language }: Pick<AuditNames, "ofId"> & { readonly language: Language },
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const wanted = new Map(entries.map(({ subject, action }) => [subject, action]));
  for (const [subject, action] of wanted) {
    if (/^(?:asset|photo)_/.test(action)) {
      const asset = await registry.asset(subject);
      if (asset !== undefined)
        names.set(subject, asset.code === null ? asset.name : `${asset.name} (${asset.code})`);
    } else if (action.startsWith("alert_")) {
      const alert = await registry.alert(subject);
      if (alert !== undefined) names.set(subject, sayAlert(language, alert.state, ofId).title);
    }
  }
  return names;
}
