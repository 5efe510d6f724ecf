import type { Instant } from "../../../core/clock.ts";
import { parseEntityRef } from "../../../core/entities.ts";
import { ownerLabel, partLabel, type Labels } from "../../../core/exposition.ts";
import { seriesKey } from "../../../core/line-protocol.ts";
import type { EntityHead } from "../samples/head.ts";
import type { Ledger } from "./ledger.ts";
import { newestTime } from "./outbox.ts";

/** Tags of entities as they are now; `refresh` is awaited before a batch of `of`. */
export interface EntityTags {
  refresh(): Promise<void>;
  of(entity: string): Labels;
}

/**
 * The series of an entity at a time. Tags change (a device is renamed), but a reading that is written once more must hit the
 * same series, or both would be there. So it is written down from which time on which tags hold, and new ones hold for
 * readings later than everything acknowledged so far.
 */
export interface SeriesBook {
  /** Takes the present tags of an entity in; call it outside of a transaction, before `keyAt`. */
  update(head: EntityHead, labels: Labels): void;
  /** Measurement and tags in line protocol. `head` gives the entity's number. */
  keyAt(head: EntityHead, measurement: string, at: Instant): string;
}

interface Entry {
  readonly since: Instant;
  readonly labels: Labels;
  readonly text: string;
  /** Series keys by measurement. */
  readonly keys: Map<string, string>;
}

export function openSeriesBook(ledger: Ledger): SeriesBook {
  const book = new Map<number, Entry[]>();
  const seen = new Map<number, Labels>();
  const add = (entity: number, since: Instant, labels: Labels) => {
    const entries = book.get(entity) ?? [];
    entries.push({ since, labels, text: textOf(labels), keys: new Map() });
    book.set(entity, entries);
  };
  for (const { entity, since, labels } of ledger.tags()) add(entity, since, labels);
  return {
    update: (head, given) => {
      if (seen.get(head.number) === given) return;
      seen.set(head.number, given);
      const labels = withIdentity(head.ref, given);
      const before = book.get(head.number)?.at(-1);
      if (before?.text === textOf(labels)) return;
      const since = before === undefined ? 0 : Math.max(before.since, newestTime(head) ?? 0) + 1;
      ledger.addTags(head.number, since, labels);
      add(head.number, since, labels);
    },
    keyAt: (head, measurement, at) => {
      const entries = book.get(head.number) ?? [];
      const entry = entries.findLast(({ since }) => since <= at) ?? entries[0];
      if (entry === undefined) throw new Error(`no tags for ${head.ref}`);
      let key = entry.keys.get(measurement);
      if (key === undefined) {
        key = seriesKey(measurement, entry.labels);
        entry.keys.set(measurement, key);
      }
      return key;
    },
  };
}

const textOf = (labels: Labels) =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The tags that reading goes by are ours to set. */
function withIdentity(ref: string, labels: Labels): Labels {
  return { ...labels, ...identityOf(ref) };
}

/** By which tags an entity is found, as they are stored. */
export function identityOf(ref: string): Labels {
  const parts = parseEntityRef(ref);
  if (parts === undefined) return {};
  const label = partLabel(parts.kind);
  const owner = { [`${ownerLabel(parts.kind)}_id`]: parts.owner };
  return label === undefined ? owner : { ...owner, [label]: storedTag(parts.part) };
}

/** What InfluxDB gives back of a tag's value: none can end in a backslash (`core/line-protocol.ts`). */
const storedTag = (text: string): string => (text.endsWith("\\") ? `${text} ` : text);
