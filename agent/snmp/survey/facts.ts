import type { Instant } from "../../../core/clock.ts";
import type { DeviceSurvey, Identity, SpanningTree } from "../../../core/survey.ts";
import { cleanText } from "../../../core/text.ts";
import type { Fact } from "../../../core/wire/block.ts";
import { MAX_ARP, MAX_FORWARDING, MAX_NEIGHBOURS, MAX_PORTS } from "../../../core/wire/limits.ts";
import type { LanFacts, PrinterFacts } from "../../../core/wire/survey.ts";

/**
 * A survey as facts for the server. Whatever the device said, the facts keep the bounds of the protocol
 * (`core/wire/survey.ts`): a block with one value out of bounds would be refused whole. Texts were cleaned at the door.
 */
export function surveyFacts(device: string, at: Instant, survey: DeviceSurvey): readonly Fact[] {
  const base = { device, at };
  const facts: Fact[] = [{ ...base, type: "identity", ...identityFact(survey.identity) }];
  if (survey.neighbours.length + survey.forwarding.length + survey.arp.length + survey.vlans.length > 0) {
    facts.push({ ...base, type: "lan", ...lanFacts(survey) });
  }
  return [...facts, ...printerFact(device, at, survey)];
}

/** What a printer needs; nothing of a device that is none. */
export function printerFact(
  device: string,
  at: Instant,
  vitals: Pick<DeviceSurvey, "supplies" | "printer">,
): readonly Fact[] {
  const printer = printerFacts(vitals);
  return printer === undefined ? [] : [{ device, at, type: "printer", ...printer }];
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
const MAX_IF_INDEX = 0x7f_ff_ff_ff;

const short = (text: string | undefined, most: number) => {
  const clean = text === undefined ? "" : cleanText(text, most);
  return clean === "" ? undefined : clean;
};
const mac = (text: string | undefined) => (text !== undefined && MAC.test(text) ? text : undefined);
const whole = (value: number | undefined, least: number, most: number) =>
  value !== undefined && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
const index = (value: number | undefined) => whole(value, 0, MAX_IF_INDEX);
const share = (value: number | undefined) =>
  value !== undefined && value >= 0 && value <= 100 ? value : undefined;

/** Without the members that are undefined. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function defined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<
    Defined<T>
  >;
}

type IdentityFact = Omit<Extract<Fact, { type: "identity" }>, "type" | "device" | "at">;

/** The system group comes with every poll; here is what the rules made of the device. */
function identityFact(identity: Identity): IdentityFact {
  const from = Object.fromEntries(
    Object.entries(identity.from).flatMap(([field, source]) => {
      const said = short(source, 128);
      return said === undefined ? [] : [[field, said]];
    }),
  );
  return defined({
    class: identity.class,
    vendor: short(identity.vendor, 64),
    model: short(identity.model, 128),
    version: short(identity.version, 128),
    serial: short(identity.serial, 128),
    baseMac: mac(identity.baseMac),
    from: Object.keys(from).length === 0 ? undefined : from,
  });
}

/** The rows that can be used, as many as fit. */
function rows<From, To>(all: readonly From[], most: number, take: (row: From) => To | undefined) {
  const good = all.flatMap((row) => take(row) ?? []);
  return { kept: good.slice(0, most), cut: Math.max(0, good.length - most) };
}

function lanFacts(survey: DeviceSurvey): LanFacts {
  const neighbours = rows(survey.neighbours, MAX_NEIGHBOURS, (row) => ({
    protocol: row.protocol,
    ...defined({
      localPort: short(row.localPort, 128),
      localIfIndex: index(row.localIfIndex),
      remoteName: short(row.remoteName, 128),
      remotePort: short(row.remotePort, 128),
      remotePortDescr: short(row.remotePortDescr, 255),
      remoteChassis: short(row.remoteChassis, 128),
      remoteAddress: short(row.remoteAddress, 64),
      remoteDescription: short(row.remoteDescription, 255),
      capabilities: row.capabilities?.slice(0, 16).flatMap((word) => short(word, 32) ?? []),
    }),
  }));
  const forwarding = rows(survey.forwarding, MAX_FORWARDING, (row) => {
    const address = mac(row.mac);
    if (address === undefined) return undefined;
    const port = { port: short(row.port, 128), ifIndex: index(row.ifIndex) };
    return { mac: address, ...defined({ ...port, vlan: whole(row.vlan, 0, 4_095), own: row.own }) };
  });
  const arp = rows(survey.arp, MAX_ARP, (row) => {
    const [address, ip] = [mac(row.mac), short(row.ip, 64)];
    return address === undefined || ip === undefined
      ? undefined
      : { ip, mac: address, ...defined({ ifIndex: index(row.ifIndex) }) };
  });
  const vlans = rows(survey.vlans, 4_096, ({ id, name }) =>
    Number.isSafeInteger(id) ? { id, ...defined({ name: short(name, 64) }) } : undefined,
  );
  const cut = neighbours.cut + forwarding.cut + arp.cut + vlans.cut;
  return {
    neighbours: neighbours.kept,
    forwarding: forwarding.kept,
    arp: arp.kept,
    vlans: vlans.kept,
    ...(survey.stp === undefined ? {} : { stp: stpFact(survey.stp) }),
    ...(cut === 0 ? {} : { cut }),
  };
}

function stpFact(stp: SpanningTree): NonNullable<LanFacts["stp"]> {
  const safe = (value: number | undefined) => whole(value, 0, Number.MAX_SAFE_INTEGER);
  const ports = rows(stp.ports, MAX_PORTS, (port) => {
    const [bridgePort, state] = [safe(port.bridgePort), safe(port.state)];
    if (bridgePort === undefined || state === undefined) return undefined;
    const designated = {
      ifIndex: index(port.ifIndex),
      designatedBridge: short(port.designatedBridge, 64),
      designatedPort: short(port.designatedPort, 64),
    };
    return { bridgePort, state, ...defined(designated) };
  });
  return {
    ...defined({
      root: short(stp.root, 64),
      bridge: short(stp.bridge, 64),
      rootPort: safe(stp.rootPort),
      rootCost: safe(stp.rootCost),
      topologyChanges: safe(stp.topologyChanges),
    }),
    ports: ports.kept,
  };
}

function printerFacts({
  supplies,
  printer,
}: Pick<DeviceSurvey, "supplies" | "printer">): PrinterFacts | undefined {
  if (supplies.length === 0 && printer === undefined) return undefined;
  const named = (name: string) => short(name, 128) ?? "?";
  return {
    supplies: supplies
      .slice(0, 100)
      .map(({ kind, name, percent, level }) =>
        Object.assign(
          { kind: short(kind, 32) ?? "other", name: named(name) },
          defined({ percent: share(percent), level }),
        ),
      ),
    trays: (printer?.trays ?? [])
      .slice(0, 50)
      .map(({ name, percent, empty }) =>
        Object.assign({ name: named(name) }, defined({ percent: share(percent), empty })),
      ),
    alerts: (printer?.alerts ?? [])
      .slice(0, 50)
      .map(({ severity, text }) => ({ severity, text: short(text, 255) ?? "?" })),
    errors: (printer?.errors ?? []).slice(0, 20).flatMap((word) => short(word, 32) ?? []),
  };
}
