import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AUTH_PROTOCOLS } from "../../../core/wire/limits.ts";
import { realClock } from "../../support/real-clock.ts";
import { type SnmpDaemon, hasSnmpsim, startSnmpsim } from "../../support/snmpd.ts";
import { type DeviceSpec, type FakeDevices, startSnmpDevices } from "./devices.ts";
import type { User } from "./engine.ts";
import { makeMachine } from "./machine.ts";
import { readRecording, recordingsIn } from "./recording.ts";
import { makeSwitch } from "./switch.ts";
import { PRIV_PROTOCOLS } from "./usm.ts";

/** Net-SNMP's programs and snmpsim know nothing of our codec: where they and we agree, the wire is right. */
const hasTools = existsSync("/usr/bin/snmpbulkwalk");
if (!hasTools) console.warn("SKIPPED: Net-SNMP's programs (Debian: snmp) are not installed");
if (!hasSnmpsim) console.warn("SKIPPED: snmpsimd (Debian: snmpsim) is not installed");
const CORPUS = join(import.meta.dirname, "../../../../shared/corpus/recordings");
const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) console.warn(`SKIPPED: no corpus of recordings at ${CORPUS}`);

const run = promisify(execFile);
let home = "";

/** Runs a tool with numeric output; an agent's refusal is what it printed on stderr. */
async function tool(program: string, ...args: string[]): Promise<string[]> {
  // A folder of its own: the tools keep what they learned of engines in their persistent folder.
  const env = { ...process.env, MIBS: "", SNMP_PERSISTENT_DIR: home, SNMPCONFPATH: home };
  const options = { env, timeout: 15_000, maxBuffer: 64_000_000 };
  const output = await run(program, ["-On", "-Ot", "-Oe", "-t3", "-r1", ...args], options).catch(
    (error: { stdout: string; stderr: string }) => ({ stdout: error.stdout + error.stderr }),
  );
  return output.stdout.split("\n").filter((line) => line.trim() !== "" && !THE_END.test(line));
}

/** How a walk of version 1 ends, and one of version 2c. */
const THE_END = /^End of MIB$|No more variables left/;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "cayda-snmp-tools-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function serving(spec: DeviceSpec): Promise<{ fakes: FakeDevices; at: string }> {
  const fakes = await startSnmpDevices({ clock: realClock, devices: [spec] });
  onTestFinished(fakes.close);
  return { fakes, at: `${fakes.device.address}:${fakes.device.port}` };
}

const office = () => readRecording(join(import.meta.dirname, "recordings/office.snmprec"));
/** What Net-SNMP should print of it, written by hand. */
const OFFICE = `
.1.3.6.1.2.1.1.1.0 = STRING: "Test device | with a bar, 1.2.3"
.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.32473.9.4294967295
.1.3.6.1.2.1.1.3.0 = 123456
.1.3.6.1.2.1.1.5.0 = Hex-STRING: 48 C6 B0 C6 A1 6E 67 20 53 C6 A1 6E${" "}
.1.3.6.1.2.1.1.6.0 = ""
.1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 02 CA DA 00 00 01${" "}
.1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 00 80 FF 7F 0A 0D${" "}
.1.3.6.1.2.1.2.2.1.6.10 = Hex-STRING: 02 CA DA 00 00 0A${" "}
.1.3.6.1.2.1.2.2.1.10.1 = Counter32: 4294967295
.1.3.6.1.2.1.2.2.1.10.2 = Counter32: 0
.1.3.6.1.2.1.2.2.1.10.10 = Counter32: 2147483648
.1.3.6.1.2.1.4.20.1.1.127.0.0.1 = IpAddress: 127.0.0.1
.1.3.6.1.2.1.4.20.1.1.192.168.200.255 = IpAddress: 192.168.200.255
.1.3.6.1.2.1.31.1.1.1.6.1 = Counter64: 18446744073709551615
.1.3.6.1.2.1.31.1.1.1.6.2 = Counter64: 9007199254740993
.1.3.6.1.2.1.31.1.1.1.6.10 = Counter64: 0
.1.3.6.1.4.1.32473.1.0 = INTEGER: -2147483648
.1.3.6.1.4.1.32473.2.0 = INTEGER: -129
.1.3.6.1.4.1.32473.3.0 = INTEGER: 2147483647
.1.3.6.1.4.1.32473.4.0 = Gauge32: 4294967295
.1.3.6.1.4.1.32473.5.0 = NULL
.1.3.6.1.4.1.32473.6.0 = Opaque: Float: 123.000000
.1.3.6.1.4.1.32473.7.128.16384.2097152.0 = INTEGER: 127`
  .split("\n")
  .filter((line) => line !== "");

describe.runIf(hasTools)("Net-SNMP reads our devices", () => {
  test("walked in version 2c, one by one and in bulk", async () => {
    const { at } = await serving({ community: "public", tree: office() });
    expect(await tool("snmpwalk", "-v2c", "-cpublic", at, "1.3")).toEqual(OFFICE);
    for (const repetitions of ["1", "3", "50"]) {
      expect(await tool("snmpbulkwalk", "-v2c", "-cpublic", `-Cr${repetitions}`, at, "1.3")).toEqual(OFFICE);
    }
  });

  test("walked in version 1: everything but the 64-bit counters", async () => {
    const { at } = await serving({ community: "public", tree: office() });
    const expected = OFFICE.filter((line) => !line.includes("Counter64"));
    expect(await tool("snmpwalk", "-v1", "-cpublic", at, "1.3")).toEqual(expected);
    expect((await tool("snmpget", "-v1", "-cpublic", at, "1.3.6.1.2.1.31.1.1.1.6.1")).join()).toContain(
      "noSuchName",
    );
  });

  test("asked for what is not there, and to change something", async () => {
    const { at } = await serving({ community: "public", tree: office() });
    const missing = ["1.3.6.1.2.1.1.5.1", "1.3.6.1.2.1.99.1.0"];
    expect(await tool("snmpget", "-v2c", "-cpublic", at, ...missing)).toEqual([
      ".1.3.6.1.2.1.1.5.1 = No Such Instance currently exists at this OID",
      ".1.3.6.1.2.1.99.1.0 = No Such Object available on this agent at this OID",
    ]);
    const set = await tool("snmpset", "-v2c", "-cpublic", at, "1.3.6.1.2.1.1.6.0", "s", "here");
    expect(set.join()).toContain("notWritable");
  });

  test("a switch, in bulk: every reply within one frame, all rows there", async () => {
    const { tree, machine } = makeSwitch({ clock: realClock, ports: 52 });
    const { at, fakes } = await serving({ community: "public", tree, machine });
    const lines = await tool("snmpbulkwalk", "-v2c", "-cpublic", "-Cr100", at, "1.3");
    expect(lines).toHaveLength(tree.size);
    const sizes = fakes.log.entries().map(({ bytes }) => bytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_472);
    expect(Math.max(...sizes)).toBeGreaterThan(1_400);
  });

  const AUTH_NAMES = {
    md5: "MD5",
    sha: "SHA",
    sha224: "SHA-224",
    sha256: "SHA-256",
    sha384: "SHA-384",
    sha512: "SHA-512",
  };
  // Net-SNMP's AES-256 is Blumenthal's; Cisco's, with the suffix C, is Reeder's.
  const PRIV_NAMES = {
    des: "DES",
    aes: "AES",
    aes192b: "AES-192",
    aes192r: "AES-192-C",
    aes256b: "AES-256",
    aes256r: "AES-256-C",
  };
  const users: User[] = AUTH_PROTOCOLS.flatMap((auth) =>
    PRIV_PROTOCOLS.map((priv) => ({
      name: `${auth}-${priv}`,
      auth: { protocol: auth, password: "auth-secret" },
      priv: { protocol: priv, password: "priv-secret" },
      leastLevel: "authNoPriv" as const,
    })),
  );
  const combinations = AUTH_PROTOCOLS.flatMap((auth) => PRIV_PROTOCOLS.map((priv) => ({ auth, priv })));

  test("walked in version 3 with every pair of authentication and privacy protocols", async () => {
    const { at } = await serving({ tree: office(), users });
    for (const { auth, priv } of combinations) {
      const signed = ["-v3", "-u", `${auth}-${priv}`, "-a", AUTH_NAMES[auth], "-A", "auth-secret"];
      const secret = ["-l", "authPriv", "-x", PRIV_NAMES[priv], "-X", "priv-secret"];
      expect(await tool("snmpbulkwalk", ...signed, ...secret, at, "1.3"), `${auth} ${priv}`).toEqual(OFFICE);
    }
    for (const auth of AUTH_PROTOCOLS) {
      const signed = [
        "-v3",
        "-u",
        `${auth}-aes`,
        "-a",
        AUTH_NAMES[auth],
        "-A",
        "auth-secret",
        "-l",
        "authNoPriv",
      ];
      expect(await tool("snmpwalk", ...signed, at, "1.3"), auth).toEqual(OFFICE);
    }
  });

  test("says in words what our reports mean", async () => {
    const machine = makeMachine({ clock: realClock, boots: 9 });
    const { at, fakes } = await serving({ tree: office(), users: [...users, { name: "open" }], machine });
    const get = (...args: string[]) =>
      tool("snmpget", "-v3", ...args, at, "1.3.6.1.2.1.1.3.0").then((lines) => lines.join());
    const sha = ["-u", "sha-aes", "-a", "SHA", "-A"];
    expect(await get("-u", "open", "-l", "noAuthNoPriv")).toContain("123456");
    expect(await get("-u", "nobody", "-l", "noAuthNoPriv")).toContain("Unknown user name");
    expect(await get("-u", "sha-aes", "-l", "noAuthNoPriv")).toContain("authorizationError");
    expect(await get(...sha, "wrong-secret", "-l", "authNoPriv")).toContain("Authentication failure");
    expect(await get(...sha, "auth-secret", "-l", "authNoPriv", "-n", "nowhere")).toContain("Bad context");
    expect(await get("-u", "open", "-a", "SHA", "-A", "auth-secret", "-l", "authNoPriv")).toContain(
      "Unsupported security level",
    );
    // Boots and time of an earlier start: the report tells it the right ones, and it asks again.
    expect(await get(...sha, "auth-secret", "-l", "authNoPriv", "-Z", "7,100000")).toContain("123456");
    expect(
      fakes.log
        .entries()
        .slice(-2)
        .map(({ outcome }) => outcome),
    ).toEqual(["report: notInTimeWindows", "answered"]);
  });
});

/** A choice over vendors and types (one has Null values, most have 64-bit counters), small because snmpsim is slow. */
const CHOSEN = [
  "apc_smt750x-nmc2",
  "beagleboard",
  "ciscosb_sg350-10",
  "clickshare_main",
  "cyberpower_pr2200rt2uc",
  "dell-rpdu",
];

describe.runIf(hasTools && hasSnmpsim && hasCorpus)("snmpsim and we serve a recording alike", () => {
  let folder = "";
  let simulator: SnmpDaemon | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cayda-snmpsim-"));
    const [recordings, cache] = [join(folder, "recordings"), join(folder, "cache")];
    for (const path of [recordings, cache]) await mkdir(path);
    for (const name of CHOSEN)
      await copyFile(join(CORPUS, `${name}.snmprec`), join(recordings, `${name}.snmprec`));
    // It drops to the user nobody, who must be able to read the one and write the other.
    await Promise.all([chmod(folder, 0o755), chmod(recordings, 0o755), chmod(cache, 0o777)]);
    simulator = await startSnmpsim(recordings, cache);
  });
  afterAll(async () => {
    await simulator?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(CHOSEN)("%s", async (name) => {
    const views = recordingsIn(join(folder, "recordings"));
    const { at } = await serving({ tree: office(), views });
    const walk = (to: string) => tool("snmpbulkwalk", "-v2c", `-c${name}`, "-Cr10", "-Ox", to, "1");
    const theirs = await walk(`127.0.0.1:${simulator?.port}`);
    const ours = await walk(at);
    expect(ours.length).toBeGreaterThan(250);
    expect(ours).toEqual(theirs);
  });
});

describe.runIf(hasCorpus)("recordings of real devices", () => {
  const every = 12;
  test(`are read whole, each ${every}th of the corpus`, () => {
    const names = readdirSync(CORPUS).filter((name) => name.endsWith(".snmprec"));
    expect(names.length).toBeGreaterThan(100);
    for (const name of names.filter((_, at) => at % every === 0)) {
      const lines = readFileSync(join(CORPUS, name), "utf8").split("\n");
      expect(readRecording(join(CORPUS, name)).size, name).toBe(lines.filter((line) => line !== "").length);
    }
  });
});
