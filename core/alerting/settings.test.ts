import { expect, test } from "vitest";
import { someModel, someSettings } from "../../test/support/alert-kit.ts";
import { RULE_IDS } from "./catalogue.ts";
import { settingsFor, siteSettings, type RuleDefaults, type SettingsOverride } from "./settings.ts";

const defaults = Object.fromEntries(
  RULE_IDS.map((id) => [id, someSettings({ raise: 10, clear: 5 })]),
) as unknown as RuleDefaults;
const override = (
  kind: "unit" | "site" | "device",
  id: string,
  settings: SettingsOverride["settings"],
): SettingsOverride => ({ rule: "port_errors", scope: { kind, id }, settings });

test("the nearest word wins, field by field", () => {
  const overrides = [
    override("device", "d1", { raise: 1 }),
    override("site", "s1", { raise: 2, clear: 2 }),
    override("unit", "u1", { raise: 3, clear: 3, holdMs: 3 }),
    override("unit", "u0", { raise: 4, clear: 4, holdMs: 4, severity: "critical" }),
    override("unit", "elsewhere", { enabled: false }),
  ];
  expect(
    settingsFor(defaults.port_errors, overrides, { units: ["u1", "u0"], site: "s1", device: "d1" }),
  ).toMatchObject({ raise: 1, clear: 2, holdMs: 3, severity: "critical", enabled: true });
});

test("a site's table says the same as the nearest word", () => {
  const overrides = [override("device", "d1", { raise: 1 }), override("unit", "u0", { clear: 4 })];
  const of = siteSettings(defaults, overrides, someModel());
  expect(of("port_errors", { site: "s1", device: "d1" })).toMatchObject({ raise: 1, clear: 4 });
  expect(of("port_errors", { site: "s1", device: "d2" })).toMatchObject({ raise: 10, clear: 4 });
  expect(of("port_errors", { site: "s1" })).toMatchObject({ raise: 10, clear: 4 });
  expect(of("disk_full", { site: "s1", device: "d1" })).toMatchObject({ raise: 10, clear: 5 });
});

test("what concerns a workstation is asleep outside office hours, unless somebody wants it otherwise", () => {
  const of = siteSettings(defaults, [], someModel());
  expect(of("port_errors", { site: "s1", device: "d1" }).hours).toBe("always");
  expect(of("port_errors", { site: "s1", device: "pc1" }).hours).toBe("office");
  const awake = siteSettings(defaults, [override("device", "pc1", { hours: "always" })], someModel());
  expect(awake("port_errors", { site: "s1", device: "pc1" }).hours).toBe("always");
  expect(awake("disk_full", { site: "s1", device: "pc1" }).hours).toBe("office");
});
