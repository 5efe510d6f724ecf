import { tlv } from "./ber.ts";
import { type Arcs, oidTlv, startsWith } from "./oid.ts";
import { type Name, PDU, type Pdu, type Reply, STATUS } from "./pdu.ts";
import type { Tree } from "./tree.ts";
import { END_OF_MIB_VIEW, NO_SUCH_INSTANCE, NO_SUCH_OBJECT, TAG, type Value, integer } from "./values.ts";

export type Version = 1 | 2 | 3;

/** Ways in which a device walks its own objects wrongly; see `faults.ts`. */
export interface Quirks {
  readonly loop?: "same" | "back" | undefined;
  /** The OID of a column that never ends. */
  readonly endless?: readonly number[] | undefined;
  readonly tooBig?: { readonly aboveBindings: number } | undefined;
}

export interface Asked {
  readonly pdu: Pdu;
  readonly version: Version;
  readonly tree: Tree;
  /** How many bytes of bindings still fit into the reply message. */
  readonly room: number;
  readonly quirks: Quirks;
}

/**
 * What an SNMP agent says (RFC 1157 section 4.1, RFC 3416 section 4.2, RFC 3584 section 4.2 for the difference);
 * undefined when it says nothing: not a request, or a GETBULK in version 1.
 */
export function answer(asked: Asked): Reply | undefined {
  const { pdu, version, quirks } = asked;
  if (quirks.tooBig !== undefined && bindingsAsked(pdu) > quirks.tooBig.aboveBindings) return tooBig(asked);
  switch (pdu.type) {
    case PDU.get:
      return each(asked, version === 1 ? getOld : get);
    case PDU.getNext:
      return each(asked, version === 1 ? nextOld : next);
    case PDU.getBulk:
      return version === 1 ? undefined : bulk(asked);
    case PDU.set:
      return refuseSet(asked);
    default:
      return undefined;
  }
}

function bindingsAsked({ type, first, second, names }: Pdu): number {
  if (type !== PDU.getBulk) return names.length;
  const single = Math.min(Math.max(first, 0), names.length);
  return single + Math.max(second, 0) * (names.length - single);
}

const good = (pdu: Pdu, bindings: readonly Uint8Array[]): Reply => ({
  type: PDU.response,
  requestId: pdu.requestId,
  status: STATUS.noError,
  index: 0,
  bindings,
});

/** Version 1 sends the request's bindings back with an error. RFC 3416 does so too, but for tooBig. */
function refuse({ pdu }: Asked, status: number, index: number): Reply {
  return { ...good(pdu, pdu.bindings), status, index };
}

function tooBig(asked: Asked): Reply {
  return { ...refuse(asked, STATUS.tooBig, 0), bindings: asked.version === 1 ? asked.pdu.bindings : [] };
}

function refuseSet(asked: Asked): Reply {
  if (asked.pdu.names.length === 0) return good(asked.pdu, []);
  return refuse(asked, asked.version === 1 ? STATUS.noSuchName : STATUS.notWritable, 1);
}

type Lookup = (name: Name, asked: Asked) => Uint8Array | undefined;

/** GET and GETNEXT: all names or an error. A lookup without a result is version 1's noSuchName. */
function each(asked: Asked, lookup: Lookup): Reply {
  const bindings: Uint8Array[] = [];
  let bytes = 0;
  for (const [at, name] of asked.pdu.names.entries()) {
    const binding = lookup(name, asked);
    if (binding === undefined) return refuse(asked, STATUS.noSuchName, at + 1);
    bytes += binding.length;
    if (bytes > asked.room) return tooBig(asked);
    bindings.push(binding);
  }
  return good(asked.pdu, bindings);
}

function get(name: Name, { tree }: Asked): Uint8Array {
  const at = tree.find(name.arcs);
  return at >= 0 ? tree.bindingAt(at) : bound(name.tlv, missing(tree, name.arcs));
}

function getOld(name: Name, { tree }: Asked): Uint8Array | undefined {
  const at = tree.find(name.arcs);
  // RFC 3584 4.2.2.1: version 1 has no Counter64, so for it there is no such name.
  return at < 0 || tree.valueAt(at).tag === TAG.counter64 ? undefined : tree.bindingAt(at);
}

/**
 * A tree knows instances, not the MIB: an OID that differs from its neighbour only in the last number is taken for an
 * instance that is missing, anything else for an object that is.
 */
function missing(tree: Tree, arcs: readonly number[]): Value {
  const parent = arcs.slice(0, -1);
  const after = tree.firstAfter(arcs);
  const near = [after - 1, after].filter((at) => at >= 0 && at < tree.size);
  return near.some((at) => startsWith(tree.oidAt(at), parent)) ? NO_SUCH_INSTANCE : NO_SUCH_OBJECT;
}

const bound = (name: Uint8Array, value: Value): Uint8Array => tlv(TAG.sequence, name, value.tlv);

function next(name: Name, asked: Asked): Uint8Array {
  return stepFrom(name.arcs, asked)?.binding() ?? bound(name.tlv, END_OF_MIB_VIEW);
}

function nextOld(name: Name, asked: Asked): Uint8Array | undefined {
  let step = stepFrom(name.arcs, asked);
  // A looping device could hand out one Counter64 for ever, so the skipping is bounded by the tree.
  for (let skipped = 0; step?.tag() === TAG.counter64; skipped += 1) {
    if (skipped > asked.tree.size) return undefined;
    step = stepFrom(step.arcs(), asked);
  }
  return step?.binding();
}

interface Step {
  arcs(): Arcs;
  tag(): number;
  binding(): Uint8Array;
  /** Its place in the tree; undefined when it was invented. */
  readonly at: number | undefined;
}

/**
 * The binding behind an OID, as this device's quirks have it; undefined at the end. `place` is where the OID stands
 * in the tree, if known: it saves the search.
 */
function stepFrom(arcs: Arcs, { tree, quirks }: Asked, place?: number): Step | undefined {
  let at = place === undefined ? tree.firstAfter(arcs) : place + 1;
  if (quirks.endless !== undefined && startsWith(arcs, quirks.endless)) {
    const invented = endlessStep(arcs, quirks.endless, tree, at);
    if (invented !== undefined) return invented;
  }
  if (quirks.loop === "same" && tree.find(arcs) >= 0) at = tree.find(arcs);
  if (quirks.loop === "back" && at % LOOP_LENGTH === LOOP_LENGTH - 1) at -= LOOP_LENGTH - 1;
  return at < tree.size ? placed(tree, at) : undefined;
}

const placed = (tree: Tree, at: number): Step => ({
  at,
  arcs: () => tree.oidAt(at),
  tag: () => tree.valueAt(at).tag,
  binding: () => tree.bindingAt(at),
});

/** How many OIDs a device that goes back hands out before it does. */
const LOOP_LENGTH = 8;
const LAST_ARC = 0xff_ff_ff_ff;

/** Rows behind the last real one of the column, numbered on. */
function endlessStep(arcs: Arcs, column: Arcs, tree: Tree, at: number): Step | undefined {
  if (at < tree.size && startsWith(tree.oidAt(at), column)) return undefined;
  const row = arcs.length > column.length ? (arcs[column.length] ?? 0) : 0;
  if (row >= LAST_ARC) return undefined;
  const made = [...Array.from(column), row + 1];
  const binding = () => bound(oidTlv(made), integer(row % 2 ** 31));
  return { at: undefined, arcs: () => made, tag: () => TAG.integer, binding };
}

/**
 * RFC 3416 4.2.3. A reply that would grow too large ends early, at the end of a binding; when not even one fits, that
 * is tooBig. It also ends after a row of nothing but endOfMibView.
 */
function bulk(asked: Asked): Reply {
  const { pdu, room } = asked;
  const single = Math.min(Math.max(pdu.first, 0), pdu.names.length);
  const bindings: Uint8Array[] = [];
  let bytes = 0;
  const take = (binding: Uint8Array): boolean => {
    bytes += binding.length;
    if (bytes > room) return false;
    bindings.push(binding);
    return true;
  };
  const cut = () => (bindings.length === 0 ? tooBig(asked) : good(pdu, bindings));
  for (const name of pdu.names.slice(0, single)) if (!take(next(name, asked))) return cut();
  const columns = pdu.names
    .slice(single)
    .map(({ arcs }): Column => ({ arcs, step: undefined, ended: false }));
  for (let repetition = 0; repetition < pdu.second && columns.length > 0; repetition += 1) {
    for (const column of columns) if (!take(advance(column, asked))) return cut();
    if (columns.every(({ ended }) => ended)) break;
  }
  return good(pdu, bindings);
}

/** How far a GETBULK has come with one of its repeated names. */
interface Column {
  arcs: Arcs;
  step: Step | undefined;
  ended: boolean;
}

function advance(column: Column, asked: Asked): Uint8Array {
  const { step: before } = column;
  const step = column.ended ? undefined : stepFrom(column.arcs, asked, before?.at);
  if (step === undefined) {
    column.ended = true;
    return bound(oidTlv(column.arcs), END_OF_MIB_VIEW);
  }
  column.arcs = step.arcs();
  column.step = step;
  return step.binding();
}
