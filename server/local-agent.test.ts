import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SECOND } from "../core/clock.ts";
import { fakeClock } from "../test/support/fake-clock.ts";
import { realClock } from "../test/support/real-clock.ts";
import { startLocalAgent } from "./local-agent.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-child-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** A program that writes down its token; then it ends by itself, or when its standard input ends. */
const child = (then: string): [string, ...string[]] => [
  process.execPath,
  "-e",
  `const fs = require("node:fs");
   const note = (text) => fs.appendFileSync(${JSON.stringify(join(dir, "notes"))}, text + "\\n");
   note("token " + process.env.CAYDA_AGENT_ENROL_TOKEN);
   ${then}`,
];
const notes = () => {
  try {
    return readFileSync(join(dir, "notes"), "utf8").trim().split("\n");
  } catch {
    return [];
  }
};
async function until(
  what: () => boolean,
  each: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const end = performance.now() + 15_000;
  while (!what()) {
    if (performance.now() > end) throw new Error(`not within 15 s: ${notes().join(", ")}`);
    await each();
    await realClock.sleep(20);
  }
}

test("starts the program with a token, and stops it by ending its standard input", async () => {
  const agent = startLocalAgent({
    command: child('process.stdin.on("end", () => { note("stopped"); }).resume();'),
    environment: {},
    token: async () => "cayda1~x",
    clock: realClock,
    log: noLog,
  });
  await until(() => notes().length === 1);
  await agent.stop();
  expect(notes()).toEqual(["token cayda1~x", "stopped"]);
});

test("starts it again when it ends, each time with a new token and after a longer wait", async () => {
  const clock = fakeClock();
  const waits: unknown[] = [];
  let made = 0;
  const agent = startLocalAgent({
    command: child("process.exit(3);"),
    environment: {},
    token: async () => `t${(made += 1)}`,
    clock,
    log: { ...noLog, warn: (_event, fields) => void waits.push(fields?.["againInMs"]) },
  });
  await until(
    () => waits.length >= 4,
    () => clock.advance(SECOND),
  );
  await agent.stop();
  expect(notes().slice(0, 4)).toEqual(["token t1", "token t2", "token t3", "token t4"]);
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test("a program that is not there is tried again, not a crash", async () => {
  const clock = fakeClock();
  const errors: string[] = [];
  const agent = startLocalAgent({
    command: [join(dir, "missing")],
    environment: {},
    token: async () => "t",
    clock,
    log: { ...noLog, error: (event) => void errors.push(event) },
  });
  await until(
    () => errors.length >= 2,
    () => clock.advance(SECOND),
  );
  await agent.stop();
  expect(new Set(errors)).toEqual(new Set(["local_agent_failed"]));
});

test("one that does not listen is ended by force", async () => {
  const clock = fakeClock();
  const agent = startLocalAgent({
    command: child('process.on("SIGTERM", () => note("deaf")); setInterval(() => {}, 1000);'),
    environment: {},
    token: async () => "t",
    clock,
    log: noLog,
  });
  await until(() => notes().length === 1);
  let stopped = false;
  const stopping = agent.stop().then(() => (stopped = true));
  await until(
    () => stopped,
    () => clock.advance(SECOND),
  );
  await stopping;
  expect(notes()).toContain("deaf");
});
