import type { Clock } from "../../../core/clock.ts";
import { fail, ok, type Fault, type Result } from "../../../core/result.ts";
import type { DeviceSurvey, Identity } from "../../../core/survey.ts";
import type { SnmpSession } from "../protocol.ts";
import { createAsk, type Ask } from "./ask.ts";
import { deviceLibrary, knowledgeFor, type Library } from "./library.ts";
import type { Known } from "./part.ts";
import { readArp } from "./parts/arp.ts";
import { readForwarding } from "./parts/forwarding.ts";
import { readIdentity } from "./parts/identity.ts";
import { readMemory } from "./parts/memory.ts";
import { readNeighbours } from "./parts/neighbours.ts";
import { readPoeSupply } from "./parts/poe-supply.ts";
import { readPorts } from "./parts/ports.ts";
import { readPrinter, readSupplies } from "./parts/printer.ts";
import { readProcessors } from "./parts/processors.ts";
import { readSensors } from "./parts/sensors.ts";
import { readStorage } from "./parts/storage.ts";
import { readStp } from "./parts/stp.ts";
import { readUps } from "./parts/ups.ts";
import { readVlans } from "./parts/vlans.ts";
import { readWireless } from "./parts/wireless.ts";
import { enterpriseOf, readEnterprises, readSystem, type System } from "./system.ts";

/** Everything that a device says of itself, in one visit. */
export interface SurveyOptions {
  readonly address: string;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signal?: AbortSignal | undefined;
  /** How long the visit may take at most. */
  readonly maxMs: number;
  readonly openContext?: (name: string) => Promise<SnmpSession | undefined>;
  /** Whether the ports are wanted too: the poll reads them itself (`agent/snmp/poll.ts`). No ports are read when absent. */
  readonly ports?: boolean;
  /** What is known of makers; all that is installed when absent. */
  readonly library?: Library;
  /** Told of a part that threw: a bug of ours, which costs that part only. */
  readonly onBug: OnBug;
}
type OnBug = (part: string, error: unknown) => void;

/** What changes from minute to minute. */
type VitalPart =
  | "supplies"
  | "printer"
  | "ups"
  | "processors"
  | "memory"
  | "storage"
  | "sensors"
  | "wireless"
  | "poeSupply";
export type Vitals = Pick<DeviceSurvey, VitalPart>;

/** What a visit learned that later visits need not ask again. */
export type Acquaintance = Known & { readonly identity: Identity };

interface Visit<T> {
  readonly survey: T;
  /** Datagrams sent. */
  readonly requests: number;
  /** What could not be read, and why; the rest is in `survey`. */
  readonly faults: readonly Fault[];
}
export type Surveyed = Visit<DeviceSurvey> & { readonly known: Acquaintance };

/** The fault is why the device does not answer at all. */
export function surveyDevice(session: SnmpSession, options: SurveyOptions): Promise<Result<Surveyed>> {
  return visit(session, options, async (ask) => {
    const system = await readSystem(ask);
    if (!session.heard()) return undefined;
    const { library = deviceLibrary() } = options;
    const known = await getToKnow(ask, system, library);
    const lan = readLan(ask, known, options);
    const identity = await readIdentity(ask, { ...known, system, library });
    const identified = { ...known, identity };
    const survey = { identity, ...(await lan), ...(await readVitals(ask, identified, options.onBug)) };
    return { survey, known: identified };
  });
}

/** Only what changes from minute to minute, of a device that was surveyed before. */
export function revisitDevice(
  session: SnmpSession,
  known: Acquaintance,
  options: SurveyOptions,
): Promise<Result<Visit<Vitals>>> {
  return visit(session, options, async (ask) => {
    const survey = await readVitals(ask, known, options.onBug);
    return session.heard() ? { survey } : undefined;
  });
}

async function visit<T extends object>(
  session: SnmpSession,
  options: SurveyOptions,
  read: (ask: Ask) => Promise<T | undefined>,
): Promise<Result<T & Pick<Visit<unknown>, "requests" | "faults">>> {
  const { address, clock, maxMs } = options;
  const before = session.sent();
  const ask = createAsk(session, { ...options, deadline: clock.monotonic() + maxMs });
  try {
    const found = await read(ask);
    const faults = ask.faults();
    const [first] = faults;
    if (found === undefined)
      return first === undefined ? fail("snmp_timeout", { address }) : { ok: false, fault: first };
    return ok({ ...found, requests: session.sent() - before + (await ask.close()), faults });
  } finally {
    await ask.close();
  }
}

async function getToKnow(ask: Ask, { description, objectId }: System, library: Library): Promise<Known> {
  const enterprises = await readEnterprises(ask, objectId);
  const knowledge = knowledgeFor({ enterprises, description }, enterpriseOf(objectId), library);
  return { description, objectId, enterprises, knowledge };
}

async function readLan(
  ask: Ask,
  known: Known,
  { onBug, ports: wanted = false }: SurveyOptions,
): Promise<Omit<DeviceSurvey, VitalPart | "identity">> {
  const part = guard(onBug);
  const [ports, neighbours, forwarding, arp, vlans, stp] = await Promise.all([
    wanted ? part("ports", readPorts(ask, known), []) : [],
    part("neighbours", readNeighbours(ask, known), []),
    part("forwarding", readForwarding(ask, known), []),
    part("arp", readArp(ask, known), []),
    part("vlans", readVlans(ask, known), []),
    part("stp", readStp(ask, known), undefined),
  ]);
  return { ports, neighbours, forwarding, arp, vlans, stp };
}

async function readVitals(ask: Ask, known: Acquaintance, bug: OnBug): Promise<Vitals> {
  const part = guard(bug);
  const [supplies, printer, ups, processors, memory, storage, sensors, wireless, poeSupply] =
    await Promise.all([
      part("supplies", readSupplies(ask, known), []),
      part("printer", readPrinter(ask, known), undefined),
      part("ups", readUps(ask, known), undefined),
      part("processors", readProcessors(ask, known), []),
      part("memory", readMemory(ask, known), []),
      part("storage", readStorage(ask, known), []),
      part("sensors", readSensors(ask, known), []),
      part("wireless", readWireless(ask, known), undefined),
      part("poeSupply", readPoeSupply(ask, known), undefined),
    ]);
  return { supplies, printer, ups, processors, memory, storage, sensors, wireless, poeSupply };
}

/** What one device says must not cost the rest of what it says: a part that throws is empty, and the bug is told. */
const guard =
  (bug: OnBug) =>
  async <T>(name: string, reading: Promise<T>, empty: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      bug(name, error);
      return empty;
    }
  };
