import { join } from "node:path";
import { SERVICES, type Lab } from "./lab.ts";
import { pause, startProgram, type Program } from "./program.ts";
import { addRules, type Space } from "./space.ts";

/** What can go wrong, each with what mends it. The packets are real, and so is what happens to them. */
export type Mend = () => Promise<void>;
export type Inject = (lab: Lab) => Promise<Mend>;

const drop = (percent: number) => `numgen random mod 100 < ${percent} drop`;
const script = (name: string) => [process.execPath, join(import.meta.dirname, name)];

/** Loss on what arrives at a card. */
const lossAt = (space: Space, card: string, percent: number) =>
  addRules(
    space,
    `netdev lab_${card.replaceAll("-", "_")}`,
    `chain c { type filter hook ingress device "${card}" priority 0; ${drop(percent)}; }`,
  );

async function all(mends: readonly Mend[]): Promise<void> {
  for (const mend of mends) await mend();
}

/** One cable loses packets, both ways. */
export const badCable =
  (pc: number, percent = 30): Inject =>
  async ({ first }) => {
    const { name } = pcOf(first.pcs, pc);
    const mends = [
      await lossAt(first.managed, `p${pc + 2}`, percent),
      await lossAt(first.wall, `w-${name}`, percent),
    ];
    return () => all(mends);
  };

function pcOf<T>(pcs: readonly T[], index: number): T {
  const pc = pcs[index];
  if (pc === undefined) throw new Error(`no PC ${index}`);
  return pc;
}

/** The switch loses what it forwards. */
export const badSwitch =
  (percent = 25): Inject =>
  async ({ first }) =>
    addRules(
      first.managed,
      "bridge lab_switch",
      `chain c { type filter hook forward priority 0; ${drop(percent)}; }`,
    );

export const badUplink =
  (percent = 25): Inject =>
  async ({ first }) =>
    addRules(
      first.gateway,
      "ip lab_uplink",
      `chain c { type filter hook forward priority 0; ${drop(percent)}; }`,
    );

/**
 * The uplink is narrow, and somebody fills it. The queue is short: a look at a service takes four ways, and has a second for
 * them here, not the ten of an office.
 */
export const congested: Inject = async ({ first }) => {
  await first.gateway.run(
    "tc",
    ..."qdisc add dev wan0 root tbf rate 2mbit burst 8kb latency 190ms".split(" "),
  );
  const sender = startProgram(pcOf(first.pcs, 1).space, [
    ...script("traffic.ts"),
    "10.0.0.254",
    "270",
    "1200",
    "90",
  ]);
  return async () => {
    await sender.stop();
    await first.gateway.run("tc", ..."qdisc del dev wan0 root".split(" "));
  };
};

/** A plug that is not quite in. */
export const flapping: Inject = async ({ first }) => {
  const pc = pcOf(first.pcs, 1);
  for (let i = 0; i < 6; i += 1) {
    await pc.plug(false);
    await pause(FLAP_MS);
    await pc.plug(true);
    await pause(FLAP_MS);
  }
  return async () => {};
};
/** Longer than a poll, so that each change is seen: Linux' bridge keeps no time of the last one. */
const FLAP_MS = 3_500;

/** The cable to the unmanaged switch is out: everybody behind it is. */
export const pulled: Inject = async ({ first }) => {
  await first.unmanaged?.ip("link set p1 down");
  return async () => void (await first.unmanaged?.ip("link set p1 up"));
};

/** The unmanaged switch has hung itself up; its lights are on. */
export const deadHub: Inject = async ({ first }) => {
  await first.unmanaged?.ip("link set br0 down");
  return async () => void (await first.unmanaged?.ip("link set br0 up"));
};

/** Broadcasts go round: bounded in rate, and in time by the program itself. */
export const storm: Inject = async ({ rogue }) => {
  await rogue.plug();
  const flood = startProgram(rogue.space, [...script("traffic.ts"), rogue.broadcast, "3000", "18", "90"]);
  return async () => {
    await flood.stop();
    await rogue.unplug();
  };
};

export const gatewayGone: Inject = async ({ first }) => {
  await first.gateway.ip("link set lan0 down");
  return async () => void (await first.gateway.ip("link set lan0 up"));
};

export const newGateway: Inject = async ({ first }) => {
  await first.gateway.ip("link set lan0 address 00:0c:42:00:00:99");
  return async () => void (await first.gateway.ip("link set lan0 address 3c:52:82:00:01:01"));
};

export const serviceDown: Inject = async ({ city }) => {
  await city.ask("httpDown");
  return () => city.ask("httpUp");
};

/** The service is there; this commune's way to it is not. */
export const serviceBlocked: Inject = async ({ first }) =>
  addRules(
    first.gateway,
    "ip lab_block",
    `chain c { type filter hook forward priority 0; ip daddr ${SERVICES} tcp dport 80 drop; }`,
  );

export const oldCertificate: Inject = async ({ city }) => {
  await city.ask("certificate", 5);
  return () => city.ask("certificate", 200);
};

/** The whole site is without power: PCs end at once, cards go down, the switch's daemon dies with the switch. */
export const powerCut: Inject = async ({ first }) => {
  await first.gateway.ip("link set wan0 down");
  await first.gateway.ip("link set lan0 down");
  await Promise.all(first.pcs.map((pc) => pc.cut()));
  await first.snmpd()?.stop("SIGKILL");
  return async () => {
    await first.startSnmpd();
    await first.gateway.ip("link set lan0 up");
    await first.gateway.ip("link set wan0 up");
    for (const pc of first.pcs) pc.on(true);
  };
};

/** A second DHCP server: somebody's home router. */
export const foreignDhcp: Inject = async ({ rogue }) => {
  await rogue.plug();
  const responder = startProgram(rogue.space, [
    ...script("dhcp-responder.ts"),
    rogue.address,
    rogue.broadcast,
  ]);
  return async () => {
    await responder.stop("SIGKILL");
    await rogue.unplug();
  };
};

/** How long Linux believes a neighbour's address, and waits before it asks again, in milliseconds; and scaled as a minute is. */
const USUAL_ARP = "base_reachable 30000 delay_probe 5000";
const SCALED_ARP = "base_reachable 1500 delay_probe 250";

/** Somebody gives a machine an address that a PC has, and it talks. */
export const sameAddress: Inject = async ({ rogue, first }) => {
  const arpTimes = async (times: string) => {
    for (const { space } of first.pcs) await space.ip(`ntable change name arp_cache dev lan0 ${times}`);
  };
  await arpTimes(SCALED_ARP);
  await rogue.plug();
  const { address } = pcOf(first.pcs, 1);
  await rogue.space.ip(`address add ${address}/24 dev lan0`);
  const ping = ["ping", "-q", "-i", "0.3", "-w", "120", "-I", address, first.gatewayAddress];
  const talks: Program = startProgram(rogue.space, ping);
  return async () => {
    await talks.stop("SIGKILL");
    await rogue.space.ip(`address del ${address}/24 dev lan0`);
    await rogue.unplug();
    await first.gateway.run("ip", "neigh", "flush", "dev", "lan0");
    await arpTimes(USUAL_ARP);
  };
};

export const agentKilled =
  (pc: number): Inject =>
  async ({ first }) => {
    await pcOf(first.pcs, pc).killAgent();
    return async () => pcOf(first.pcs, pc).on();
  };

export const clockShifted =
  (pc: number, ms: number): Inject =>
  async ({ first }) => {
    const wrong = pcOf(first.pcs, pc);
    await restart(wrong, ms);
    return () => restart(wrong, 0);
  };

async function restart(pc: Lab["first"]["pcs"][number], shift: number): Promise<void> {
  await pc.agent?.stop();
  pc.shiftClock(shift);
  pc.on();
}

export const agentRestarted =
  (pc: number): Inject =>
  async ({ first }) => {
    await restart(pcOf(first.pcs, pc), 0);
    return async () => {};
  };

/** The switch goes on forwarding; its management does not answer. */
export const deafSwitch: Inject = async ({ first }) => {
  await first.snmpd()?.stop("SIGKILL");
  return () => first.startSnmpd();
};

export const switchRestarted: Inject = async ({ first }) => {
  await first.snmpd()?.stop("SIGKILL");
  await first.startSnmpd();
  return async () => {};
};

export const pcOff =
  (pc: number): Inject =>
  async ({ first }) => {
    await pcOf(first.pcs, pc).off();
    return async () => pcOf(first.pcs, pc).on(true);
  };

/** A backup to the city at noon: the uplink is busy, not full. */
export const backup: Inject = async ({ first }) => {
  await first.gateway.run(
    "tc",
    ..."qdisc add dev wan0 root tbf rate 20mbit burst 32kb latency 100ms".split(" "),
  );
  const sender = startProgram(pcOf(first.pcs, 1).space, [
    ...script("traffic.ts"),
    "10.0.0.254",
    "1250",
    "1200",
    "60",
  ]);
  return async () => {
    await sender.stop();
    await first.gateway.run("tc", ..."qdisc del dev wan0 root".split(" "));
  };
};
