import type { Clock } from "../../core/clock.ts";
import type { Fault } from "../../core/result.ts";
import type { DiscoveryTask, SnmpCredential } from "../../core/wire/assignment.ts";
import type { FoundHost } from "../../core/wire/found.ts";
import type { OpenSession, SnmpSession } from "../snmp/protocol.ts";
import type { Ledger } from "./ledger.ts";
import { MOST_REFUSALS } from "./ledger.ts";
import { askWho, readIdentity } from "./snmp-identity.ts";

/** Tries the credentials of a task at one address, politely: in order, one at a time, until one works. */
export interface ProbeTools {
  readonly open: OpenSession;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

export interface SnmpAnswer {
  readonly port: number;
  readonly credential: string;
  readonly snmp: NonNullable<FoundHost["snmp"]>;
}

export interface ProbeResult {
  /** One for each port where a credential worked. */
  readonly answers: readonly SnmpAnswer[];
  /** Why something that speaks SNMP could not be read; undefined when nothing spoke. */
  readonly fault: Fault | undefined;
  readonly refused: readonly string[];
}

type Credential = DiscoveryTask["credentials"][number];

export async function probeSnmp(
  address: string,
  task: Pick<DiscoveryTask, "ports" | "credentials" | "worked" | "spared">,
  tools: ProbeTools,
): Promise<ProbeResult> {
  const answers: SnmpAnswer[] = [];
  const refused: string[] = [];
  let fault: Fault | undefined;
  const credentials = credentialsFor(address, task);
  for (const port of task.ports) {
    if (tools.signal.aborted) break;
    const tried = await tryCredentials({ address, port }, credentials, tools);
    if (tried.answer !== undefined) answers.push(tried.answer);
    fault ??= tried.fault;
    refused.push(...tried.refused);
  }
  return { answers, fault, refused: [...new Set(refused)] };
}

/** What worked here before comes first; who was refused here today is left out. */
function credentialsFor(
  address: string,
  { credentials, worked, spared }: Pick<DiscoveryTask, "credentials" | "worked" | "spared">,
): readonly Credential[] {
  const good = new Set(worked.filter((one) => one.address === address).map(({ credential }) => credential));
  const bad = new Set(spared.filter((one) => one.address === address).flatMap((one) => one.credentials));
  const may = credentials.filter(({ id, credential }) => credential.version !== "3" || !bad.has(id));
  return [...may.filter(({ id }) => good.has(id)), ...may.filter(({ id }) => !good.has(id))];
}

interface Place {
  readonly address: string;
  readonly port: number;
}

interface Tried {
  readonly answer: SnmpAnswer | undefined;
  readonly fault: Fault | undefined;
  readonly refused: readonly string[];
}

async function tryCredentials(
  place: Place,
  credentials: readonly Credential[],
  tools: ProbeTools,
): Promise<Tried> {
  const refused: string[] = [];
  let told: Fault | undefined;
  for (const { id, credential } of credentials) {
    const user = credential.version === "3" ? credential.user : undefined;
    if (!mayTry(place, user, refused, tools)) continue;
    const { snmp, fault, heard } = await tryOne(place, credential, tools);
    if (snmp !== undefined) {
      return { answer: { port: place.port, credential: id, snmp }, fault: undefined, refused };
    }
    // Nothing listens there: no other password changes that.
    if (fault?.params["reason"] === "port_unreachable") return { answer: undefined, fault: told, refused };
    if (!heard) continue;
    told ??= fault;
    if (user === undefined) continue;
    refused.push(id);
    tools.ledger.refused(keyOf(place), user);
  }
  return { answer: undefined, fault: told ?? (await mute(place, tools)), refused };
}

/** Of something that speaks SNMP but gave nothing to any credential; undefined when nothing there speaks it. */
async function mute(place: Place, tools: ProbeTools): Promise<Fault | undefined> {
  if (tools.signal.aborted || !(await speaksAtAll(place, tools))) return undefined;
  return { code: "snmp_refused", params: { address: place.address, reason: "community" } };
}

const keyOf = ({ address, port }: Place) => `${address}:${port}`;

/** After two refusals no third user is tried either: some devices count by the asking PC, not by the user. */
function mayTry(
  place: Place,
  user: string | undefined,
  refused: readonly string[],
  { ledger, signal }: ProbeTools,
): boolean {
  if (signal.aborted) return false;
  return user === undefined || (refused.length < MOST_REFUSALS && ledger.may(keyOf(place), user));
}

interface Attempt {
  readonly snmp: SnmpAnswer["snmp"] | undefined;
  readonly fault: Fault | undefined;
  /** Something there spoke SNMP. */
  readonly heard: boolean;
}

async function tryOne(place: Place, credential: SnmpCredential, tools: ProbeTools): Promise<Attempt> {
  return during(place, credential, tools, async (session) => {
    const who = await askWho(session, tools);
    if (!who.ok) return { snmp: undefined, fault: who.fault, heard: session.heard() };
    const identity = await readIdentity(session, { ...tools, address: place.address });
    return { snmp: { ...who.value, ...identity }, fault: undefined, heard: true };
  });
}

/** Version 3 answers strangers ("I do not know you"); who keeps silent on a wrong community is noticed so. */
async function speaksAtAll(place: Place, tools: ProbeTools): Promise<boolean> {
  const attempt = await during(place, { version: "3", user: "cayda" }, tools, async (session) => {
    await askWho(session, tools);
    return { snmp: undefined, fault: undefined, heard: session.heard() };
  });
  return attempt.heard;
}

async function during(
  place: Place,
  credential: SnmpCredential,
  { open }: ProbeTools,
  work: (session: SnmpSession) => Promise<Attempt>,
): Promise<Attempt> {
  const opened = await open({ ...place, credential });
  if (!opened.ok) return { snmp: undefined, fault: opened.fault, heard: false };
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}
