import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AcceptAnswer, DiscoveryView } from "../../core/wire/discovery.ts";
import { startChild, type Child } from "../support/child.ts";
import { makeVethPair, whyNoNamespaces, type VethPair } from "../support/netns.ts";
import { ADDRESSES, FIVE, LAN, RANGE } from "./support/discovery-plan.ts";

/**
 * A LAN of our own: two network namespaces joined by a cable. In the far one devices at several addresses, each with a
 * card of its own; in the near one the real server and agent (`support/discovery-scenario.ts`), and a packet filter
 * that counts what leaves.
 */
const reason = await whyNoNamespaces();
if (reason !== undefined) process.stderr.write(`SKIPPED: discovery on a LAN: ${reason}\n`);

const run = promisify(execFile);
const within = (space: string, program: string, ...args: string[]) =>
  run("ip", ["netns", "exec", space, program, ...args]);

/** Each address on a virtual card of its own, that answers for nobody else. */
async function makeCards({ b, card }: VethPair): Promise<void> {
  for (const key of ["arp_ignore=1", "arp_announce=2", "rp_filter=0"]) {
    await within(b, "sysctl", "-q", "-w", `net.ipv4.conf.all.${key}`);
  }
  for (const address of ADDRESSES) {
    const name = `m${address.split(".")[3] ?? ""}`;
    await run("ip", ["-n", b, "link", "add", name, "link", card, "type", "macvlan", "mode", "bridge"]);
    await run("ip", ["-n", b, "address", "add", `${address}/32`, "dev", name]);
    await run("ip", ["-n", b, "link", "set", name, "up"]);
  }
  // A PC whose firewall drops everything.
  await nft(b, [
    "table ip far {",
    "chain in {",
    "type filter hook input priority 0",
    `ip daddr ${LAN.silent} drop`,
    "}",
    "}",
  ]);
}

async function nft(space: string, lines: readonly string[]): Promise<void> {
  const child = startChild("ip", ["netns", "exec", space, "nft", "-f", "-"]);
  child.process.stdin?.end(`${lines.join("\n")}\n`);
  const code = await new Promise((resolve) => child.process.once("exit", resolve));
  if (code !== 0) throw new Error(`nft: ${child.output()}`);
}

const countOutside = (protocol: string, address: string) => [
  `table ${protocol} count {`,
  "chain out {",
  "type filter hook output priority 0",
  `oifname "lan0" ${address} != ${RANGE.first}-${RANGE.last} counter comment "outside"`,
  `oifname "lan0" ${address} ${RANGE.first}-${RANGE.last} counter comment "inside"`,
  ...(protocol === "ip"
    ? ['oifname "lan0" udp dport 137 limit rate over 20/second burst 5 packets counter comment "fast"']
    : []),
  "}",
  "}",
];

interface Rule {
  readonly rule?: {
    readonly comment?: string;
    readonly expr: readonly { readonly counter?: { readonly packets: number } }[];
  };
}
/** Packets that the rule of this name has counted. */
async function counted(space: string, protocol: string, comment: string): Promise<number> {
  const { stdout } = await within(space, "nft", "-j", "list", "table", protocol, "count");
  const { nftables } = JSON.parse(stdout) as { nftables: Rule[] };
  const rule = nftables.find((one) => one.rule?.comment === comment)?.rule;
  return rule?.expr.find(({ counter }) => counter !== undefined)?.counter?.packets ?? Number.NaN;
}

describe.skipIf(reason !== undefined)("discovery on a LAN", { timeout: 300_000 }, () => {
  let cable: VethPair;
  let lan: Child;
  let cayda: Child;
  const step = async <T>(name: string): Promise<T> => {
    const [, json = ""] = await cayda.waitFor(new RegExp(`^STEP ${name} (.*)$`, "m"), 280_000);
    return JSON.parse(json) as T;
  };
  const asked = async () => {
    const before = lan.output().length;
    lan.process.stdin?.write("?\n");
    await lan.waitFor(/ASKED/, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const last = [...lan.output().matchAll(/^ASKED (.*)$/gm)].at(-1)?.[1] ?? "{}";
    expect(lan.output().length).toBeGreaterThan(before);
    return JSON.parse(last) as { wrongDigests: number; writes: number; netbios: number };
  };

  beforeAll(async () => {
    cable = await makeVethPair("disc");
    await makeCards(cable);
    await nft(cable.a, countOutside("ip", "ip daddr"));
    // Requests: that the kernel answers those who ask for its own card is no search of ours.
    await nft(cable.a, countOutside("arp", "arp operation request arp daddr ip"));
    lan = startChild("ip", ["netns", "exec", cable.b, process.execPath, "test/e2e/support/discovery-lan.ts"]);
    await lan.waitFor(/READY/);
    // Its program listens; the card comes later.
    await run("ip", ["-n", cable.b, "address", "del", `${LAN.late}/32`, "dev", "m16"]);
    const scenario = ["test/e2e/support/discovery-scenario.ts", cable.b];
    cayda = startChild("ip", ["netns", "exec", cable.a, process.execPath, ...scenario]);
  });
  afterAll(async () => {
    await cayda?.stop();
    await lan?.stop();
    await cable?.close();
  });

  test("finds exactly what is there, the switch with five addresses once", async () => {
    const { found, last } = await step<DiscoveryView>("first");
    const brief = found.map(({ address, addresses, name, seen, credential, fault, state }) => ({
      address,
      addresses,
      name,
      seen,
      credential,
      fault,
      state,
    }));
    const rest = { credential: null, fault: null, name: null, state: "new" };
    expect(brief.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
      {
        ...rest,
        address: FIVE[0],
        addresses: FIVE,
        name: "Switch",
        seen: ["arp", "snmp"],
        credential: "của xã",
      },
      {
        ...rest,
        address: LAN.plain,
        addresses: [LAN.plain],
        name: "Switch",
        seen: ["arp", "snmp"],
        credential: "của xã",
      },
      { ...rest, address: LAN.guarded, addresses: [LAN.guarded], seen: ["arp", "snmp"], fault: "snmp_auth" },
      { ...rest, address: LAN.pc, addresses: [LAN.pc], name: "VP-20", seen: ["arp", "netbios"] },
      { ...rest, address: LAN.silent, addresses: [LAN.silent], seen: ["arp"] },
    ]);
    expect(last).toMatchObject({ scanned: RANGE.count, found: 5 });
  });

  test("at its pace, and nothing outside the range got a packet", async () => {
    const { last } = await step<DiscoveryView>("first");
    // Each address once, and once more each that answered for its card.
    const least = ((RANGE.count + FIVE.length + 4) / 20) * 1_000;
    expect((last?.finishedAt ?? 0) - (last?.startedAt ?? 0)).toBeGreaterThan(least);
    expect(await counted(cable.a, "ip", "fast")).toBe(0);
    for (const protocol of ["ip", "arp"]) {
      expect(await counted(cable.a, protocol, "inside"), protocol).toBeGreaterThan(RANGE.count / 2);
      expect(await counted(cable.a, protocol, "outside"), protocol).toBe(0);
    }
  });

  test("a device is polled once somebody accepts it, and not before", async () => {
    expect(await step<number>("polledBefore")).toBe(0);
    expect(await step<AcceptAnswer>("accept")).toEqual({ accepted: 1, refused: [] });
    expect(await step("polled")).toEqual({ name: "Switch", ports: 8, address: FIVE[0] });
  });

  test("says what is new and what vanished", async () => {
    const second = await step<DiscoveryView>("second");
    expect(second.events.map(({ type, detail }) => [type, detail["address"]])).toEqual([
      ["device_found", LAN.late],
    ]);
    expect(second.found.find(({ address }) => address === LAN.late)?.credential).toBe("khác");
    expect(second.found.find(({ address }) => address === FIVE[0])?.state).toBe("accepted");
    const third = await step<DiscoveryView>("third");
    expect(third.events.map(({ type, detail }) => [type, detail["address"]])).toEqual([
      ["device_vanished", LAN.plain],
      ["device_found", LAN.late],
    ]);
  });

  test("three sweeps with a wrong version 3 password do not lock anybody out, and change nothing", async () => {
    await step("END");
    const { wrongDigests, writes, netbios } = await asked();
    expect(wrongDigests).toBeGreaterThan(0);
    expect(wrongDigests).toBeLessThanOrEqual(2);
    expect(writes).toBe(0);
    expect(netbios).toBe(3);
    for (const protocol of ["ip", "arp"]) {
      expect(await counted(cable.a, protocol, "outside"), protocol).toBe(0);
    }
  });
});
