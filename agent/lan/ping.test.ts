import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { ping } from "./ping.ts";

const clock = realClock;
const first = await ping({ address: "127.0.0.1", count: 1 }, { clock });
const why = first.ok ? "" : ` (SKIPPED: ${String(first.fault.params["reason"])})`;

describe.skipIf(!first.ok)(`the real ping${why}`, () => {
  test("a burst to 127.0.0.1 comes back whole", async () => {
    const burst = await ping({ address: "127.0.0.1", count: 4 }, { clock });
    expect(burst).toMatchObject({ ok: true, value: { sent: 4, received: 4, loss: 0 } });
    const rtt = burst.ok ? burst.value.rtt : undefined;
    expect(rtt?.min).toBeGreaterThan(0);
    expect(rtt?.max).toBeLessThan(1_000);
    expect(rtt?.jitter).toBeGreaterThanOrEqual(0);
  });
});

const folder = mkdtempSync(join(tmpdir(), "cayda-ping-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe.skipIf(process.platform === "win32")("the child process", () => {
  test("no ping here is a fault that says so", async () => {
    const burst = await ping({ address: "127.0.0.1", count: 1 }, { clock, programs: [join(folder, "none")] });
    expect(burst).toMatchObject({
      ok: false,
      fault: { code: "ping_unavailable", params: { reason: "ENOENT" } },
    });
  });

  test("a ping that ends without a word tells nothing about the target", async () => {
    const burst = await ping(
      { address: "127.0.0.1", count: 1 },
      { clock, programs: [program("mute", "exit 1")] },
    );
    expect(burst).toMatchObject({
      ok: false,
      fault: { code: "ping_unavailable", params: { reason: "no statistics" } },
    });
  });

  test("what ping itself complains of is passed on, cleaned", async () => {
    const denied = program(
      "denied",
      'printf "ping: socket: Operation\\033[31m not permitted\\nmore" >&2; exit 2',
    );
    const burst = await ping({ address: "127.0.0.1", count: 1 }, { clock, programs: [denied] });
    expect(burst).toMatchObject({
      ok: false,
      fault: { params: { reason: "ping: socket: Operation[31m not permitted" } },
    });
  });

  test("no network at all is a loss: the target cannot be reached", async () => {
    const cut = program("cut", 'echo "ping: connect: Network is unreachable" >&2; exit 2');
    const burst = await ping({ address: "127.0.0.1", count: 3 }, { clock, programs: [cut] });
    expect(burst).toMatchObject({ ok: true, value: { sent: 3, received: 0, loss: 1, rtt: undefined } });
  });

  test("one that hangs is killed", async () => {
    const time = fakeClock();
    const pidFile = join(folder, "pid");
    const hangs = program("hangs", `echo $$ > ${pidFile}; exec sleep 60`);
    const burst = ping({ address: "127.0.0.1", count: 1 }, { clock: time, programs: [hangs] });
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, "utf8").trim() !== "").toBe(true);
    await time.advance(30_000);
    expect(await burst).toMatchObject({ ok: false, fault: { params: { reason: "no end" } } });
    await expect.poll(() => alive(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  });

  test("one that is stopped from outside is killed at once", async () => {
    const stop = new AbortController();
    const sleeps = program("sleeps", "exec sleep 60");
    const burst = ping(
      { address: "127.0.0.1", count: 1 },
      { clock, programs: [sleeps], signal: stop.signal },
    );
    stop.abort();
    expect(await burst).toMatchObject({ ok: false, fault: { params: { reason: "aborted" } } });
    expect(time(await ping({ address: "127.0.0.1", count: 1 }, { clock, signal: stop.signal }))).toBe(
      "aborted",
    );
  });

  test("one that prints for ever is killed", async () => {
    const prints = program("prints", "exec yes 0%");
    const burst = await ping({ address: "127.0.0.1", count: 1 }, { clock, programs: [prints] });
    expect(burst).toMatchObject({ ok: false, fault: { params: { reason: "too much output" } } });
  });

  test("it gets the fixed language, numbers only, and the address as the last argument", async () => {
    const tells = program("tells", 'echo "$LC_ALL|$HOME|$*|0%" >&2');
    const burst = await ping(
      { address: "127.0.0.1", count: 7 },
      { clock, programs: [tells], platform: "linux" },
    );
    expect(burst).toMatchObject({
      ok: false,
      fault: { params: { reason: "C||-n -c 7 -i 0.2 -W 2 127.0.0.1|0%" } },
    });
  });
});

const time = (result: Awaited<ReturnType<typeof ping>>) => (result.ok ? "ok" : result.fault.params["reason"]);

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(["-f", "--help", "10.0.0.1 -f", "$(id)", "", "10.0.0.1\n-f"])(
  "%j is never given to ping",
  async (address) => {
    const burst = await ping({ address, count: 1 }, { clock, programs: ["/bin/echo"] });
    expect(burst).toMatchObject({ ok: false, fault: { code: "bad_input", params: { field: "address" } } });
  },
);
