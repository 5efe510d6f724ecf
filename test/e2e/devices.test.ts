import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, chmodSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanText } from "../../core/text.ts";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import type { DeviceView, Overview, PortView } from "../../core/wire/views.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { realClock } from "../support/real-clock.ts";
import { relayTo } from "../support/relay.ts";
import { hasSnmpd, hasSnmpsim, startSnmpd, startSnmpsim, V3 } from "../support/snmpd.ts";
import { startCayda, type Cayda } from "./support/cayda.ts";
import { until } from "./support/client.ts";

/**
 * Real parts: the real server and agent poll Debian's snmpd (v2c, v3 authPriv), Debian's simulator with recordings of
 * real devices, and our own responder; the device page must say what the devices say.
 */
const CORPUS = "../shared/corpus";
const RECORDINGS = [
  "3com_4200",
  "dlink_des-3526",
  "edgeswitch_es-24-250w",
  "planetos_igs-10020mt",
  "procurve",
];
const hasCorpus = existsSync(join(CORPUS, "truth.jsonl"));

const OPER: Record<number, string> = {
  1: "up",
  2: "down",
  3: "testing",
  4: "unknown",
  5: "dormant",
  6: "notPresent",
  7: "lowerLayerDown",
};

interface Truth {
  readonly recording: string;
  readonly ports: {
    readonly cols: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  };
}

let cayda: Cayda;
const closers: (() => Promise<unknown>)[] = [];
/** Ids by the name that a device was added under. */
const ids = new Map<string, string>();

beforeAll(async () => {
  cayda = await startCayda();
  closers.push(() => cayda.close());
  const { units } = await cayda.client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  const add = async (
    name: string,
    { address, port }: { address: string; port: number },
    credential: SnmpCredential,
  ) => {
    const device = { name, address, port, credential };
    ids.set(name, (await cayda.client.post<{ id: string }>(`/api/sites/${site}/devices`, device)).id);
  };
  // All at once, so that the tests wait for one cycle and not for one each.
  await addFake(add);
  if (hasSnmpd) await addSnmpd(add);
  if (hasSnmpsim && hasCorpus) await addRecordings(add);
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

type Add = (name: string, at: { address: string; port: number }, credential: SnmpCredential) => Promise<void>;

async function addFake(add: Add): Promise<void> {
  const { tree, machine } = makeSwitch({
    clock: realClock,
    ports: 28,
    name: "SW-Tầng1",
    port: (number) => ({
      alias: `Phòng ${number}`,
      speedMbps: number === 1 ? 100 : 1_000,
      link: number > 20 ? "down" : "up",
    }),
  });
  const fakes = await startSnmpDevices({
    clock: realClock,
    devices: [{ community: "public", tree, machine }],
  });
  closers.push(() => fakes.close());
  await add("fake", fakes.device, { version: "2c", community: "public" });
}

async function addSnmpd(add: Add): Promise<void> {
  const daemon = await startSnmpd();
  closers.push(() => daemon.close());
  // The same daemon twice: two devices of a site need different addresses.
  const relay = await relayTo("127.0.0.1", daemon.port);
  closers.push(() => relay.close());
  await add("snmpd v2c", daemon, { version: "2c", community: "public" });
  await add("snmpd v3", relay, { version: "3", ...V3 });
}

/** The simulator drops its rights to "nobody", who must be able to read the copy and write the cache. */
async function addRecordings(add: Add): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cayda-sim-"));
  chmodSync(folder, 0o755);
  const [recordings, cache] = [join(folder, "recordings"), join(folder, "cache")];
  mkdirSync(recordings);
  mkdirSync(cache);
  chmodSync(cache, 0o777);
  for (const name of RECORDINGS) {
    cpSync(join(CORPUS, "recordings", `${name}.snmprec`), join(recordings, `${name}.snmprec`));
  }
  const daemon = await startSnmpsim(recordings, cache);
  closers.push(async () => {
    await daemon.close();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [at, name] of RECORDINGS.entries()) {
    const relay = await relayTo(`127.0.1.${at + 1}`, daemon.port);
    closers.push(() => relay.close());
    await add(name, relay, { version: "2c", community: name });
  }
}

const withPorts = (name: string) =>
  until(
    `ports of ${name}`,
    () => cayda.client.get<DeviceView>(`/api/devices/${ids.get(name)}`),
    ({ ports, state }) =>
      state === "good" && ports.length > 0 && ports.every(({ newest }) => newest !== null),
    150,
  );
const value = (port: PortView | undefined, field: string) => port?.latest[field]?.value;

describe.skipIf(!hasSnmpd)("Debian's snmpd", () => {
  test.each(["snmpd v2c", "snmpd v3"])("%s shows this machine's cards", async (name) => {
    const device = await withPorts(name);
    expect(device.facts.location).toBe("Hương Sơn, tầng 1");
    const names = device.ports.map((port) => port.name);
    for (const card of Object.keys(networkInterfaces())) expect(names).toContain(card);
    const lo = device.ports.find((port) => port.name === "lo");
    expect(value(lo, "oper_status")).toBe(1);
    expect(value(lo, "in_octets")).toBe(value(lo, "out_octets"));
  });
});

describe.skipIf(!hasSnmpsim || !hasCorpus)(
  "recordings of real switches, served by Debian's simulator",
  () => {
    const truths = new Map<string, Truth>();
    beforeAll(() => {
      for (const line of readFileSync(join(CORPUS, "truth.jsonl"), "utf8").trim().split("\n")) {
        const truth = JSON.parse(line) as Truth;
        if (RECORDINGS.includes(truth.recording)) truths.set(truth.recording, truth);
      }
    });

    test.each(RECORDINGS)("%s: every port has its name, speed, state and alias", async (recording) => {
      const truth = truths.get(recording);
      if (truth === undefined) throw new Error(`no truth about ${recording}`);
      // One simulator, many devices: each 127.x address is one.
      const device = await withPorts(recording);
      const byIndex = new Map(device.ports.map((port) => [port.ifIndex, port]));
      const wrong: string[] = [];
      let checked = 0;
      for (const row of truth.ports.rows) {
        const at = (name: string) => row[truth.ports.cols.indexOf(name)] ?? null;
        const port = byIndex.get(Number(at("ifIndex")));
        const expectations: [string, unknown, unknown][] = [
          ["name", cleanText(String(at("ifName") ?? at("ifDescr"))), port?.name],
          ["oper", at("ifOperStatus"), OPER[value(port, "oper_status") ?? 0] ?? null],
          ["admin", at("ifAdminStatus"), OPER[value(port, "admin_status") ?? 0] ?? null],
          // LibreNMS shows 0 where it does not know, and below 1 Mb/s (a console port).
          ["speed", at("ifSpeed") === 0 ? null : at("ifSpeed"), value(port, "speed") ?? null],
          ["inOctets", at("ifInOctets"), value(port, "in_octets") ?? null],
          ["outOctets", at("ifOutOctets"), value(port, "out_octets") ?? null],
          ["inErrors", at("ifInErrors"), value(port, "in_errors") ?? null],
        ];
        for (const [what, want, got] of expectations) {
          if (want === null) continue;
          checked += 1;
          if (want !== got)
            wrong.push(
              `port ${String(at("ifIndex"))} ${what}: wants ${JSON.stringify(want)}, got ${JSON.stringify(got)}`,
            );
        }
      }
      expect(checked).toBeGreaterThan(50);
      expect(wrong).toEqual([]);
    });
  },
);

describe("our own responder", () => {
  test("shows all 28 ports with alias, speed and state", async () => {
    const device = await withPorts("fake");
    expect(device.facts.name).toBe("SW-Tầng1");
    expect(device.ports).toHaveLength(28);
    const first = device.ports.find(({ ifIndex }) => ifIndex === 1);
    expect(first?.alias).toBe("Phòng 1");
    expect(value(first, "speed")).toBe(100_000_000);
    expect(device.ports.filter((port) => value(port, "oper_status") === 2)).toHaveLength(8);
  });
});
