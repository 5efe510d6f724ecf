import { describe, expect, test } from "vitest";
import type { FoundView } from "../../../core/wire/discovery.ts";
import { discoveryInput } from "../../../core/wire/discovery.ts";
import { checkDiscovery, discoveryForm, earlier, isReadable, readableWord } from "./discovery.ts";

const form = (change: Partial<ReturnType<typeof discoveryForm>> = {}) => ({
  ...discoveryForm(null),
  ranges: "10.1.2.0/24; 10.1.3.10-50",
  ...change,
});

describe("the settings", () => {
  test("are sent as the server takes them", () => {
    const credential = { version: "2c", community: "xa" } as const;
    const typed = { name: "a", version: "2c", input: { name: "a", credential } };
    const checked = checkDiscovery(form({ ports: "161, 1161", credentials: [typed] }));
    if (!checked.ok) throw new Error("refused");
    expect(checked.value).toMatchObject({ ranges: ["10.1.2.0/24", "10.1.3.10-50"], ports: [161, 1161] });
    expect(discoveryInput.safeParse(checked.value).success).toBe(true);
  });

  test("that are stored come back as they were, credentials by their id", () => {
    const settings = {
      ranges: ["10.1.2.0/24"],
      addresses: 254,
      ports: [161],
      credentials: [{ id: "c1", name: "a", version: "3" }],
      everyHours: 12,
      autoAccept: true,
      paused: false,
      reverseDns: false,
    };
    const checked = checkDiscovery(discoveryForm(settings));
    const { addresses: _, ...kept } = settings;
    expect(checked).toEqual({ ok: true, value: { ...kept, credentials: [{ id: "c1" }] } });
  });

  test.each([
    ["ranges", { ranges: "" }],
    ["ranges", { ranges: "mạng của xã" }],
    ["ranges", { ranges: "10.1.2.0/24 10.1.3.0/24" }],
    ["ports", { ports: "0" }],
    ["ports", { ports: "161, x" }],
    ["ports", { ports: "1,2,3,4,5" }],
  ])("say that %s are wrong in %j", (field, change) => {
    const checked = checkDiscovery(form(change));
    expect(checked.ok ? [] : Object.keys(checked.mistakes)).toEqual([field]);
  });
});

test("an entry goes one place earlier, the first one stays", () => {
  expect(earlier(["a", "b", "c"], 2)).toEqual(["a", "c", "b"]);
  expect(earlier(["a", "b"], 0)).toEqual(["a", "b"]);
});

test("says whether something can be read", () => {
  const found = (seen: string[], fault: string | null, credential: string | null) =>
    ({ seen, fault, credential }) as FoundView;
  const read = found(["arp", "snmp"], null, "a");
  expect([isReadable(read), readableWord(read)]).toEqual([true, undefined]);
  expect(readableWord(found(["snmp"], null, null))).toBe("web.discovery.readableOld");
  expect(readableWord(found(["snmp"], "snmp_auth", null))).toBe("web.discovery.refuses");
  expect(readableWord(found(["arp"], null, null))).toBe("web.discovery.unreadable");
});
