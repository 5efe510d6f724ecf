import type { RemoteInfo } from "node:dgram";
import type { Clock } from "../../../core/clock.ts";
import type { Version } from "./answer.ts";
import { BerError } from "./ber.ts";
import { type Served, openMessage, readCommunityMessage, serveCommunity } from "./community.ts";
import { type FaultBox, type Faults, type Struck, makeFaultBox, spoil, together, visibleFault } from "./faults.ts";
import type { Machine } from "./machine.ts";
import { PDU, pduName } from "./pdu.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { Tree } from "./tree.ts";
import { openWires } from "./wires.ts";

/** A device as its UDP port sees it. */
export interface Seat {
  readonly name: string;
  readonly machine: Machine;
  readonly communities: ReadonlyMap<string, Tree | (() => Tree)>;
  readonly maxSize: number;
  readonly faults: FaultBox;
}

/** One UDP socket and the devices that answer there. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Throws when a device here already has one of its communities. */
  seat(device: Seat): void;
  setFaults(faults: Faults): void;
  close(): Promise<void>;
}

interface Handled {
  readonly version?: Version;
  readonly device?: Seat;
  readonly struck?: Struck;
  readonly served?: Served;
  readonly outcome: LoggedRequest["outcome"];
}

export interface EndpointOptions {
  readonly address: string;
  readonly port: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: { add(entry: LoggedRequest): void };
}

export async function openEndpoint({ address, port, clock, random, log }: EndpointOptions): Promise<Endpoint> {
  const wires = await openWires(address, port, clock);
  const portFaults = makeFaultBox({}, random);
  const byCommunity = new Map<string, Seat>();

  const handle = (datagram: Uint8Array): Handled => {
    try {
      const opened = openMessage(datagram);
      if (opened === undefined) return { outcome: "malformed" };
      const { version, body } = opened;
      if (version === 3) return { version, outcome: "no answer due" };
      const message = readCommunityMessage(version, body);
      const community = Buffer.from(message.community).toString("utf8");
      const device = byCommunity.get(community);
      const tree = device?.communities.get(community);
      if (device === undefined || tree === undefined) {
        return { version, served: unanswered(message.pdu), outcome: "unknown community" };
      }
      device.machine.settle();
      const struck = together(portFaults.strike(), device.faults.strike());
      const served = struck.drop
        ? unanswered(message.pdu)
        : serveCommunity(message, { ...device, ...struck, tree: typeof tree === "function" ? tree() : tree });
      return { version, device, struck, served, outcome: outcomeOf(served, struck) };
    } catch (error) {
      if (error instanceof BerError) return { outcome: "malformed" };
      throw error;
    }
  };

  const receive = (datagram: Buffer, from: RemoteInfo) => {
    const { version, device, struck, served, outcome } = handle(datagram);
    log.add({
      at: clock.now(),
      from: { address: from.address, port: from.port },
      device: device?.name,
      version,
      type: served === undefined ? undefined : pduName(served.pdu.type),
      oids: served?.pdu.names.length ?? 0,
      maxRepetitions: served?.pdu.type === PDU.getBulk ? served.pdu.second : undefined,
      answered: served?.answered ?? 0,
      bytes: served?.reply?.length ?? 0,
      outcome,
    });
    if (served?.reply === undefined || device === undefined || struck === undefined) return;
    wires.send(spoil(served.reply, struck, random), from, struck, device);
  };
  wires.onDatagram(receive);

  return {
    address,
    port: wires.port,
    seat: (device) => {
      for (const community of device.communities.keys()) {
        const other = byCommunity.get(community);
        if (other !== undefined) {
          throw new RangeError(`${device.name} and ${other.name} both have community ${community} at ${address}:${wires.port}`);
        }
        byCommunity.set(community, device);
      }
    },
    setFaults: portFaults.set,
    close: wires.close,
  };
}

const unanswered = (pdu: Served["pdu"]): Served => ({ pdu, answered: 0, reply: undefined });

function outcomeOf(served: Served, struck: Struck): LoggedRequest["outcome"] {
  const fault = visibleFault(struck);
  if (fault !== undefined) return `fault: ${fault}`;
  return served.reply === undefined ? "no answer due" : "answered";
}
