import type { Clock } from "../../../core/clock.ts";
import type { DeviceSurvey } from "../../../core/survey.ts";
import { fail, ok, type Fault, type Result } from "../../../core/result.ts";
import type { SnmpSession } from "../protocol.ts";
import { createAsk } from "./ask.ts";
import { knowledgeFor } from "./knowledge.ts";
import { readArp } from "./parts/arp.ts";
import { readForwarding } from "./parts/forwarding.ts";
import { readIdentity } from "./parts/identity.ts";
import { readMemory } from "./parts/memory.ts";
import { readNeighbours } from "./parts/neighbours.ts";
import { readPorts } from "./parts/ports.ts";
import { readPrinter, readSupplies } from "./parts/printer.ts";
import { readProcessors } from "./parts/processors.ts";
import { readSensors } from "./parts/sensors.ts";
import { readStorage } from "./parts/storage.ts";
import { readStp } from "./parts/stp.ts";
import { readUps } from "./parts/ups.ts";
import { readVlans } from "./parts/vlans.ts";
import { readWireless } from "./parts/wireless.ts";
import { enterpriseOf, readEnterprises, readSystem } from "./system.ts";

/** Everything that a device says of itself, in one visit. */
export interface SurveyOptions {
  readonly address: string;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signal?: AbortSignal | undefined;
  /** How long the visit may take at most. */
  readonly maxMs: number;
  readonly openContext?: (name: string) => Promise<SnmpSession | undefined>;
}

export interface Surveyed {
  readonly survey: DeviceSurvey;
  /** Datagrams sent. */
  readonly requests: number;
  /** What could not be read, and why; the rest is in `survey`. */
  readonly faults: readonly Fault[];
}

/** The fault is why the device does not answer at all. */
export async function surveyDevice(session: SnmpSession, options: SurveyOptions): Promise<Result<Surveyed>> {
  const { address, clock, signal, maxMs } = options;
  const before = session.sent();
  const ask = createAsk(session, { ...options, deadline: clock.monotonic() + maxMs });
  const system = await readSystem(ask);
  if (!session.heard()) return fromFaults(ask.faults(), address);
  const { description, objectId } = system;
  const enterprises = await readEnterprises(ask, objectId);
  const knowledge = knowledgeFor({ enterprises, description }, enterpriseOf(objectId));
  const known = { description, objectId, enterprises, knowledge };
  const parts = {
    ports: readPorts(ask, known),
    neighbours: readNeighbours(ask, known),
    forwarding: readForwarding(ask, known),
    arp: readArp(ask, known),
    vlans: readVlans(ask, known),
    stp: readStp(ask, known),
    processors: readProcessors(ask, known),
    memory: readMemory(ask, known),
    storage: readStorage(ask, known),
    sensors: readSensors(ask, known),
    wireless: readWireless(ask, known),
  };
  const identity = await readIdentity(ask, { ...known, system });
  const identified = { ...known, identity };
  const [supplies, printer, ups] = await Promise.all([
    readSupplies(ask, identified),
    readPrinter(ask, identified),
    readUps(ask, identified),
  ]);
  const survey: DeviceSurvey = {
    identity,
    ports: await parts.ports,
    neighbours: await parts.neighbours,
    forwarding: await parts.forwarding,
    arp: await parts.arp,
    vlans: await parts.vlans,
    stp: await parts.stp,
    supplies,
    printer,
    ups,
    processors: await parts.processors,
    memory: await parts.memory,
    storage: await parts.storage,
    sensors: await parts.sensors,
    wireless: await parts.wireless,
  };
  const faults = ask.faults();
  const elsewhere = await ask.close();
  void signal;
  return ok({ survey, requests: session.sent() - before + elsewhere, faults });
}

function fromFaults([first]: readonly Fault[], address: string): Result<never> {
  return first === undefined ? fail("snmp_timeout", { address }) : { ok: false, fault: first };
}
