import { ok, type Fault, type Result } from "../../core/result.ts";
import type { BulkQuery, RequestOptions, SnmpSession, VarBind } from "./protocol.ts";

/** What `get` and `bulk` are in each version, whoever sends the requests. */

/** An error status that the device answered with, and the OID that it concerns where it said so. */
export interface Refusal {
  /** tooBig, noSuchName, authorizationError … */
  readonly reason: string;
  readonly oid: string | undefined;
}

export interface Failure {
  readonly fault: Fault;
  readonly refusal?: Refusal | undefined;
}

/** One request, its repeats included. */
export interface Requests {
  /** GET or GETNEXT: one value for each OID. */
  one(
    type: "get" | "getNext",
    oids: readonly string[],
    options: RequestOptions | undefined,
  ): Promise<Result<readonly VarBind[], Failure>>;
  /** GETBULK: what came for each OID, one value for those that are not repeated. */
  several(
    query: BulkQuery,
    options: RequestOptions | undefined,
  ): Promise<Result<readonly (readonly VarBind[])[], Failure>>;
  /** Size of the last reply's datagram. */
  bytes(): number;
}

type Reads = Pick<SnmpSession, "get" | "bulk">;

export function readsOfVersion2(requests: Requests): Reads {
  const get: Reads["get"] = async (oids, options) => {
    const outcome = await requests.one("get", oids, options);
    if (outcome.ok) return outcome;
    if (outcome.fault.refusal?.reason !== "tooBig" || oids.length < 2) return faultOf(outcome.fault);
    return inHalves(get, oids, options);
  };
  return {
    get,
    async bulk(query, options) {
      const outcome = await requests.several(query, options);
      if (!outcome.ok) return faultOf(outcome.fault);
      const { nonRepeaters, oids } = query;
      const scalars = outcome.value.slice(0, nonRepeaters).flat();
      const columns = oids.slice(nonRepeaters).map((_, i) => outcome.value[nonRepeaters + i] ?? []);
      return ok({ scalars, columns, bytes: requests.bytes() });
    },
  };
}

async function inHalves(
  get: Reads["get"],
  oids: readonly string[],
  options: RequestOptions | undefined,
): Promise<Result<readonly VarBind[]>> {
  const half = Math.ceil(oids.length / 2);
  const first = await get(oids.slice(0, half), options);
  if (!first.ok) return first;
  const second = await get(oids.slice(half), options);
  return second.ok ? ok([...first.value, ...second.value]) : second;
}

/**
 * Version 1 has no GETBULK, and answers a request of which one OID has no value with an error for the whole
 * (noSuchName): that one is taken out and the rest asked again.
 */
export function readsOfVersion1(requests: Requests): Reads {
  const each = async (
    type: "get" | "getNext",
    oids: readonly string[],
    missing: "absent" | "end",
    options: RequestOptions | undefined,
  ): Promise<Result<readonly VarBind[]>> => {
    const found = new Map<string, VarBind>();
    let rest = [...new Set(oids)];
    while (rest.length > 0) {
      const asked = rest;
      const outcome = await requests.one(type, asked, options);
      if (outcome.ok) {
        for (const [i, varbind] of outcome.value.entries()) found.set(asked[i] ?? "", varbind);
        break;
      }
      const { refusal: refused } = outcome.fault;
      const culprit = asked.length === 1 ? asked[0] : asked.find((oid) => oid === refused?.oid);
      if (refused?.reason === "noSuchName" && culprit !== undefined) {
        found.set(culprit, { oid: culprit, type: missing });
        rest = asked.filter((oid) => oid !== culprit);
      } else if (
        refused !== undefined &&
        ["tooBig", "noSuchName"].includes(refused.reason) &&
        asked.length > 1
      ) {
        return inHalves((part) => each(type, part, missing, options), oids, options);
      } else {
        return faultOf(outcome.fault);
      }
    }
    return ok(oids.map((oid) => found.get(oid) ?? { oid, type: missing }));
  };
  return {
    get: (oids, options) => each("get", oids, "absent", options),
    async bulk({ nonRepeaters, oids }, options) {
      const next = await each("getNext", oids, "end", options);
      if (!next.ok) return next;
      const columns = next.value.slice(nonRepeaters).map((varbind) => [varbind]);
      return ok({ scalars: next.value.slice(0, nonRepeaters), columns, bytes: requests.bytes() });
    },
  };
}

const faultOf = ({ fault }: Failure): Result<never> => ({ ok: false, fault });
