import { createHash } from "node:crypto";
import { HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { addressesIn } from "../../core/discovery/ranges.ts";
import type { DiscoveryTask } from "../../core/wire/assignment.ts";
import { foundHosts, sweepFacts } from "../discovery/found.ts";
import { createLedger, type Ledger } from "../discovery/ledger.ts";
import { createReverseLookup } from "../discovery/names.ts";
import { sweep, type SweepTools } from "../discovery/sweep.ts";
import { readNeighbours } from "../lan/arp.ts";
import { openNetbiosProbe } from "../lan/netbios-probe.ts";
import { localNets } from "../lan/nets.ts";
import { ping } from "../lan/ping.ts";
import type { OpenSession } from "../snmp/protocol.ts";
import { createOpener } from "../snmp/open.ts";
import type { Collector, Job, Reading, Tools } from "./collector.ts";

/**
 * Sweeps the ranges that a person set for the site, once for each revision that the server asks for: a task that was
 * carried out is not repeated, one that was cut short is.
 */
export interface DiscoveryCollectorOptions {
  readonly open?: OpenSession;
  readonly netbiosPort?: number;
  readonly parts?: Partial<Pick<SweepTools, "nets" | "neighbours" | "echo" | "reverse">>;
}

export function createDiscoveryCollector(options: DiscoveryCollectorOptions = {}): Collector {
  let { open } = options;
  let ledger: Ledger | undefined;
  let carriedOut = { name: "", at: 0 };
  return ({ site, device, discovery: task }, tools) => {
    if (task === undefined) return [];
    ledger ??= createLedger(tools.clock);
    open ??= createOpener({ clock: tools.clock });
    const parts = { ...options, open, ledger };
    const name = `${site.id} ${task.revision}`;
    const run = async (signal: AbortSignal): Promise<Reading> => {
      const { clock } = tools;
      // The server ends a task when it has the report; one that it still wants after hours was lost on the way.
      if (carriedOut.name === name && clock.monotonic() - carriedOut.at < LOST_MS) return NOTHING;
      const reading = await carryOut(task, device, parts, tools, signal);
      if (reading !== NOTHING) carriedOut = { name, at: clock.monotonic() };
      return reading;
    };
    return [jobOf(task, run)];
  };
}

const NOTHING: Reading = { samples: [], events: [], facts: [] };
/** A task that was cut short is begun anew after this, while the server still wants it. */
const AGAIN_MS = HOUR;
const LOST_MS = 6 * HOUR;

function jobOf(task: DiscoveryTask, run: Job["run"]): Job {
  return {
    id: "discovery",
    // A hash: the task holds passwords. What is remembered of addresses changes with every report, and makes it no other task.
    version: createHash("sha256")
      .update(JSON.stringify({ ...task, worked: [], spared: [] }))
      .digest("base64url"),
    when: { everyMs: AGAIN_MS },
    timeoutMs: longestSweep(task),
    run,
  };
}

/** Twice through all addresses at their pace, and the time of devices that let one wait. */
function longestSweep({ ranges, perSecond, credentials, ports }: DiscoveryTask): number {
  const addresses = addressesIn(ranges).length;
  const walking = (addresses / perSecond) * 3 * SECOND;
  const waiting = Math.ceil(addresses / 16) * (credentials.length + 1) * ports.length * 4 * SECOND;
  return Math.min(AGAIN_MS - MINUTE, walking + waiting + MINUTE);
}

interface Parts extends DiscoveryCollectorOptions {
  readonly open: OpenSession;
  readonly ledger: Ledger;
}

async function carryOut(
  task: DiscoveryTask,
  device: string,
  { open, ledger, netbiosPort, parts }: Parts,
  { clock, random, now, log }: Tools,
  signal: AbortSignal,
): Promise<Reading> {
  const startedAt = Math.round(now());
  const netbios = await openNetbiosProbe({
    random,
    ...(netbiosPort === undefined ? {} : { port: netbiosPort }),
  });
  try {
    const swept = await sweep(task, {
      clock,
      random,
      open,
      ledger,
      netbios,
      signal,
      nets: localNets(),
      neighbours: () => readNeighbours(),
      echo: async (address) => {
        const burst = await ping({ address, count: 1 }, { clock, signal });
        return burst.ok && burst.value.received > 0;
      },
      reverse: task.reverseDns ? createReverseLookup() : undefined,
      ...parts,
    });
    if (signal.aborted) return NOTHING;
    const hosts = foundHosts(swept.hosts);
    const finishedAt = Math.round(now());
    log.info("discovery", { revision: task.revision, scanned: swept.scanned, found: hosts.length });
    const about = { device, revision: task.revision, startedAt, finishedAt, scanned: swept.scanned };
    return { ...NOTHING, facts: sweepFacts(hosts, about) };
  } finally {
    netbios.close();
  }
}
