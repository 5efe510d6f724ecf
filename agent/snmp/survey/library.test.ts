import { expect, it } from "vitest";
import { deviceLibrary, knowledgeFor } from "./library.ts";

it("reads what is installed, once", () => {
  const library = deviceLibrary();
  expect(library.makers.length).toBeGreaterThan(100);
  const santak = library.makers.find(({ vendor }) => vendor === "Santak");
  expect(santak).toEqual({ vendor: "Santak", enterprises: [3_941], identity: [{ class: "ups" }] });
  expect(library.shared.has(8_072)).toBe(true);
  expect(deviceLibrary()).toBe(library);
});

it("puts first who is described, then whose number it is, then whose objects are there", () => {
  const makers = [
    { vendor: "Objects", enterprises: [70_003] },
    { vendor: "Own", enterprises: [70_002] },
    { vendor: "Described", descriptions: ["^thing"] },
    { vendor: "Nobody", enterprises: [70_009], descriptions: ["^other"] },
  ];
  const library = { makers, agents: new Set<number>(), shared: new Set<number>() };
  const device = { enterprises: new Set([70_002, 70_003]), description: "Thing 1" };
  const found = knowledgeFor(device, 70_002, library).map(({ vendor }) => vendor);
  expect(found).toEqual(["Described", "Own", "Objects"]);
});
