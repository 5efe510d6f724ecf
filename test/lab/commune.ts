import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePc, type Pc } from "./pc.ts";
import { startProgram, type Program } from "./program.ts";
import { makeSwitch, type Net, type Space } from "./space.ts";

/**
 * A commune: a gateway, a managed switch (a real Net-SNMP daemon on a Linux bridge) with the gateway, some PCs and an
 * unmanaged switch on it, the other PCs on that. All of it in 10.N.1.0/24.
 */
export interface Commune {
  readonly tag: string;
  readonly gateway: Space;
  readonly managed: Space;
  readonly unmanaged: Space | undefined;
  readonly wall: Space;
  readonly pcs: readonly Pc[];
  readonly switchAddress: string;
  readonly gatewayAddress: string;
  /** Starts the switch's SNMP daemon. */
  startSnmpd(): Promise<void>;
  snmpd(): Program | undefined;
}

export interface CommunePlan {
  readonly number: number;
  /** PCs on the managed switch, and behind it on the unmanaged one. */
  readonly near: number;
  readonly far: number;
}

export interface CommuneParts {
  readonly net: Net;
  readonly wan: Space;
  readonly bundle: string;
  readonly dir: string;
  readonly token: () => string;
  /** Told of programs that the commune starts, to be ended with it. */
  readonly started: (program: Program) => void;
}

export const SNMPD = "/usr/sbin/snmpd";
const IF_TABLE = "1.3.6.1.2.1.2.2";
const IFX_TABLE = "1.3.6.1.2.1.31.1.1";
/** nsCacheTimeout (NET-SNMP-AGENT-MIB): the daemon would answer with readings that are up to a minute old. */
const NS_CACHE_TIMEOUT = "1.3.6.1.4.1.8072.1.5.3.1.2";

export async function makeCommune(parts: CommuneParts, plan: CommunePlan): Promise<Commune> {
  const { net, wan } = parts;
  const { number, near, far } = plan;
  const tag = `c${number}`;
  const lan = `10.${number}.1`;
  const [gateway, managed, wall] = [
    await net.space(`${tag}-gw`),
    await net.space(`${tag}-sw`),
    await net.space(`${tag}-wall`),
  ];
  const unmanaged = far > 0 ? await net.space(`${tag}-hub`) : undefined;
  await net.cable(managed, "p1", gateway, "lan0");
  await net.cable(wan, `to-${tag}`, gateway, "wan0");
  const macOf = (last: number) => `3c:52:82:00:0${number}:${last.toString(16).padStart(2, "0")}`;
  await gateway.ip(`link set lan0 address ${macOf(1)}`);
  await gateway.ip(`address add ${lan}.1/24 dev lan0`);
  await gateway.ip(`address add 10.0.0.${number}/24 dev wan0`);
  await gateway.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
  // As routers do: whoever comes up, or gets another hardware address, announces itself.
  await gateway.run("sysctl", "-qw", "net.ipv4.conf.lan0.arp_notify=1");
  if (unmanaged !== undefined) await net.cable(managed, "p8", unmanaged, "p1");

  const nearPorts = Array.from({ length: near }, (_, i) => `p${i + 2}`);
  const farPorts = Array.from({ length: far }, (_, i) => `p${i + 2}`);
  const pcs: Pc[] = [];
  const pcParts = { ...parts, wall, tag };
  for (const [i, port] of [...nearPorts, ...farPorts].entries()) {
    const at = i < near || unmanaged === undefined ? managed : unmanaged;
    const name = `${tag}-vp-0${i + 1}`;
    const plan = { name, address: `${lan}.${11 + i}`, mac: macOf(0x11 + i), gateway: `${lan}.1`, at, port };
    pcs.push(await makePc(pcParts, plan));
  }
  const uplinks = unmanaged === undefined ? ["p1"] : ["p1", "p8"];
  await makeSwitch(managed, [...uplinks, ...nearPorts], `${lan}.2/24`);
  await managed.ip(`route add default via ${lan}.1`);
  if (unmanaged !== undefined) await makeSwitch(unmanaged, ["p1", ...farPorts]);

  // The gateway is the LAN's own DHCP server.
  const responder = [
    process.execPath,
    join(import.meta.dirname, "dhcp-responder.ts"),
    `${lan}.1`,
    `${lan}.255`,
  ];
  parts.started(startProgram(gateway, responder));
  let daemon: Program | undefined;
  return {
    tag,
    gateway,
    managed,
    unmanaged,
    wall,
    pcs,
    switchAddress: `${lan}.2`,
    gatewayAddress: `${lan}.1`,
    snmpd: () => daemon,
    async startSnmpd() {
      daemon = await startSnmpd(managed, join(parts.dir, `${tag}-snmpd`), `${lan}.2`);
      parts.started(daemon);
    },
  };
}

/** As a switch answers: system, interfaces, bridge. Not what this machine's processors do. */
async function startSnmpd(space: Space, dir: string, address: string): Promise<Program> {
  mkdirSync(dir, { recursive: true });
  const config = join(dir, "snmpd.conf");
  const lines = [
    `agentaddress udp:${address}:161`,
    ...["1.3.6.1.2.1.1", "1.3.6.1.2.1.2", "1.3.6.1.2.1.4", "1.3.6.1.2.1.17", "1.3.6.1.2.1.31"].map(
      (oid) => `view switch included ${oid}`,
    ),
    "rocommunity public default -V switch",
    `rwcommunity laboratory ${address}`,
    "sysName SW-1",
    `pass_persist .1.3.6.1.2.1.17 ${process.execPath} ${join(import.meta.dirname, "bridge-mib.ts")}`,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const command = [SNMPD, "-f", "-Lo", "-C", "-c", config, "-p", join(dir, "pid")];
  const daemon = startProgram(space, command, { env: { SNMP_PERSISTENT_DIR: dir } });
  await daemon.waitFor(/NET-SNMP version/);
  for (const table of [IF_TABLE, IFX_TABLE]) {
    const set = ["-v2c", "-claboratory", address, `${NS_CACHE_TIMEOUT}.${table}`, "i", "1"];
    // Where a table has no cache of its own, there is nothing to shorten.
    await space.run("snmpset", ...set).catch(() => "");
  }
  return daemon;
}
