import { expect, test } from "vitest";
import { runtimePackages } from "./closure.ts";

test("all that runs is found where it lies, and nothing that is only built or tested with", () => {
  const packages = {
    "": { dependencies: { a: "1", "@s/b": "1" }, devDependencies: { tester: "1" } },
    "node_modules/a": {
      dependencies: { c: "1", gone: "1" },
      peerDependencies: { "@s/b": "1", tester: "1" },
      peerDependenciesMeta: { tester: { optional: true } },
    },
    "node_modules/@s/b": { dependencies: { c: "2" } },
    "node_modules/@s/b/node_modules/c": { dependencies: { d: "1" } },
    "node_modules/c": {},
    "node_modules/d": { dependencies: { a: "1" } },
    "node_modules/tester": { dependencies: { e: "1" } },
    "node_modules/e": {},
  };
  expect(runtimePackages({ packages })).toEqual([
    "node_modules/@s/b",
    "node_modules/@s/b/node_modules/c",
    "node_modules/a",
    "node_modules/c",
    "node_modules/d",
  ]);
});
