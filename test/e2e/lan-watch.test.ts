import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reading } from "../../agent/collectors/collector.ts";
import { startChild, type Child } from "../support/child.ts";
import { makeVethPair, whyNoNamespaces, type VethPair } from "../support/netns.ts";

/**
 * A PC in a network namespace of our own, joined by a veth cable to a second one that is its gateway, with two DHCP
 * servers and an address that two cards claim. The kernel's routes, neighbours, broadcasts and echoes are real.
 */
const reason = await whyNoNamespaces();
if (reason !== undefined) process.stderr.write(`SKIPPED: what a PC sees of its LAN: ${reason}\n`);

const exec = promisify(execFile);
const inside = (space: string, ...command: string[]) => exec("ip", ["netns", "exec", space, ...command]);

describe.skipIf(reason !== undefined)("a PC on its LAN", () => {
  let cable: VethPair;
  const children: Child[] = [];
  let eyes: Child;
  let looks = 0;
  const start = async (space: string, ...args: string[]): Promise<Child> => {
    const child = startChild("ip", ["netns", "exec", space, process.execPath, ...args]);
    children.push(child);
    await child.waitFor(/^READY$/m);
    return child;
  };
  const see = async (what: "peers" | "lan-watch"): Promise<Reading> => {
    looks += 1;
    eyes.process.stdin?.write(`${what}\n`);
    const [, json = ""] = await eyes.waitFor(new RegExp(`^READING ${looks} (.*)$`, "m"));
    return JSON.parse(json) as Reading;
  };

  beforeAll(async () => {
    cable = await makeVethPair("watch");
    const { a, b, card, addressB } = cable;
    await exec("ip", ["-n", a, "route", "add", "default", "via", addressB]);
    // Two cards on one cable, both with 10.99.0.50.
    await exec("ip", ["-n", b, "address", "add", "10.99.0.50/24", "dev", card]);
    await exec("ip", [
      "-n",
      b,
      "link",
      "add",
      "link",
      card,
      "name",
      "second",
      "type",
      "macvlan",
      "mode",
      "bridge",
    ]);
    await exec("ip", ["-n", b, "link", "set", "second", "up"]);
    // A card answers only for its own address, as if the other were in another machine.
    await inside(b, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
    // The kernel takes a new card for an address at once, not only a second later.
    await inside(a, "sysctl", "-qw", `net.ipv4.neigh.${card}.locktime=0`);
    await start(b, "test/fakes/dhcp.ts", addressB, addressB, "10.99.0.1", "10.99.0.255");
    await start(b, "test/fakes/dhcp.ts", "10.99.0.66", "10.99.0.66", "10.99.0.201", "10.99.0.255");
    eyes = await start(a, "test/e2e/support/lan-eyes.ts", "10.99.0.50");
  });
  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()));
    await cable.close();
  });

  test("reaches its gateway and the other PC", async () => {
    const { samples } = await see("peers");
    expect(samples).toMatchObject([
      { entity: "peer:pc1/gateway", values: { sent: 2, received: 2, loss: 0, rtt_avg: expect.any(Number) } },
      { entity: "peer:pc1/pc2", values: { loss: 0 } },
    ]);
  });

  test("sees its gateway's card and both DHCP servers, and takes no lease", async () => {
    const { stdout } = await exec("ip", ["-n", cable.b, "-j", "link", "show", cable.card]);
    const [{ address: mac }] = JSON.parse(stdout) as [{ address: string }];
    const { facts } = await see("lan-watch");
    expect(facts).toMatchObject([
      {
        type: "lan_watch",
        gateway: { ip: cable.addressB, mac },
        conflicts: [],
        dhcp: [
          { ip: cable.addressB, router: cable.addressB, mac },
          { ip: "10.99.0.66", router: "10.99.0.66" },
        ],
      },
    ]);
    // Nobody got anything but a DISCOVER (1); each broadcast comes in at both cards.
    const got = children.slice(0, 2).map((child) => new Set(child.output().match(/^MESSAGE \d+$/gm)));
    expect(got).toEqual([new Set(["MESSAGE 1"]), new Set(["MESSAGE 1"])]);
  });

  test("sees that two cards have one address, once both have shown themselves", async () => {
    const { a, b, card, addressA } = cable;
    const speak = async (from: string) => {
      // Whoever has the address asks for the PC's card, as every card does before it talks.
      await exec("ip", ["-n", b, "address", "flush", "dev", from]);
      await exec("ip", ["-n", b, "address", "add", "10.99.0.50/24", "dev", from]);
      await exec("ip", ["-n", b, "neigh", "flush", "all"]);
      await inside(b, "ping", "-c", "1", "-W", "1", "-I", from, addressA);
      await exec("ip", ["-n", b, "address", "del", "10.99.0.50/24", "dev", from]);
      return (await see("lan-watch")).facts;
    };
    await exec("ip", ["-n", b, "address", "del", "10.99.0.50/24", "dev", card]);
    expect(await speak("second")).toEqual([]);
    expect(await speak(card)).toMatchObject([{ conflicts: [{ ip: "10.99.0.50" }] }]);
    const { stdout } = await exec("ip", ["-n", a, "neigh", "show", "10.99.0.50"]);
    expect(stdout).toContain("lladdr");
  });

  test("loses its gateway with the cable", async () => {
    await exec("ip", ["-n", cable.b, "link", "set", cable.card, "down"]);
    const { samples } = await see("peers");
    expect(samples).toMatchObject([
      { entity: "peer:pc1/gateway", values: { received: 0, loss: 1 } },
      { entity: "peer:pc1/pc2", values: { received: 0, loss: 1 } },
    ]);
  });
});
