import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, pinnedKeyIn } from "./state.ts";

let folder = "";
const lines: string[] = [];
const log = { info: () => {}, warn: (event: string) => void lines.push(event), error: () => {} };
beforeEach(async () => {
  lines.length = 0;
  folder = await mkdtemp(join(tmpdir(), "cayda-state-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("what was noted is there after a restart, and only for its owner to read", async () => {
  const path = join(folder, "state.json");
  const state = await openState(path, log);
  void state.update({ serverTime: 1 });
  void state.update({ serverTime: 2, lastRuns: { inventory: 7 } });
  await state.update({
    trouble: { at: 3, fault: { code: "server_unreachable", params: { server: "s", reason: "r" } } },
  });
  expect((await openState(path, log)).get()).toMatchObject({
    serverTime: 2,
    lastRuns: { inventory: 7 },
    trouble: { at: 3, fault: { code: "server_unreachable" } },
    lastContact: undefined,
  });
  await state.update({ trouble: undefined });
  expect((await openState(path, log)).get().trouble).toBeUndefined();
  expect(await readdir(folder)).toEqual(["state.json"]);
});

test("a file that the disk spoiled is kept aside and the agent starts afresh", async () => {
  const path = join(folder, "state.json");
  await writeFile(path, '{"serverTime": 12');
  expect((await openState(path, log)).get().serverTime).toBe(0);
  expect(lines).toEqual(["state_unreadable"]);
  expect(await readFile(`${path}.bad`, "utf8")).toBe('{"serverTime": 12');
});

test("a disk that cannot be written is logged, and what was noted is still in force", async () => {
  const state = await openState(join(folder, "gone", "state.json"), log);
  await state.update({ serverTime: 5 });
  expect(state.get().serverTime).toBe(5);
  expect(lines).toEqual(["state_write_failed"]);
});

test("the key of the pinned certificate is kept, and is nothing to a PC that was enrolled anew", async () => {
  const path = join(folder, "state.json");
  const state = await openState(path, log);
  expect(pinnedKeyIn(state, "aa")?.known()).toBeUndefined();
  pinnedKeyIn(state, "aa")?.met("key of aa");
  await state.update({});
  const again = await openState(path, log);
  expect(pinnedKeyIn(again, "aa")?.known()).toBe("key of aa");
  expect(pinnedKeyIn(again, "bb")?.known()).toBeUndefined();
  expect(pinnedKeyIn(again, undefined)).toBeUndefined();
});
