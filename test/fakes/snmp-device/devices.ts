import type { Clock } from "../../../core/clock.ts";
import { type User, makeEngine } from "./engine.ts";
import { type Endpoint, type Seat, openEndpoint } from "./endpoint.ts";
import { type FaultBox, type Faults, makeFaultBox, seededRandom } from "./faults.ts";
import { type Machine, makeMachine } from "./machine.ts";
import { type LoggedRequest, type RequestLog, makeRequestLog } from "./request-log.ts";
import type { Tree } from "./tree.ts";

export type { Faults } from "./faults.ts";

/** Objects, at once or read when they are first asked for. */
type TreeSource = Tree | (() => Tree);

export interface DeviceSpec {
  /** For the log; `device-1`, `device-2` … by default. */
  readonly name?: string;
  /** Default 127.0.0.1. Devices that name the same address and port share a socket and are told apart by community. */
  readonly address?: string;
  /** Default 0: any free port, and a socket of its own. */
  readonly port?: number;
  /** What selects `tree` in versions 1 and 2c; without it the device does not speak them. */
  readonly community?: string;
  readonly tree: TreeSource;
  /** Further views, each under its own community (`public@10`, or a whole folder: `recordingsIn`). */
  readonly views?: Readonly<Record<string, TreeSource>>;
  /** Version 3: who may ask. Without users the device does not speak it. `views` are its further contexts. */
  readonly users?: readonly User[];
  /** snmpEngineID; by default one of its own, made from the device's place in the list. */
  readonly engineId?: Uint8Array;
  /** See `engine.ts`; default silent. */
  readonly wrongPrivacy?: "silent" | "report";
  /** The device's uptime and counters; give the one that its tree uses. A fresh one by default. */
  readonly machine?: Machine;
  /** The largest reply in bytes, at most 65507; default 1472, one Ethernet frame. */
  readonly maxMessageSize?: number;
  readonly faults?: Faults;
}

interface RunningDevice {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly machine: Machine;
  /** undefined when it does not speak version 3. */
  readonly engineId: Uint8Array | undefined;
  /** Replaces the device's faults; `{}` ends them. */
  readonly setFaults: (faults: Faults) => void;
  /** What the log holds of this device. */
  requests(): readonly LoggedRequest[];
}

export interface FakeDevices {
  /** In the order of the specification. */
  readonly devices: readonly RunningDevice[];
  /** The first device: most tests have one. */
  readonly device: RunningDevice;
  readonly log: RequestLog;
  /** Faults of everything that arrives at a UDP port, whichever device it is for. */
  setPortFaults(at: { readonly address: string; readonly port: number }, faults: Faults): void;
  readonly close: () => Promise<void>;
}

export interface FakeDevicesOptions {
  readonly clock: Clock;
  readonly devices: readonly DeviceSpec[];
  /** For faults that strike a share of the requests; the same in every run by default. */
  readonly random?: () => number;
  /** How many requests the log keeps; default 10,000. */
  readonly logSize?: number;
}

const DEFAULT_MESSAGE_SIZE = 1_472;
const LARGEST_DATAGRAM = 65_507;

/** Starts SNMP devices. Rejects when an address cannot be bound, or two devices could not be told apart. */
export async function startSnmpDevices(options: FakeDevicesOptions): Promise<FakeDevices> {
  const random = options.random ?? seededRandom(1);
  const log = makeRequestLog(options.logSize ?? 10_000);
  const endpoints: Endpoint[] = [];
  const close = async () => void (await Promise.all(endpoints.map((endpoint) => endpoint.close())));
  const running: RunningDevice[] = [];
  try {
    for (const [at, spec] of options.devices.entries()) {
      const address = spec.address ?? "127.0.0.1";
      const shared = endpoints.find((open) => open.address === address && open.port === spec.port);
      const endpoint =
        shared ?? (await openEndpoint({ address, port: spec.port ?? 0, log, random, clock: options.clock }));
      if (shared === undefined) endpoints.push(endpoint);
      const faults = makeFaultBox(spec.faults ?? {}, random);
      const seat = seatOf(spec, at + 1, options.clock, faults);
      endpoint.seat(seat);
      running.push(runningOf(seat, endpoint, faults, log));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const [device] = running;
  if (device === undefined) throw new RangeError("no devices to start");
  return {
    devices: running,
    device,
    log,
    setPortFaults: (at, faults) => {
      const endpoint = endpoints.find(({ address, port }) => address === at.address && port === at.port);
      if (endpoint === undefined) throw new RangeError(`nothing listens at ${at.address}:${at.port}`);
      endpoint.setFaults(faults);
    },
    close,
  };
}

function seatOf(spec: DeviceSpec, number: number, clock: Clock, faults: FaultBox): Seat {
  const { name = `device-${number}`, maxMessageSize: maxSize = DEFAULT_MESSAGE_SIZE } = spec;
  const { machine = makeMachine({ clock }), users = [], views = {}, wrongPrivacy = "silent" } = spec;
  if (maxSize > LARGEST_DATAGRAM) throw new RangeError(`${name}: maxMessageSize is over ${LARGEST_DATAGRAM}`);
  const id = spec.engineId ?? engineIdOf(number);
  const contexts = new Map<string, TreeSource>([["", spec.tree], ...Object.entries(views)]);
  const communities = new Map(Object.entries(views));
  if (spec.community !== undefined) communities.set(spec.community, spec.tree);
  const engine =
    users.length === 0 ? undefined : makeEngine({ id, machine, users, contexts, maxSize, wrongPrivacy });
  return { name, machine, communities, engine, maxSize, faults };
}

/** RFC 3411 5: an enterprise (32473, for documentation) with the top bit set, then 5, "octets", and the number. */
function engineIdOf(number: number): Uint8Array {
  const id = Buffer.from("80007ed9050000000000000000", "hex");
  id.writeUInt32BE(number, id.length - 4);
  return id;
}

function runningOf(seat: Seat, endpoint: Endpoint, faults: FaultBox, log: RequestLog): RunningDevice {
  return {
    name: seat.name,
    address: endpoint.address,
    port: endpoint.port,
    machine: seat.machine,
    engineId: seat.engine?.id,
    setFaults: faults.set,
    requests: () => log.entries().filter(({ device }) => device === seat.name),
  };
}
