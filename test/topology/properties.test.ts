import fc from "fast-check";
import { expect, test } from "vitest";
import { buildTopology } from "../../core/topology/build.ts";
import type { SiteEvidence } from "../../core/topology/types.ts";
import { evidenceOf } from "./network.ts";
import { sayAny } from "../../core/messages/say.ts";
import { anyNetwork, expectedLinks, falsehoods, shownLinks, withGaps } from "./truth.ts";

const RUNS = 100;
const TREES = { switches: 7, unmanaged: 3, points: 0, leaves: 14 };

test("full forwarding tables alone give back exactly the tree, unmanaged switches included", () => {
  fc.assert(
    fc.property(anyNetwork(TREES), (net) => {
      const topology = buildTopology(evidenceOf(net, { lldp: false }));
      expect(shownLinks(topology)).toEqual(expectedLinks(net));
      expect(falsehoods(net, evidenceOf(net, { lldp: false }), topology)).toEqual([]);
      expect(topology.loops).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("with LLDP too, the same tree, and every link between switches is measured", () => {
  fc.assert(
    fc.property(anyNetwork({ ...TREES, unmanaged: 0 }), (net) => {
      const topology = buildTopology(evidenceOf(net));
      expect(shownLinks(topology)).toEqual(expectedLinks(net));
      const between = topology.links.filter(({ ends }) => ends.every(({ node }) => node.startsWith("SW")));
      expect(between.every(({ confidence }) => confidence === "measured")).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("LLDP alone gives every link between those who speak it", () => {
  fc.assert(
    fc.property(anyNetwork({ switches: 8, unmanaged: 0, points: 3, leaves: 2 }), (net) => {
      const noTable = net.nodes.map(({ name }) => name);
      const topology = buildTopology(evidenceOf(net, { noTable }));
      const speak = (text: string) => text.split(" - ").every((end) => /^(?:SW|AP)/.test(end));
      expect(shownLinks(topology).filter(speak)).toEqual(expectedLinks(net).filter(speak));
    }),
    { numRuns: RUNS },
  );
});

test("switches whose own addresses nobody learned: whatever is shown is true", () => {
  fc.assert(
    fc.property(anyNetwork(TREES), (net) => {
      const unseen = net.nodes.map(({ name }) => name).filter((name) => name.startsWith("SW"));
      const evidence = evidenceOf(net, { lldp: false, unseen });
      expect(falsehoods(net, evidence, buildTopology(evidence))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("with evidence left out at random there is less to show, but nothing false", () => {
  fc.assert(
    fc.property(
      anyNetwork({ ...TREES, points: 2 }),
      fc.nat(),
      fc.constantFrom(0.1, 0.3, 0.6),
      (net, seed, share) => {
        const evidence = withGaps(evidenceOf(net), seed, share);
        expect(falsehoods(net, evidence, buildTopology(evidence))).toEqual([]);
      },
    ),
    { numRuns: RUNS * 3 },
  );
});

test("the order of the evidence never matters", () => {
  const shuffle = <T>(list: readonly T[], seed: number): T[] =>
    list
      .map((item, i) => ({ item, rank: Math.imul(i + 1, seed | 1) % 1009 }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  const shuffled = ({ devices, hosts }: SiteEvidence, seed: number): SiteEvidence => ({
    devices: shuffle(devices, seed).map((device) => ({
      ...device,
      ...(device.ports !== undefined && { ports: shuffle(device.ports, seed) }),
      ...(device.forwarding !== undefined && { forwarding: shuffle(device.forwarding, seed) }),
      ...(device.neighbours !== undefined && { neighbours: shuffle(device.neighbours, seed) }),
    })),
    hosts: shuffle(hosts, seed),
  });
  fc.assert(
    fc.property(anyNetwork({ ...TREES, points: 2 }), fc.nat(), fc.nat(), (net, gaps, seed) => {
      const evidence = withGaps(evidenceOf(net), gaps, 0.2);
      expect(buildTopology(shuffled(evidence, seed))).toEqual(buildTopology(evidence));
    }),
    { numRuns: RUNS },
  );
});

test("every sentence is whole in both languages", () => {
  fc.assert(
    fc.property(anyNetwork({ ...TREES, points: 2 }), fc.nat(), (net, seed) => {
      const { nodes, links, placements } = buildTopology(withGaps(evidenceOf(net), seed, 0.2));
      const evidence = [...links, ...placements].flatMap((item) => item.evidence.map(({ detail }) => detail));
      const sayings = [...nodes, ...links, ...placements].flatMap(({ says }) => says ?? []);
      expect(links.every((link) => link.evidence.length > 0)).toBe(true);
      for (const { key, params } of [...sayings, ...evidence]) {
        for (const language of ["vi", "en"] as const) {
          expect(sayAny(language, key, params)).toMatch(/^[^{}\u2026]+$/);
        }
        expect(Object.values(params)).not.toContain("");
      }
    }),
    { numRuns: RUNS },
  );
});
