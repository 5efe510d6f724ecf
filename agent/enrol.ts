import { mkdir, readFile, rm } from "node:fs/promises";
import type { Clock, Instant } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { cleanText } from "../core/text.ts";
import type { EnrolAnswer, EnrolRequest } from "../core/wire/enrolment.ts";
import { AGENT_PATHS, PROTOCOL } from "../core/wire/limits.ts";
import { parseToken } from "../core/wire/token.ts";
import { reasonOf, writeDurably } from "./files.ts";
import { createHttpClient, type HttpClient, type ServerAddress } from "./http.ts";
import { faultOf, readJson } from "./link.ts";
import { identityFile } from "./paths.ts";

/** Who this agent is, and how it knows its server. The secret is the agent's alone. */
export interface Identity extends ServerAddress {
  readonly agent: string;
  readonly device: string;
  readonly site: { readonly id: string; readonly name: string };
  readonly secret: string;
  /** The server's time when it made us known. */
  readonly enrolledAt: Instant;
}

/** More than an identity takes. */
const PROBE_BYTES = 4_096;

export interface EnrolParts {
  readonly dataDir: string;
  /** The line that a person copied from the server's page. */
  readonly token: string;
  readonly hostname: string;
  readonly platform: string;
  readonly version: string;
  readonly clock: Pick<Clock, "monotonic">;
}

/** Exchanges the token for a secret and keeps that. Faults: the token's, the server's, the connection's, the disk's. */
export async function enrol(parts: EnrolParts): Promise<Result<Identity>> {
  const token = parseToken(parts.token);
  if (token === undefined) return fail("token_malformed");
  const address: ServerAddress = { server: token.server, fingerprint: token.fingerprint };
  const client = createHttpClient(address, parts.clock);
  if (!client.ok) return client;
  const kept = await tryKeeping(parts.dataDir);
  if (!kept.ok) return kept;
  const answered = await ask(client.value, token.secret, parts);
  if (!answered.ok) return answered;
  const { status, body } = answered.value;
  const answer: Partial<EnrolAnswer> = readJson(body) ?? {};
  if (status !== 200 || !isWhole(answer))
    return { ok: false, fault: faultOf({ status, body }, token.server) };
  const { agent, device, site, secret, serverTime } = answer;
  const identity: Identity = { ...address, agent, device, site, secret, enrolledAt: serverTime };
  return keepIdentity(parts.dataDir, identity);
}

/** By hand: the schema library would stay in memory for an answer that comes once in a PC's life. */
function isWhole(answer: Partial<EnrolAnswer>): answer is EnrolAnswer {
  const { protocol, agent, device, site, secret, serverTime } = answer;
  return (
    protocol === PROTOCOL &&
    [agent, device, site?.id, site?.name, secret].every((text) => typeof text === "string" && text !== "") &&
    Number.isFinite(serverTime)
  );
}

/** Undefined when this PC is not enrolled. Throws when the file is there but cannot be read. */
export async function readIdentity(dataDir: string): Promise<Identity | undefined> {
  try {
    return JSON.parse(await readFile(identityFile(dataDir), "utf8")) as Identity;
  } catch (error) {
    if (reasonOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function ask(client: HttpClient, token: string, parts: EnrolParts) {
  const { platform, version } = parts;
  const hostname = cleanText(parts.hostname);
  const request: EnrolRequest = { protocol: PROTOCOL, token, hostname, platform, version };
  const body = Buffer.from(JSON.stringify(request));
  const headers = { "content-type": "application/json" };
  try {
    return await client.send({ method: "POST", path: AGENT_PATHS.enrol, headers, body });
  } finally {
    client.close();
  }
}

/** Before the server makes us known: an identity that cannot be kept is a PC that is never heard of again. */
async function tryKeeping(dataDir: string): Promise<Result<undefined>> {
  const path = `${identityFile(dataDir)}.try`;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeDurably(path, " ".repeat(PROBE_BYTES), 0o600);
    await rm(path);
    return ok(undefined);
  } catch (error) {
    return fail("spool_write_failed", { path: dataDir, reason: reasonOf(error) });
  }
}

/** Fault: the disk's. */
export async function keepIdentity(dataDir: string, identity: Identity): Promise<Result<Identity>> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeDurably(identityFile(dataDir), `${JSON.stringify(identity, null, 2)}\n`, 0o600);
    return ok(identity);
  } catch (error) {
    return fail("spool_write_failed", { path: dataDir, reason: reasonOf(error) });
  }
}
