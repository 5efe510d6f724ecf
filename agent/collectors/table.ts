import type { Assignment } from "../../core/wire/assignment.ts";
import type { Collector, Job, Tools } from "./collector.ts";
import { createSelfCollector, type SelfFigures } from "./self.ts";

/** A collector, loaded only on a PC that has something for it to do: what is not loaded costs no memory. */
interface Row {
  readonly wanted: (assignment: Assignment) => boolean;
  readonly load: (figures: () => SelfFigures, nextBoots: () => Promise<number>) => Promise<Collector>;
}

const always = () => true;

/** Every collector, one line each. */
const COLLECTORS: Readonly<Record<string, Row>> = {
  host: { wanted: always, load: async () => (await import("./host.ts")).hostCollector },
  inventory: { wanted: always, load: async () => (await import("./inventory.ts")).inventoryCollector },
  ping: {
    wanted: ({ ping }) => ping.length > 0,
    load: async () => (await import("./ping.ts")).createPingCollector(),
  },
  snmp: {
    wanted: ({ snmp }) => snmp.length > 0,
    load: async () => (await import("./devices.ts")).createDeviceCollector(),
  },
  discovery: {
    wanted: ({ discovery }) => discovery !== undefined,
    load: async () => (await import("./discovery.ts")).createDiscoveryCollector(),
  },
  service: {
    wanted: ({ services }) => services !== undefined && services.length > 0,
    load: async () => (await import("./service.ts")).createServiceCollector(),
  },
  peers: {
    wanted: ({ lan }) => lan !== undefined,
    load: async () => (await import("./peers.ts")).createPeerCollector(),
  },
  "lan-watch": {
    wanted: ({ lan }) => lan !== undefined,
    load: async () => (await import("./lan-watch.ts")).createLanWatchCollector(),
  },
  traps: {
    wanted: ({ traps }) => traps !== undefined,
    load: async (_, nextBoots) => (await import("./traps.ts")).createTrapCollector({ nextBoots }),
  },
  self: { wanted: always, load: async (figures) => createSelfCollector(figures) },
};

/**
 * All jobs that an assignment asks for. Collectors are made once, so that what they remember outlives assignments.
 * `nextBoots` counts the starts of the agent's own SNMP engine and keeps the count.
 */
export function createJobMaker(
  tools: Tools,
  figures: () => SelfFigures,
  nextBoots: () => Promise<number>,
): (assignment: Assignment) => Promise<readonly Job[]> {
  const made = new Map<string, Collector>();
  return async (assignment) => {
    const jobs: Job[] = [];
    for (const [name, { wanted, load }] of Object.entries(COLLECTORS)) {
      if (!wanted(assignment)) continue;
      const collector = made.get(name) ?? (await load(figures, nextBoots));
      made.set(name, collector);
      jobs.push(...collector(assignment, tools));
    }
    return jobs;
  };
}
