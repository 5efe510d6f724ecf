import type { SampleStore, StoredEntity } from "../../ports.ts";
import type { EntityHead } from "./head.ts";
import { lastPair, lastValues } from "./latest.ts";
import type { Memory } from "./memory.ts";

/** The entity of a reference; one that waits for its first commit is not there yet. */
export function knownIn(memory: Memory): (entity: string) => EntityHead | undefined {
  return (entity) => {
    const head = memory.heads.get(entity);
    return head?.site === undefined ? undefined : head;
  };
}

/** The part of the store's port that memory answers alone. */
export function makeLookups(memory: Memory): Pick<SampleStore, "last" | "lastTwo" | "entities"> {
  const known = knownIn(memory);
  return {
    last: (entity) => {
      const head = known(entity);
      return head === undefined ? undefined : lastValues(head);
    },
    lastTwo: (entity) => {
      const head = known(entity);
      return head === undefined ? undefined : lastPair(head);
    },
    entities: (site) => {
      const found: StoredEntity[] = [];
      for (const { ref, layout, site: at } of memory.heads.values()) {
        if (at === undefined || (site !== undefined && at.name !== site)) continue;
        found.push({ entity: ref, kind: layout.kind, site: at.name });
      }
      return found;
    },
  };
}

/** How many there are, without making a list of them. */
export function countEntities({ heads }: Memory): number {
  let count = 0;
  for (const { site } of heads.values()) if (site !== undefined) count += 1;
  return count;
}
