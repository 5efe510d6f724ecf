import { parseEntityRef } from "../../core/entities.ts";

/** Who watches what: knows which entities have news for whom, and nothing about HTTP. */
export interface LiveHub {
  /** Entities of a site have new samples. Cheap when nobody watches. */
  publish(site: string, entities: readonly string[]): void;
  /** Alerts of a site (or of the district) changed, or what people do about them. */
  alertsChanged(site: string): void;
  /** Undefined when there are too many watchers, of this person or in all. */
  watch(filter: LiveFilter, person: string): Watch | undefined;
  /** Ends the watches of a person whose rights are others now; a page connects again, and its rights are looked at again. */
  leave(person: string): void;
  /** Ends all watches; the server stops. */
  close(): void;
  readonly watchers: number;
}

/** What is watched: a site, or the things that belong to these owners (a device and its agent); empty is nothing. */
export interface LiveFilter {
  readonly site?: string | undefined;
  readonly owners?: ReadonlySet<string> | undefined;
  /** Whose alerts are watched. */
  readonly alertsOf: ReadonlySet<string>;
}

interface Watch {
  /** Entities with news since the last call. */
  drain(): readonly { readonly site: string; readonly entity: string }[];
  /** Whether alerts changed since the last call. */
  drainAlerts(): boolean;
  close(): void;
  /** Aborted when the person must leave, or the hub closes. */
  readonly ended: AbortSignal;
}

const MOST_WATCHERS = 300;
const MOST_PER_PERSON = 20;

export function createLiveHub(): LiveHub {
  const watchers = new Set<{
    readonly filter: LiveFilter;
    readonly person: string;
    /** By entity: an entity that changed ten times since the last drain is told once. */
    readonly news: Map<string, string>;
    alerts: boolean;
    readonly leaving: AbortController;
  }>();
  const ending = new AbortController();
  return {
    publish(site, entities) {
      for (const { filter, news } of watchers) {
        if (filter.site !== undefined && filter.site !== site) continue;
        for (const entity of entities) if (concerns(filter, entity)) news.set(entity, site);
      }
    },
    alertsChanged(site) {
      for (const one of watchers) if (one.filter.alertsOf.has(site)) one.alerts = true;
    },
    watch(filter, person) {
      const mine = [...watchers].filter((one) => one.person === person).length;
      if (watchers.size >= MOST_WATCHERS || mine >= MOST_PER_PERSON || ending.signal.aborted)
        return undefined;
      const leaving = new AbortController();
      const watcher = { filter, person, news: new Map<string, string>(), alerts: false, leaving };
      watchers.add(watcher);
      return {
        drain() {
          const news = [...watcher.news].map(([entity, site]) => ({ entity, site }));
          watcher.news.clear();
          return news;
        },
        drainAlerts() {
          const { alerts } = watcher;
          watcher.alerts = false;
          return alerts;
        },
        close: () => void watchers.delete(watcher),
        ended: AbortSignal.any([ending.signal, leaving.signal]),
      };
    },
    leave(person) {
      for (const one of watchers) if (one.person === person) one.leaving.abort();
    },
    close: () => ending.abort(),
    get watchers() {
      return watchers.size;
    },
  };
}

function concerns({ site, owners }: LiveFilter, entity: string): boolean {
  if (owners === undefined) return site !== undefined;
  const owner = parseEntityRef(entity)?.owner;
  return owner !== undefined && owners.has(owner);
}
