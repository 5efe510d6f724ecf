import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startChild } from "../../support/child.ts";
import { openAsker, readReply, requestTlv } from "./client.ts";
import { textOf } from "./test-kit.ts";

function startMain(...args: string[]) {
  const child = startChild(process.execPath, [join(import.meta.dirname, "main.ts"), ...args]);
  onTestFinished(async () => void (await child.stop()));
  return child;
}

async function sysName(address: string, port: number, community: string): Promise<string> {
  const asker = await openAsker({ address, port });
  onTestFinished(asker.close);
  const question = { type: "get", oids: ["1.3.6.1.2.1.1.5.0"] } as const;
  return textOf(readReply((await asker.ask(requestTlv(2, community, question))).bytes).bindings[0]?.value);
}

test("the command line starts switches on following addresses, says where, and stops when asked", async () => {
  const child = startMain("--switch", "8", "--count", "2", "--community", "office");
  const [, one, two] = await child.waitFor(/127\.0\.0\.1:(\d+), community office\n.*127\.0\.0\.2:(\d+)/);
  expect(await sysName("127.0.0.1", Number(one), "office")).toBe("sw-fake-1");
  expect(await sysName("127.0.0.2", Number(two), "office")).toBe("sw-fake-2");
  expect(await child.stop()).toBe(0);
});

test("the command line serves a folder of recordings, each under its name", async () => {
  const child = startMain("--recordings", join(import.meta.dirname, "recordings"));
  const [, port] = await child.waitFor(/127\.0\.0\.1:(\d+), community: a recording's name/);
  expect(await sysName("127.0.0.1", Number(port), "office")).toBe("Hương Sơn");
});

test.each([
  [["--listen", "here"], /--listen: write an IPv4 address/],
  [["--switch", "many"], /--switch: "many" is not a whole number/],
  [[], /say --switch or --recordings/],
  [["--switch", "8", "--user", "ann", "--auth", "rot13:x"], /--auth: write md5\|sha/],
  [["--switch", "8", "--user", "ann", "--priv", "aes:secret"], /--priv: needs --auth/],
])("the command line refuses %j and says why", async (args, reason) => {
  const child = startMain(...args);
  await child.waitFor(reason);
  await child.waitFor(/Usage:/);
  expect(await new Promise((resolve) => child.process.once("close", resolve))).toBe(2);
});
