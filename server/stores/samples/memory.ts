import { DAY, type Instant } from "../../../core/clock.ts";
import { parseEntityRef, type EntityKind } from "../../../core/entities.ts";
import { FaultError, type Fault } from "../../../core/result.ts";
import { makeHead, makeHeadRooms, phaseOf, type EntityHead, type HeadRooms, type Site } from "./head.ts";
import type { Layout } from "./layout.ts";

/**
 * Entities of one device (agent, target): three times what the largest has at once, so that there is room for parts that were
 * renamed. A device that gives its ports other names at every poll would else fill the memory for good.
 */
export const MOST_OWNED = 10_000;

/** All that the store keeps in memory: every site and entity it knows, and the counts it tells. */
export interface Memory {
  readonly layouts: ReadonlyMap<EntityKind, Layout>;
  readonly rooms: HeadRooms;
  readonly heads: Map<string, EntityHead>;
  readonly headsByNumber: Map<number, EntityHead>;
  /** By owner, how many entities it has. */
  readonly owned: Map<string, number>;
  /** Owners of which further entities were left out, and when last. */
  readonly crowded: Map<string, Instant>;
  readonly sites: Map<string, Site>;
  readonly sitesByNumber: Map<number, Site>;
  /** Sites that are in the file; a new one gets there with its first block. */
  readonly storedSites: Set<Site>;
  nextEntity: number;
  nextSite: number;
  /** Number of the newest write-ahead row. */
  seq: number;
  /** Values that are in no chunk yet. */
  headPoints: number;
  commits: number;
  knownBlocks: number;
  /** What turned out unreadable. */
  readonly damaged: Set<string>;
}

export function makeMemory(layouts: ReadonlyMap<EntityKind, Layout>): Memory {
  return {
    layouts,
    rooms: makeHeadRooms(),
    heads: new Map(),
    headsByNumber: new Map(),
    owned: new Map(),
    crowded: new Map(),
    sites: new Map(),
    sitesByNumber: new Map(),
    storedSites: new Set(),
    nextEntity: 1,
    nextSite: 1,
    seq: 0,
    headPoints: 0,
    commits: 0,
    knownBlocks: 0,
    damaged: new Set(),
  };
}

/**
 * The entity of that reference, made when it is new; undefined when its owner has all that one may have (`now` is noted). Throws
 * a FaultError when it is no reference.
 */
export function headFor(memory: Memory, ref: string, now: Instant): EntityHead | undefined {
  const head = memory.heads.get(ref);
  if (head !== undefined) return head;
  const owner = parseEntityRef(ref)?.owner;
  if (owner !== undefined && (memory.owned.get(owner) ?? 0) >= MOST_OWNED) {
    memory.crowded.set(owner, now);
    return undefined;
  }
  const made = addHead(memory, memory.nextEntity, ref);
  if (made === undefined) throw new FaultError("entity_invalid", { field: ref });
  return made;
}

/** What a person should know of owners whose new entities were left out within a day; undefined when there are none. */
export function crowding({ crowded }: Memory, now: Instant): Fault | undefined {
  const owners = [...crowded].flatMap(([owner, at]) => (at > now - DAY ? [owner] : []));
  const [device] = owners;
  return device === undefined
    ? undefined
    : { code: "store_device_crowded", params: { count: owners.length, device, max: MOST_OWNED } };
}

/** Undefined when the reference is none (or of a kind that this version does not know). */
export function addHead(memory: Memory, number: number, ref: string): EntityHead | undefined {
  const { kind, owner = "" } = parseEntityRef(ref) ?? {};
  memory.nextEntity = Math.max(memory.nextEntity, number + (kind === undefined ? 0 : 1));
  const layout = kind === undefined ? undefined : memory.layouts.get(kind);
  if (layout === undefined) return undefined;
  const head = makeHead(number, ref, layout, undefined, memory.rooms);
  memory.heads.set(ref, head);
  memory.headsByNumber.set(number, head);
  memory.owned.set(owner, (memory.owned.get(owner) ?? 0) + 1);
  return head;
}

export function siteFor(memory: Memory, name: string): Site {
  return memory.sites.get(name) ?? addSite(memory, memory.nextSite, name);
}

export function addSite(memory: Memory, number: number, name: string): Site {
  const site: Site = {
    number,
    name,
    phase: phaseOf(name),
    heads: new Set(),
    pending: [],
    flushedUntil: 0,
    lateRows: 0,
    retryAt: 0,
  };
  memory.nextSite = Math.max(memory.nextSite, number + 1);
  memory.sites.set(name, site);
  memory.sitesByNumber.set(number, site);
  return site;
}
