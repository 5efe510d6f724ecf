import { lookup } from "node:dns/promises";
import { isIP, isIPv6 } from "node:net";
import type { Clock } from "../../../core/clock.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import { PDU, questionTlv, type Question } from "../codec/pdu.ts";
import { readVarBinds } from "../codec/value.ts";
import type { ColumnLayout, OpenSession, SnmpPeer, SnmpSession, VarBind } from "../protocol.ts";
import { readsOfVersion1, readsOfVersion2, type Requests } from "../requests.ts";
import type { V3Layer } from "../v3/layer.ts";
import { createV3Layers, explaining, type DialectMemory, type V3Layers } from "../v3/layers.ts";
import { prepareColumns } from "./columns.ts";
import { createGate } from "./gate.ts";
import { communityLayer, type Layer, type Outgoing } from "./layer.ts";
import { createLine, type Line } from "./line.ts";
import { createTimers } from "./timers.ts";
import { canonical, openWire, type Wire, type WireSettings } from "./wire.ts";

/**
 * The SNMP session port on our own codec, in every version: a few UDP sockets for all devices of an address family,
 * open while there is a session.
 */
export interface EngineSettings {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly random: () => number;
  /** For version 3; kept in memory by default. */
  readonly dialects?: DialectMemory;
  readonly timeoutMs?: number;
  /** Requests under way at once, over all devices. */
  readonly mostInFlight?: number;
  /** For host names; tests put their own in. */
  readonly resolve?: (name: string) => Promise<string>;
}

const DEFAULT_TIMEOUT_MS = 1_500;
const DEFAULT_IN_FLIGHT = 256;

export function createEngine(settings: EngineSettings): OpenSession {
  const { clock, random, timeoutMs = DEFAULT_TIMEOUT_MS, mostInFlight = DEFAULT_IN_FLIGHT } = settings;
  const resolve = settings.resolve ?? (async (name) => (await lookup(name)).address);
  const timers = createTimers(clock);
  const gate = createGate(mostInFlight);
  const wires = {
    udp4: shared("udp4", { random, mostInFlight }),
    udp6: shared("udp6", { random, mostInFlight }),
  };
  const version3 = createV3Layers(settings);
  const open: OpenSession = async (peer) => {
    const made = layerOf(peer, version3);
    if (!made.ok) return made;
    const layer = made.value;
    try {
      const address = isIP(peer.address) === 0 ? await resolve(peer.address) : peer.address;
      const place = { address: canonical(address), port: peer.port };
      const { wire, release } = await wires[isIPv6(address) ? "udp6" : "udp4"].take();
      const line = createLine({ clock, timers, gate, wire, timeoutMs }, place, layer, address);
      const session = sessionOn(line, layer, address, release);
      return ok(isV3(layer) ? explaining(session, layer, peer, open) : session);
    } catch {
      return fail("snmp_address", { address: peer.address });
    }
  };
  return open;
}

function layerOf(peer: SnmpPeer, version3: V3Layers): Result<Layer | V3Layer> {
  const { credential } = peer;
  if (credential.version === "3") return version3(peer, credential);
  return ok(communityLayer(credential.version === "1" ? 0 : 1, credential.community));
}

const isV3 = (layer: Layer | V3Layer): layer is V3Layer => layer.version === 3;

/** Sockets that are open as long as somebody uses it. */
function shared(family: "udp4" | "udp6", settings: WireSettings) {
  let wire: Promise<Wire> | undefined;
  let users = 0;
  const leave = (own: Promise<Wire>) => {
    users -= 1;
    if (users > 0) return;
    if (wire === own) wire = undefined;
    void own.then((opened) => opened.close()).catch(() => {});
  };
  return {
    async take() {
      users += 1;
      const own = (wire ??= openWire(family, settings));
      try {
        const opened = await own;
        let released = false;
        const release = () => {
          if (released) return;
          released = true;
          leave(own);
        };
        return { wire: opened, release };
      } catch (error) {
        leave(own);
        throw error;
      }
    },
  };
}

function sessionOn(line: Line, layer: Layer, address: string, release: () => void): SnmpSession {
  const reads = layer.version === 0 ? readsOfVersion1 : readsOfVersion2;
  return {
    // Version 1 has no GETBULK.
    ...(layer.version !== 0 && {
      prepareColumns: (layout: ColumnLayout) => prepareColumns(line, layer, address, layout),
    }),
    responseMs: () => line.responseMs(),
    ...reads(requestsOn(line, layer)),
    sent: () => line.seen.sent,
    heard: () => line.seen.heard,
    close: () => {
      line.close();
      release();
    },
  };
}

function requestsOn(line: Line, layer: Layer): Requests {
  const prepare = remembering((question: Question) => layer.prepare(questionTlv(question)));
  return {
    one: (type, oids, options) =>
      line.ask(
        prepare({ type: PDU[type], oids }),
        (reader) => {
          const varbinds = readVarBinds(reader);
          return varbinds.length === oids.length ? varbinds : undefined;
        },
        options,
      ),
    several: ({ oids, nonRepeaters, maxRepetitions }, options) =>
      line.ask(
        prepare({ type: PDU.getBulk, oids, nonRepeaters, maxRepetitions }),
        (reader) => byOid(readVarBinds(reader), oids.length, nonRepeaters),
        options,
      ),
    bytes: () => line.seen.bytes,
  };
}

/** A GETBULK's values by the OID they were asked with; undefined when there are more than can have been asked for. */
function byOid(
  varbinds: readonly VarBind[],
  oids: number,
  nonRepeaters: number,
): readonly (readonly VarBind[])[] | undefined {
  const repeaters = oids - nonRepeaters;
  const values: VarBind[][] = [];
  for (const [at, varbind] of varbinds.entries()) {
    const place = at < oids ? at : nonRepeaters + ((at - nonRepeaters) % repeaters);
    if (Number.isNaN(place)) return undefined;
    (values[place] ??= []).push(varbind);
  }
  return values;
}

/** A device is asked for its uptime with the same request each time. */
function remembering(prepare: (question: Question) => Outgoing): (question: Question) => Outgoing {
  let last: { readonly question: Question; readonly outgoing: Outgoing } | undefined;
  return (question) => {
    const { type, oids } = question;
    if (type !== PDU.get) return prepare(question);
    const before = last?.question.oids;
    const same = before?.length === oids.length && oids.every((oid, i) => oid === before[i]);
    if (last !== undefined && same) return last.outgoing;
    last = { question: { type, oids: [...oids] }, outgoing: prepare(question) };
    return last.outgoing;
  };
}
