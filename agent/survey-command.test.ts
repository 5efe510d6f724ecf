import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSnmpDevices, type FakeDevices } from "../test/fakes/snmp-device/devices.ts";
import { makeSwitch } from "../test/fakes/snmp-device/switch.ts";
import { realClock } from "../test/support/real-clock.ts";
import { runSurvey } from "./survey-command.ts";

describe("the survey of a list of devices", () => {
  const folder = mkdtempSync(join(tmpdir(), "cayda-survey-command-"));
  const file = join(folder, "targets.jsonl");
  const out = join(folder, "survey.jsonl");
  let devices: FakeDevices;
  beforeAll(async () => {
    const users = [{ name: "officer", auth: { protocol: "sha256", password: "auth-pass-12" } } as const];
    const { tree, machine } = makeSwitch({ clock: realClock, ports: 12, name: "SW-Tầng1" });
    devices = await startSnmpDevices({
      clock: realClock,
      devices: [{ community: "public", tree, machine, users }],
    });
  });
  afterAll(async () => {
    await devices.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const survey = (lines: readonly string[]) => {
    writeFileSync(file, `${lines.join("\n")}\n`);
    return runSurvey({ targets: file, out, concurrency: 4, clock: realClock });
  };
  const surveyed = () =>
    readFileSync(out, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test("writes a line for each, and one device that is silent does not cost the others", async () => {
    const { address, port } = devices.device;
    const made = await survey([
      JSON.stringify({ name: "sw", address, port, version: "2c", community: "public" }),
      "",
      JSON.stringify({ name: "gone", address, port: 9, version: "2c", community: "public" }),
      JSON.stringify({
        name: "v3",
        address,
        port,
        version: "3",
        user: "officer",
        auth: { protocol: "sha256", password: "auth-pass-12" },
      }),
    ]);
    expect(made).toMatchObject({ ok: true, value: { devices: 3, reachable: 2 } });
    const lines = new Map(surveyed().map((line) => [line["name"], line]));
    expect(lines.get("gone")).toMatchObject({ reachable: false, error: "snmp_timeout" });
    for (const name of ["sw", "v3"]) {
      const line = lines.get(name);
      expect(line, name).toMatchObject({ reachable: true, error: null, identity: { name: "SW-Tầng1" } });
      expect(line?.["ports"]).toHaveLength(12);
      expect(line?.["incomplete"]).toBeUndefined();
    }
  });

  test("says every mistake of the list at once, with its line, and visits nobody", async () => {
    const made = await survey([
      "not json",
      JSON.stringify({ name: "a", version: "2c", community: "public" }),
      JSON.stringify({ name: "b", address: "127.0.0.1", port: 70_000, community: "public" }),
      JSON.stringify({ name: "c", address: "127.0.0.1", version: "2c" }),
      JSON.stringify({ name: "d", address: "127.0.0.1", version: "3", user: "x", colour: "red" }),
    ]);
    expect(made).toMatchObject({ ok: false, fault: { code: "config_invalid" } });
    const mistakes = made.ok ? "" : String(made.fault.params["mistakes"]);
    for (const [line, word] of [
      [1, "JSON"],
      [2, "address"],
      [3, "port"],
      [4, "community"],
      [5, "colour"],
    ] as const) {
      expect(mistakes.split("\n")[line - 1], String(line)).toMatch(new RegExp(`^- ${line}: .*${word}`));
    }
    expect(await runSurvey({ targets: join(folder, "none"), clock: realClock })).toMatchObject({ ok: false });
    expect(await survey([])).toMatchObject({ ok: false, fault: { code: "config_invalid" } });
  });
});
