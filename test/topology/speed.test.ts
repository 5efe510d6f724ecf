import { expect, test } from "vitest";
import { buildTopology } from "../../core/topology/build.ts";
import type { SiteEvidence } from "../../core/topology/types.ts";
import { evidenceOf, network } from "./network.ts";

/** 60 switches in a tree, 50 stations on each. */
function largeSite() {
  const lines = ["R1 - SW1/99"];
  for (let i = 2; i <= 60; i++) lines.push(`SW${Math.floor((i + 1) / 3)}/${100 + i} - SW${i}/99`);
  for (let i = 0; i < 3_000; i++) lines.push(`SW${(i % 60) + 1}/${Math.floor(i / 60) % 40} - ST${i}`);
  return network(lines.join("\n"));
}

function cpuMs(work: () => unknown): number {
  const runs = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
}

/** Reading every row once: some 10 ms where nothing else runs, more on a machine that is busy or slow. */
function countRows({ devices }: SiteEvidence): number {
  const counts = new Map<string, number>();
  for (const { forwarding = [] } of devices) {
    for (const { mac } of forwarding) counts.set(mac, (counts.get(mac) ?? 0) + 1);
  }
  return [...counts.keys()].toSorted().length;
}

test("60 switches with 3,000 addresses take less than thirty times what it takes to read the rows", () => {
  const net = largeSite();
  const switches = net.nodes.filter(({ kind }) => kind === "SW").map(({ name }) => name);
  for (const unseen of [[], switches]) {
    const site = evidenceOf(net, { lldp: false, unseen });
    const reading = cpuMs(() => countRows(site));
    const building = cpuMs(() => expect(buildTopology(site).placements.length).toBeGreaterThan(3_000));
    if (process.env["CAYDA_FIGURES"] !== undefined)
      console.warn(`reading ${reading} ms, building ${building} ms`);
    expect(building).toBeLessThan(30 * Math.max(10, reading));
  }
}, 120_000);
