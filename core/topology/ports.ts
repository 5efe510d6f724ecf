import { compare } from "./entity.ts";
import { readMac } from "./mac.ts";
import type { DeviceEvidence, PortEvidence } from "./types.ts";

/** The ports of one device as its neighbours see them: an aggregate and its members count as one. */
export interface Ports {
  readonly count: number;
  /** The number of a port, from the part of it or of a member; undefined when there is no such port. */
  readonly indexOf: (part: string) => number | undefined;
  readonly nameOf: (index: number) => string;
  /** The cables of an aggregate, sorted; empty for a single port. */
  readonly membersOf: (index: number) => readonly string[];
  /** False for a port that is known to have no connection. */
  readonly usable: (index: number) => boolean;
}

/** `groups`: ports that are one link by what neighbours say, beside those that the device itself calls an aggregate. */
export function portsOf(
  device: DeviceEvidence | undefined,
  labels: readonly string[],
  groups: readonly (readonly string[])[],
): Ports {
  const known = device?.ports ?? [];
  const all = new Set([...known.map(({ part }) => part), ...labels, ...groups.flat()]);
  const sets = joinParts([...all].toSorted(compare), known, groups);
  const aggregates = new Set(known.flatMap(({ lag }) => lag ?? []));
  for (const { part, ifType } of known) if (ifType === AGGREGATE) aggregates.add(part);
  const learned = new Set((device?.forwarding ?? []).map(({ port }) => port));
  // Some switches put all that they learn on an aggregate to one of its members.
  const leading = (set: readonly string[]) =>
    set.find((part) => isAggregate(part, aggregates)) ??
    set.find((part) => learned.has(part)) ??
    set[0] ??
    "";
  const named = sets.map((set) => ({ name: leading(set), set })).toSorted((a, b) => compare(a.name, b.name));
  const numbers = new Map(named.flatMap(({ set }, number) => set.map((part) => [part, number] as const)));
  const down = new Set(known.filter(({ operUp }) => operUp === false).map(({ part }) => part));
  const usable = named.map(({ set }) => set.some((part) => !down.has(part)));
  return {
    count: named.length,
    indexOf: (part) => numbers.get(part),
    nameOf: (number) => named[number]?.name ?? "",
    membersOf: (number) => {
      const { name = "", set = [] } = named[number] ?? {};
      return set.length < 2 ? [] : set.filter((part) => part !== name || !isAggregate(part, aggregates));
    },
    usable: (number) => usable[number] === true,
  };
}

function joinParts(
  parts: readonly string[],
  known: readonly PortEvidence[],
  groups: readonly (readonly string[])[],
): string[][] {
  const leader = new Map(parts.map((part) => [part, part]));
  const find = (part: string): string => {
    const above = leader.get(part) ?? part;
    return above === part ? part : find(above);
  };
  const join = (a: string, b: string) => {
    const [first = a, second = b] = [find(a), find(b)].toSorted(compare);
    if (first !== second) leader.set(second, first);
  };
  for (const { part, lag } of known) if (lag !== undefined && leader.has(lag)) join(part, lag);
  for (const [first, ...rest] of groups) for (const part of rest) join(first ?? part, part);
  return [...Map.groupBy(parts, find).values()];
}

/** IANAifType ieee8023adLag. */
const AGGREGATE = 161;
const AGGREGATE_NAME = /^(?:po\d|port-?channel|lag|trk|ae\d|bond|eth-?trunk|bridge-agg|bagg|aggregateport)/i;
const isAggregate = (part: string, known: ReadonlySet<string>) =>
  known.has(part) || AGGREGATE_NAME.test(part);

/** Whether a part is an aggregate by type or by the usual names. */
export function looksAggregate(device: DeviceEvidence | undefined, part: string): boolean {
  return (
    AGGREGATE_NAME.test(part) || (device?.ports ?? []).some((p) => p.part === part && p.ifType === AGGREGATE)
  );
}

/** The port that a neighbour means by `label`, which may be its name, its address or its number. */
export function portByLabel(device: DeviceEvidence, label: string): string | undefined {
  const ports = device.ports ?? [];
  const wanted = plain(label);
  if (wanted === "") return undefined;
  const address = readMac(label);
  const named = ports.filter(
    ({ part, name, mac }) => [part, name].some((own) => plain(own) === wanted) || (mac ?? "-") === address,
  );
  if (named.length > 0) return named.length === 1 ? named[0]?.part : undefined;
  const short = only(ports, ({ part, name }) => [part, name].some((own) => abbreviates(plain(own), wanted)));
  if (short !== undefined) return short;
  if (!/^\d+$/.test(wanted)) return undefined;
  // The same number may count interfaces or bridge ports: it names a port only where both agree.
  const meant = ports.filter(({ ifIndex, bridgePort }) => [ifIndex, bridgePort].includes(Number(wanted)));
  return meant.length === 1 ? meant[0]?.part : undefined;
}

const plain = (text: string | undefined) => (text ?? "").toLowerCase().replaceAll(/\s/g, "");

/** "gi0/1" and "gigabitethernet0/1": the same numbers, one word beginning as the other. */
function abbreviates(a: string, b: string): boolean {
  const [, wordA = "", numbersA = ""] = WORD_AND_NUMBERS.exec(a) ?? [];
  const [, wordB = "", numbersB = ""] = WORD_AND_NUMBERS.exec(b) ?? [];
  if (wordA.length < 2 || wordB.length < 2 || numbersA !== numbersB) return false;
  return wordA.startsWith(wordB) || wordB.startsWith(wordA);
}
const WORD_AND_NUMBERS = /^([a-z]+)(\d[\d/]*)$/;

function only(ports: readonly PortEvidence[], test: (port: PortEvidence) => boolean): string | undefined {
  const found = ports.filter(test);
  return found.length === 1 ? found[0]?.part : undefined;
}
