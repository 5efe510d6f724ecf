import type { RemoteInfo } from "node:dgram";
import type { Clock } from "../../../core/clock.ts";
import type { Version } from "./answer.ts";
import { BerError } from "./ber.ts";
import {
  type CommunityMessage,
  type Served,
  openMessage,
  readCommunityMessage,
  serveCommunity,
} from "./community.ts";
import type { Engine } from "./engine.ts";
import {
  type FaultBox,
  type Faults,
  type Struck,
  makeFaultBox,
  spoil,
  together,
  visibleFault,
} from "./faults.ts";
import type { Machine } from "./machine.ts";
import { PDU, type Pdu, pduName } from "./pdu.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { Tree } from "./tree.ts";
import { type V3Message, readV3Message } from "./v3-message.ts";
import { openWires } from "./wires.ts";

/** A device as its UDP port sees it. */
export interface Seat {
  readonly name: string;
  readonly machine: Machine;
  readonly communities: ReadonlyMap<string, Tree | (() => Tree)>;
  /** undefined when it does not speak version 3. */
  readonly engine: Engine | undefined;
  readonly maxSize: number;
  readonly faults: FaultBox;
}

/** One UDP socket and the devices that answer there. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Throws when a device here already has one of its communities, or its engine id. */
  seat(device: Seat): void;
  readonly setFaults: (faults: Faults) => void;
  readonly close: () => Promise<void>;
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

export async function openEndpoint({
  address,
  port,
  clock,
  random,
  log,
}: EndpointOptions): Promise<Endpoint> {
  const wires = await openWires(address, port, clock);
  const portFaults = makeFaultBox({}, random);
  const byCommunity = new Map<string, Seat>();
  const byEngine = new Map<string, Seat>();

  const handle = (datagram: Uint8Array): Handled => {
    try {
      const opened = openMessage(datagram);
      if (opened === undefined) return { outcome: "malformed" };
      return opened.version === 3
        ? handleV3(readV3Message(datagram, opened.body))
        : handleCommunity(readCommunityMessage(opened.version, opened.body));
    } catch (error) {
      if (error instanceof BerError) return { outcome: "malformed" };
      throw error;
    }
  };
  const handleCommunity = (message: CommunityMessage): Handled => {
    const { version, pdu } = message;
    const community = Buffer.from(message.community).toString("utf8");
    const device = byCommunity.get(community);
    const tree = device?.communities.get(community);
    if (device === undefined || tree === undefined) {
      return { version, served: unanswered(pdu), outcome: "unknown community" };
    }
    return {
      version,
      ...serveFrom(device, pdu, (struck) =>
        serveCommunity(message, { ...device, ...struck, tree: typeof tree === "function" ? tree() : tree }),
      ),
    };
  };
  const handleV3 = (message: V3Message): Handled => {
    // One who does not know an engine yet asks any of them, and learns from the Report whose port this is.
    const device = byEngine.get(hex(message.engineId)) ?? [...byEngine.values()][0];
    const engine = device?.engine;
    if (device === undefined || engine === undefined) return { version: 3, outcome: "no answer due" };
    return {
      version: 3,
      ...serveFrom(device, message.clear?.pdu, (struck) => engine.serve(message, struck)),
    };
  };
  const serveFrom = (device: Seat, pdu: Pdu | undefined, serve: (struck: Struck) => Served) => {
    device.machine.settle();
    const struck = together(portFaults.strike(), device.faults.strike());
    const served = struck.drop ? unanswered(pdu) : serve(struck);
    return { device, struck, served, outcome: outcomeOf(served, struck) };
  };

  const receive = (datagram: Buffer, from: RemoteInfo) => {
    const { version, device, struck, served, outcome } = handle(datagram);
    const pdu = served?.pdu;
    log.add({
      at: clock.now(),
      from: { address: from.address, port: from.port },
      device: device?.name,
      version,
      type: pdu && pduName(pdu.type),
      oids: pdu?.names.length ?? 0,
      maxRepetitions: pdu?.type === PDU.getBulk ? pdu.second : undefined,
      answered: served?.answered ?? 0,
      status: served?.status ?? 0,
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
      const { engine } = device;
      const engineId = engine && hex(engine.id);
      const rival =
        [...device.communities.keys()]
          .map((community) => byCommunity.get(community))
          .find((other) => other) ?? (engineId === undefined ? undefined : byEngine.get(engineId));
      if (rival !== undefined) {
        throw new RangeError(
          `${device.name} and ${rival.name} share a community or an engine id at ${address}:${wires.port}: ` +
            "give one another community, engine id or port",
        );
      }
      for (const community of device.communities.keys()) byCommunity.set(community, device);
      if (engineId !== undefined) byEngine.set(engineId, device);
    },
    setFaults: portFaults.set,
    close: wires.close,
  };
}

const unanswered = (pdu: Pdu | undefined): Served => ({ pdu, answered: 0, status: 0, reply: undefined });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function outcomeOf(served: Served, struck: Struck): LoggedRequest["outcome"] {
  const fault = visibleFault(struck);
  if (fault !== undefined) return `fault: ${fault}`;
  if (served.report !== undefined) return `report: ${served.report}`;
  return served.reply === undefined ? "no answer due" : "answered";
}
