import { fail, ok, type Result } from "../../../core/result.ts";
import type { OpenSession, RequestOptions, SnmpPeer, SnmpSession } from "../protocol.ts";
import { createKeyMaker } from "../usm/keys.ts";
import { createSalts } from "../usm/protect.ts";
import { missingAlgorithm, type Dialect } from "../usm/protocols.ts";
import { explainSilence } from "../diagnose.ts";
import { v3Layer, type V3Layer } from "./layer.ts";
import { createUser, type V3Credential } from "./user.ts";

/** Which dialect of its cipher each device was found to speak; a Map will do, and one that is kept saves a time-out. */
export interface DialectMemory {
  get(device: string): Dialect | undefined;
  set(device: string, dialect: Dialect): unknown;
}

export interface V3Parts {
  readonly clock: { monotonic(): number };
  /** In 0 … 1. */
  readonly random: () => number;
  /** By address, port and user; kept in memory by default. */
  readonly dialects?: DialectMemory | undefined;
}

export type V3Layers = (peer: SnmpPeer, credential: V3Credential) => Result<V3Layer>;

/** What all sessions share: the keys of passwords, dialects found, salts that are never used twice. */
export function createV3Layers({ clock, random, dialects = new Map<string, Dialect>() }: V3Parts): V3Layers {
  const keys = createKeyMaker();
  const newSalt = createSalts((bytes) => bytes.map(() => Math.floor(random() * 256)));
  return ({ address, port }, credential) => {
    const what = missingAlgorithm(credential.auth?.protocol, credential.priv?.protocol);
    if (what !== undefined) return fail("snmp_unsupported", { address, what });
    const device = `${address} ${port} ${credential.user}`;
    return ok(
      v3Layer({
        user: createUser(credential, keys),
        address,
        monotonic: () => clock.monotonic(),
        newSalt,
        dialect: dialects.get(device),
        onDialect: (dialect) => {
          dialects.set(device, dialect);
        },
      }),
    );
  };
}

/**
 * A session of version 3 that looks for the reason of silence: most devices say nothing to what they cannot decrypt.
 * First the other dialect of the cipher, then the same user without privacy: who answers that, has told enough.
 */
export function explaining(
  session: SnmpSession,
  layer: V3Layer,
  peer: SnmpPeer,
  open: OpenSession,
): SnmpSession {
  const explained = async <T>(
    ask: () => Promise<Result<T>>,
    options: RequestOptions | undefined,
  ): Promise<Result<T>> => {
    const first = await ask();
    const asked = isSilence(first) && layer.hasUntried() ? await ask() : first;
    if (!isSilence(asked) || !layer.isMute()) return asked;
    const reason = await explainSilence(peer, { open, signal: options?.signal });
    return reason === undefined ? asked : { ok: false, fault: reason };
  };
  return {
    ...session,
    get: (oids, options) => explained(() => session.get(oids, options), options),
    bulk: (query, options) => explained(() => session.bulk(query, options), options),
  };
}

/** Nothing came; not: it was stopped, or the port is closed. */
const isSilence = (asked: Result<unknown>): boolean =>
  !asked.ok && asked.fault.code === "snmp_timeout" && asked.fault.params["reason"] === undefined;
