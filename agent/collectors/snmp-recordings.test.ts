import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { wrapCounter } from "../../core/rates.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { block } from "../../core/wire/block.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { startSnmpDevices, type FakeDevices } from "../../test/fakes/snmp-device/devices.ts";
import { recordingsIn } from "../../test/fakes/snmp-device/recording.ts";
import { makeTree } from "../../test/fakes/snmp-device/tree.ts";
import { createSnmpCollector } from "./snmp.ts";

/** Recordings of real devices that lie beside the project where it is developed; every sixth is enough here. */
const FOLDER = join(import.meta.dirname, "../../../shared/corpus/recordings");
const missing = !existsSync(FOLDER);
let devices: FakeDevices | undefined;
afterAll(() => devices?.close());

/** What the recording itself says of a column, by ifIndex: read from its lines, without any of our SNMP. */
function column(lines: readonly string[], oid: string, tag: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [name = "", type, value = ""] = line.split("|");
    const index = name.startsWith(`${oid}.`) ? name.slice(oid.length + 1) : "";
    if (type === String(tag) && /^[1-9]\d*$/.test(index)) found.set(index, value);
  }
  return found;
}

test.skipIf(missing)(
  `recordings of real devices: every port with its state and its octets${missing ? " (SKIPPED: no recordings here)" : ""}`,
  { timeout: 60_000 },
  async () => {
    const all = Object.entries(recordingsIn(FOLDER)).filter((_, i) => i % 6 === 0);
    const views = Object.fromEntries(all);
    const spec = { tree: makeTree([]), community: "none", views };
    devices = await startSnmpDevices({ clock: realClock, devices: [spec] });
    const { port } = devices.device;
    const note = () => {};
    const log = { info: note, warn: note, error: note };
    const tools = { clock: realClock, now: () => Date.UTC(2026, 10, 23), random: () => 0.5, log };
    let ports = 0;
    for (const [name] of all) {
      const target = { device: "sw", address: "127.0.0.1", port, everyMs: 60_000 };
      const snmp = [{ ...target, credential: { version: "2c", community: name } }] as const;
      const [job] = createSnmpCollector()({ snmp } as unknown as Assignment, tools);
      const { samples, events, facts } = (await job?.run(AbortSignal.timeout(10_000))) ?? {
        samples: [],
        events: [],
        facts: [],
      };
      job?.close?.();
      const [contact] = facts;
      expect(contact, name).toEqual({ type: "contact", device: "sw", at: Date.UTC(2026, 10, 23), ok: true });
      const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
      const made = {
        protocol: 1,
        agent: "a1",
        block: id,
        madeAt: Date.UTC(2026, 10, 23),
        samples: [],
        events,
        facts,
      };
      expect(block.safeParse(made).error?.issues ?? [], name).toEqual([]);

      const lines = readFileSync(join(FOLDER, `${name}.snmprec`), "utf8").split(/\r?\n/);
      const known = facts.find((fact) => fact.type === "ports")?.ports ?? [];
      const partOf = new Map(known.map(({ ifIndex, part }) => [String(ifIndex), part]));
      const valuesOf = (index: string) =>
        samples.find(({ entity }) => entity === `port:sw/${partOf.get(index)}`)?.values;
      for (const [index, state] of column(lines, "1.3.6.1.2.1.2.2.1.8", 2)) {
        const wanted = Number(state) >= 1 && Number(state) <= 7 ? Number(state) : undefined;
        expect(valuesOf(index)?.["oper_status"], `${name} ${index}`).toBe(wanted);
        ports += 1;
      }
      for (const [index, octets] of column(lines, "1.3.6.1.2.1.31.1.1.1.6", 70)) {
        const values = valuesOf(index);
        if (values?.["counter_bits"] !== 64) continue;
        expect(values["in_octets"], `${name} ${index}`).toBe(wrapCounter(BigInt(octets)));
      }
    }
    expect(all.length).toBeGreaterThan(100);
    expect(ports).toBeGreaterThan(1_000);
  },
);
