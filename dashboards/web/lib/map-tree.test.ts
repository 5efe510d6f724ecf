import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LinkView, NodeView } from "../../../core/wire/topology.ts";
import { mapTree, type Branch } from "./map-tree.ts";

const node = (id: string, kind: NodeView["kind"] = "device"): NodeView => ({
  id,
  kind,
  name: id.toUpperCase(),
});
const says = { key: "topology.link.measured", params: {} };
const link = (above: string, port: string, below: string, more: Partial<LinkView> = {}): LinkView => ({
  ends: [
    { node: above, port },
    { node: below, port: "up" },
  ],
  state: "active",
  confidence: "measured",
  above,
  says,
  evidence: [],
  ...more,
});
const outline = ({ node: { id }, port = "", children }: Branch): string =>
  `${port}>${id}${children.length === 0 ? "" : `(${children.map(outline).join(" ")})`}`;

describe("the tree of a site", () => {
  test("goes from the gateway down, ports in the order of their numbers", () => {
    const nodes = [node("rt"), node("sw"), node("pc", "host"), node("pr")];
    const links = [link("sw", "10", "pr"), link("sw", "9", "pc"), link("rt", "1", "sw")];
    expect(mapTree({ nodes, links }).roots.map(outline)).toEqual([">rt(1>sw(9>pc 10>pr))"]);
  });

  test("gathers addresses without a name at their port", () => {
    const nodes = [node("sw"), node("m1", "station"), node("m2", "station"), node("pc", "host")];
    const links = [link("sw", "3", "m1"), link("sw", "3", "m2"), link("sw", "4", "pc")];
    const [root] = mapTree({ nodes, links }).roots;
    expect([...(root?.strangers ?? [])].map(([port, all]) => [port, all.length])).toEqual([["3", 2]]);
    expect(root?.children.map(outline)).toEqual(["4>pc"]);
  });

  test("keeps spare links and what hangs nowhere apart", () => {
    const nodes = [node("a"), node("b"), node("c"), node("m", "station")];
    const links = [link("a", "1", "b"), link("a", "2", "b", { state: "backup" })];
    const { roots, backups, loose } = mapTree({ nodes, links });
    expect(roots.map(outline)).toEqual([">a(1>b)"]);
    expect([backups.length, loose.map(({ id }) => id)]).toEqual([1, ["c"]]);
  });

  test("whatever the links, ends, and shows every linked node once", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const anyLink = fc.tuple(id, id, fc.boolean()).map(([a, b, way]) => {
      const { above: _, ...free } = link(a, "1", b);
      return way ? link(a, "1", b) : free;
    });
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 12 }), (links) => {
        const nodes = ["a", "b", "c", "d", "e", "f"].map((name) => node(name));
        const { roots, loose } = mapTree({ nodes, links });
        const shown = roots.flatMap(function ids(branch: Branch): string[] {
          return [branch.node.id, ...branch.children.flatMap(ids)];
        });
        expect([...shown, ...loose.map((one) => one.id)].toSorted()).toEqual(nodes.map((one) => one.id));
      }),
    );
  });
});
