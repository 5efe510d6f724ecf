import { ok, type Fault, type Result } from "../../core/result.ts";
import { isStatusName } from "./codec/pdu.ts";
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

/** Whether the device answered, though only with an error-status. */
export const isErrorStatus = ({ code, params }: Fault): boolean =>
  code === "snmp_refused" && isStatusName(params["reason"]);

/** These concern whoever asks, and so all of the request: no part of it would fare better. */
const FORBIDS: ReadonlySet<string | undefined> = new Set(["authorizationError", "noAccess"]);

/**
 * Against RFC 3416 some devices refuse a whole request (genErr, noSuchName) because of one OID in it: that one is absent,
 * and the others are asked for again.
 */
export function readsOfVersion2(requests: Requests): Reads {
  const get = async (
    oids: readonly string[],
    options: RequestOptions | undefined,
    isAlone: boolean,
  ): Promise<Result<readonly VarBind[]>> => {
    const outcome = await requests.one("get", oids, options);
    if (outcome.ok) return outcome;
    const { refusal } = outcome.fault;
    if (refusal === undefined || isAlone || FORBIDS.has(refusal.reason)) return faultOf(outcome.fault);
    if (oids.length === 1) return ok(oids.map(absent));
    return inHalves((half) => get(half, options, false), oids);
  };
  return {
    get: (oids, options) => get(oids, options, oids.length < 2),
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

const absent = (oid: string): VarBind => ({ oid, type: "absent" });

async function inHalves(
  get: (half: readonly string[]) => Promise<Result<readonly VarBind[]>>,
  oids: readonly string[],
): Promise<Result<readonly VarBind[]>> {
  const half = Math.ceil(oids.length / 2);
  const first = await get(oids.slice(0, half));
  if (!first.ok) return first;
  const second = await get(oids.slice(half));
  return second.ok ? ok([...first.value, ...second.value]) : second;
}

/**
 * Whether this refusal of some OIDs lets the others be asked for. What follows an OID is never taken for absent because of
 * an error: a column would seem to end there.
 */
function sparesOthers(type: "get" | "getNext", { reason }: Refusal): boolean {
  return reason === "tooBig" || reason === "noSuchName" || (type === "get" && !FORBIDS.has(reason));
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
    isAlone = oids.length < 2,
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
      if (refused === undefined || !sparesOthers(type, refused)) return faultOf(outcome.fault);
      const culprit = culpritOf(type, refused, asked, isAlone);
      if (culprit !== undefined) {
        found.set(culprit, { oid: culprit, type: missing });
        rest = asked.filter((oid) => oid !== culprit);
      } else if (asked.length > 1) {
        return inHalves((part) => each(type, part, missing, options, false), oids);
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

/** The OID that has no value, where that is known. `isAlone`: nothing else was asked for, so that the fault itself is the answer. */
function culpritOf(
  type: "get" | "getNext",
  { reason, oid: named }: Refusal,
  asked: readonly string[],
  isAlone: boolean,
): string | undefined {
  const [only] = asked;
  const lone = asked.length === 1 ? only : undefined;
  if (reason === "noSuchName") return lone ?? asked.find((oid) => oid === named);
  return type === "get" && !isAlone ? lone : undefined;
}

const faultOf = ({ fault }: Failure): Result<never> => ({ ok: false, fault });
