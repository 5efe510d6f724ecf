import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../core/clock.ts";
import { FaultError } from "../core/result.ts";
import { certificate } from "../test/support/agent-server.ts";
import { startTestServer, type TestServer } from "../test/support/start-server.ts";
import { cutOff, noteServed } from "./served-certificates.ts";
import { ownCertificate, readCertificate } from "./tls.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-tls-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const faultOf = async (work: () => unknown) => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof FaultError ? error.fault : error;
  }
};
const place = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

describe("one's own certificate", () => {
  test("that is not there, is none, or has another key is a fault that names the file", async () => {
    const [one, other] = [await certificate(), await certificate()];
    const [cert, key] = [place("a.crt", one.cert), place("a.key", one.key)];
    expect(readCertificate(cert, key)).toMatchObject({ fingerprint: one.fingerprint });
    const missing = join(dir, "b.crt");
    expect(await faultOf(() => readCertificate(missing, key))).toEqual({
      code: "certificate_unreadable",
      params: { file: missing, reason: "ENOENT" },
    });
    for (const [certFile, keyFile, file] of [
      [place("empty.crt", ""), key, "empty.crt"],
      [cert, place("empty.key", ""), "empty.key"],
    ] as const) {
      expect(await faultOf(() => readCertificate(certFile, keyFile))).toMatchObject({
        code: "certificate_unreadable",
        params: { file: join(dir, file) },
      });
    }
    const foreign = place("other.key", other.key);
    expect(await faultOf(() => readCertificate(cert, foreign))).toEqual({
      code: "certificate_key_other",
      params: { cert, key: foreign },
    });
  });
});

describe("the certificate that is made", () => {
  const make = (agents = 0) => ownCertificate(dir, ["localhost"], Date.now(), () => Promise.resolve(agents));

  test("stays", async () => {
    const first = await make();
    expect(first.made).toBe(true);
    expect(await make(5)).toEqual({ ...first, made: false });
    expect(readdirSync(dir).toSorted()).toEqual(["server.crt", "server.key"]);
  });

  test.each(["server.crt", "server.key"])(
    "and of which a power cut left an empty %s is made anew only while nobody pins it",
    async (name) => {
      const first = await make();
      truncateSync(join(dir, name));
      expect(await faultOf(() => make(2))).toEqual({
        code: "certificate_lost",
        params: { file: join(dir, name), dir, agents: 2 },
      });
      const second = await make();
      expect(second.made).toBe(true);
      expect(second.fingerprint).not.toBe(first.fingerprint);
      rmSync(join(dir, name));
      expect(await faultOf(() => make(2))).toMatchObject({ code: "certificate_lost" });
    },
  );

  test("is made anew when somebody removed it and its key", async () => {
    const first = await make();
    for (const name of readdirSync(dir)) rmSync(join(dir, name));
    expect((await make(2)).fingerprint).not.toBe(first.fingerprint);
  });
});

describe("who is cut off by another certificate", () => {
  const shown = (fingerprint: string, publicKey: string, at: number, made = false) =>
    noteServed(join(dir, "tls"), { fingerprint, publicKey, made }, at);
  const agent = (enrolledAt: number, lastSeen: number | null = enrolledAt) => ({ enrolledAt, lastSeen });

  test("nobody while it is the same, or has the same key", () => {
    expect(cutOff(shown("a", "A", 100), [agent(50)])).toEqual([]);
    expect(cutOff(shown("a", "A", 200), [agent(50), agent(150)])).toEqual([]);
    expect(cutOff(shown("renewed", "A", 300), [agent(50), agent(150)])).toEqual([]);
  });

  test("who was enrolled before another key, until they are heard again; nobody once the old one is put back", () => {
    shown("a", "A", 100);
    const changed = shown("b", "B", 200);
    const agents = [agent(50, 199), agent(150, null), agent(160, 250), agent(210)];
    expect(cutOff(changed, agents)).toEqual(agents.slice(0, 2));
    expect(cutOff(shown("b", "B", 300), agents)).toEqual(agents.slice(0, 2));
    expect(cutOff(shown("a", "A", 400), agents)).toEqual([agent(210)]);
  });

  test("everybody when it had to be made and nothing is known of the one before", () => {
    expect(cutOff(shown("a", "A", 100, true), [agent(50)])).toEqual([agent(50)]);
    expect(cutOff(shown("a", "A", 200), [agent(150)])).toEqual([]);
  });

  test("nobody, and the server starts, when the note cannot be read or written", () => {
    writeFileSync(join(dir, "tls"), "in the way");
    expect(cutOff(shown("a", "A", 100), [agent(50)])).toEqual([]);
    rmSync(join(dir, "tls"));
    mkdirSync(join(dir, "tls"));
    place("tls/served.json", "[{");
    expect(cutOff(shown("a", "A", 100), [agent(50)])).toEqual([]);
  });
});

test("a server that is started with another certificate says how many agents that cuts off", async () => {
  const other = await certificate();
  const tls = `tls: { cert: ${place("o.crt", other.cert)}, key: ${place("o.key", other.key)} }`;
  const plain = "https: { port: 0 }\nlocalAgent: false\nhttp: { port: 0 }";
  const data = join(dir, "data");
  const opened: TestServer[] = [];
  const start = async (yaml: string) => {
    const server = await startTestServer({ dir: data, yaml });
    opened.push(server);
    return server;
  };
  try {
    const first = await start(plain);
    const [site] = await first.registry.sites();
    const hash = "f".repeat(64);
    await first.registry.addToken(site?.id ?? "", { hash, expiresAt: first.clock.now() + DAY, uses: 1 });
    const pc = { hostname: "PC-01", platform: "linux", version: "0.1.0", secretHash: "e".repeat(64) };
    expect(await first.registry.enrol(hash, pc)).toMatchObject({ ok: true });
    expect(first.cutOff).toBe(0);
    await first.stop();
    expect((await start(`${plain}\n${tls}`)).cutOff).toBe(1);
  } finally {
    for (const server of opened) await server.stop();
  }
});
