import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatToken } from "../core/wire/token.ts";
import { realClock } from "../test/support/real-clock.ts";
import { enrol } from "./enrol.ts";

/** A server that counts who asks, and refuses everybody. */
async function withServer(work: (token: string, asked: () => number, folder: string) => Promise<void>) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(503).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = await mkdtemp(join(tmpdir(), "cayda-enrol-"));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const secret = Buffer.alloc(32, 7).toString("base64url");
    await work(formatToken({ server: origin, fingerprint: undefined, secret }), () => asked, folder);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
const about = { hostname: "vp-01", platform: "linux", version: "test", clock: realClock };

test("where the identity could not be kept nobody is asked for one: the server would know a PC that is never heard of", async () => {
  await withServer(async (token, asked, folder) => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    const answer = await enrol({ ...about, token, dataDir: join(file, "data") });
    expect(answer).toMatchObject({ ok: false, fault: { code: "spool_write_failed" } });
    expect(asked()).toBe(0);
  });
});

test("the trial leaves nothing behind", async () => {
  await withServer(async (token, asked, folder) => {
    expect((await enrol({ ...about, token, dataDir: folder })).ok).toBe(false);
    expect(asked()).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });
});
