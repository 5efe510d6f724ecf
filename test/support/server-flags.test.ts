import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "./run.ts";
import { SERVER_FLAGS } from "./server-flags.ts";

test("the container starts the server with the same flags as npm start", () => {
  const file = readFileSync("dashboards/grafana/compose/Dockerfile", "utf8");
  const command: unknown = JSON.parse(/^CMD (.*)$/m.exec(file)?.[1] ?? "null");
  expect(command).toEqual(["node", ...SERVER_FLAGS, "server/main.ts"]);
});

test("the young generation is as small as the flags say: V8 takes no such setting once it runs", async () => {
  const script = `
    const { getHeapSpaceStatistics } = require("node:v8");
    const kept = [];
    let most = 0;
    for (let i = 0; i < 3e5; i += 1) {
      kept[i % 100_000] = [i, { i }];
      if (i % 20_000 > 0) continue;
      const space = getHeapSpaceStatistics().find((one) => one.space_name === "new_space");
      most = Math.max(most, space.space_size);
    }
    console.log(most / 2 ** 20);
  `;
  const { output } = await run(process.execPath, [...SERVER_FLAGS, "-e", script], false);
  expect(Number(output)).toBeGreaterThan(0);
  expect(Number(output)).toBeLessThanOrEqual(16);
});
