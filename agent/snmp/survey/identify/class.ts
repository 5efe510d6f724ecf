import type { DeviceClass } from "../../../../core/survey.ts";
import type { Known } from "../part.ts";
import type { Evidence } from "./evidence.ts";
import type { Ruled } from "./vendor-rules.ts";
import { windowsOf } from "./windows.ts";

export interface Classed {
  readonly class: DeviceClass;
  readonly from: string;
}

/**
 * What the thing is: what its maker's rules say of just this kind, then the MIBs that only one kind has, then what
 * the maker usually makes, then words, then what it does, last what the agent's software is made for.
 */
export function classOf(
  known: Known,
  evidence: Evidence,
  { own, software }: Readonly<Record<"own" | "software", Ruled>>,
  isHost: boolean,
): Classed | undefined {
  const rule = (kind: DeviceClass | undefined): Classed | undefined =>
    kind === undefined ? undefined : { class: kind, from: "rule" };
  const windows = windowsOf(known.description, known.objectId);
  return (
    (windows && { class: windows.isServer ? "server" : "workstation", from: "sysObjectID" }) ??
    rule(own.class.sure) ??
    byOwnMib(evidence) ??
    rule(own.class.usual) ??
    byWords(`${known.description} ${evidence.chassis?.description ?? ""}`) ??
    (isHost ? hostOf(known) : byWork(known, evidence)) ??
    rule(eitherOf(software.class))
  );
}

const eitherOf = ({ sure, usual }: Ruled["class"]): DeviceClass | undefined => sure ?? usual;

const hostOf = ({ description }: Known): Classed => ({
  class: /^(?:Darwin|macOS|Mac OS X)\b/.test(description) ? "workstation" : "server",
  from: "sysDescr",
});

function byOwnMib({ has, deviceId, texts }: Evidence): Classed | undefined {
  if (has.printer || deviceId.model !== undefined) return { class: "printer", from: "Printer-MIB" };
  if (has.ups || texts.upsIdentModel !== undefined) return { class: "ups", from: "UPS-MIB" };
  return undefined;
}

/** Words that say what a thing is, the narrower before the wider ("printer server" is one of printers). */
const WORDS: readonly (readonly [DeviceClass, RegExp])[] = [
  [
    "other",
    /\b(?:e?pdu|outlet (?:metered|switched)|power distribution|transfer switch|\bats\b|kvm|voip (?:phone|gateway|adapter)|telephone|ip phone|pbx|intercom|projector|serial server|device server)\b/i,
  ],
  ["printer", /\b(?:printer|printing|laserjet|multifunction|mfp|plotter|print server)\b/i],
  ["camera", /\b(?:camera|[nd]vr(?!am)\w{0,12}|cctv|video (?:server|encoder|recorder))\b/i],
  ["ups", /\b(?:ups|uninterruptible|inverter)\b/i],
  ["sensor", /\b(?:sensors?|temperature|humidity|thermometer|environment(?:al)? (?:monitor|manage)\w*)\b/i],
  ["firewall", /\b(?:firewall|utm|security gateway|vpn gateway|security appliance|threat defense|sd-wan)\b/i],
  ["access_point", /\b(?:access point|wireless|wi-?fi|wlan|802\.11\w{0,2})\b/i],
  ["nas", /\b(?:nas|network attached storage|storage (?:system|array|server)|disk array|raid)\b/i],
  ["switch", /\b(?:switch(?:es|ing)?|l2 managed|olt|pon)\b/i],
  ["router", /\b(?:router|gateway|modem|adsl\w*|vdsl\w*|cpe|lte)\b/i],
  ["server", /\b(?:server|bmc|ipmi|lights-out|management controller|hypervisor)\b/i],
  ["workstation", /\b(?:workstation|desktop|laptop)\b/i],
];

function byWords(text: string): Classed | undefined {
  const kind = WORDS.find(([, pattern]) => pattern.test(text))?.[0];
  return kind === undefined ? undefined : { class: kind, from: "sysDescr" };
}

const BRIDGES = 2;
const ROUTES = 4;
/** Of what bridges, and of what does not say whether it does. */
const FEWEST_BRIDGE_PORTS = 4;
const FEWEST_SWITCH_PORTS = 16;

/** What the device tells its neighbours that it is; computers bridge too. */
function byCapabilities({ capabilities, ethernetPorts }: Evidence): DeviceClass | undefined {
  const [wireless, phone, bridge, router] = ["wireless", "phone", "bridge", "router"].map((word) =>
    capabilities.includes(word),
  );
  if (wireless) return "access_point";
  if (phone) return "other";
  if (bridge && !router) return ethernetPorts >= FEWEST_BRIDGE_PORTS ? "switch" : undefined;
  return router && !bridge ? "router" : undefined;
}

/** Interfaces of computers and of what is built on their systems may be no sockets. */
const COMPUTER = /^(?:Linux|FreeBSD|OpenBSD|NetBSD|SunOS|AIX|HP-UX)\b/;

function byWork({ description }: Known, evidence: Evidence): Classed | undefined {
  if (evidence.has.radio) return { class: "access_point", from: "IEEE802dot11-MIB" };
  const told = byCapabilities(evidence);
  if (told !== undefined) return { class: told, from: "lldpLocSysCapEnabled" };
  return byTraffic(evidence, COMPUTER.test(description) ? 0 : evidence.ethernetPorts);
}

function byTraffic(evidence: Evidence, sockets: number): Classed | undefined {
  const { has, bridgePorts = 0, services = 0, forwards } = evidence;
  const routes = (services & ROUTES) !== 0;
  if (bridgePorts >= FEWEST_BRIDGE_PORTS) return { class: "switch", from: "dot1dBaseNumPorts" };
  if ((services & BRIDGES) !== 0 && !routes) return { class: "switch", from: "sysServices" };
  if (sockets >= FEWEST_SWITCH_PORTS) return { class: "switch", from: "ifType" };
  if (routes && forwards) return { class: "router", from: "ipForwarding" };
  if (has.forwarding && sockets >= FEWEST_BRIDGE_PORTS) return { class: "switch", from: "dot1dTpFdbPort" };
  return undefined;
}
