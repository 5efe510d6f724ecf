import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatToken } from "../../../core/wire/token.ts";
import { address, snmpCredential } from "../../../core/wire/assignment.ts";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../../core/wire/limits.ts";
import {
  AUTH_CHOICES,
  changeOfDevice,
  checkAddress,
  checkDevice,
  checkNamedCredential,
  checkTarget,
  checkToken,
  EMPTY_DEVICE,
  enrolCommand,
  leadOf,
  PRIV_CHOICES,
  type Checked,
  type DeviceForm,
} from "./forms.ts";

const mistaken = (result: Checked<unknown>) => (result.ok ? [] : Object.keys(result.mistakes));
const v2c = { ...EMPTY_DEVICE, address: "127.0.0.1", community: "public" };
const v3 = {
  ...v2c,
  snmp: "3" as const,
  user: "officer",
  authPassword: "auth-pass-12",
  privPassword: "priv-pass-12",
};

test("a device of SNMP 2c is sent as typed, without the blanks around it", () => {
  expect(checkDevice({ ...v2c, name: "  SW-1 ", address: " 127.0.0.1 ", port: "1161" })).toEqual({
    ok: true,
    value: {
      name: "SW-1",
      address: "127.0.0.1",
      port: 1161,
      credential: { version: "2c", community: "public" },
    },
  });
});

test("a device without a name takes the name that it gives itself", () => {
  const result = checkDevice(v2c);
  expect(result.ok && "name" in result.value).toBe(false);
});

test.each([
  ["no address", { address: " " }, ["address"]],
  ["an address that is none", { address: "10.1.2.300" }, ["address"]],
  ["an option for an address", { address: "-t" }, ["address"]],
  ["a port that is none", { port: "161x" }, ["port"]],
  ["no community", { community: "" }, ["community"]],
  ["several at once", { address: "", port: "0", community: "" }, ["address", "port", "community"]],
])("%s is said at its field", (_, change, fields) =>
  expect(mistaken(checkDevice({ ...v2c, ...change }))).toEqual(fields),
);

test.each([
  ["no user", { user: "" }, ["user"]],
  ["a short authentication password", { authPassword: "short" }, ["authPassword"]],
  ["privacy without authentication", { auth: "" as const }, ["priv"]],
  ["a short privacy password", { privPassword: "1234567" }, ["privPassword"]],
])("for SNMPv3, %s is said at its field", (_, change, fields) =>
  expect(mistaken(checkDevice({ ...v3, ...change }))).toEqual(fields),
);

test("every credential that the form lets through is one that agents understand", () => {
  const text = fc.string({ maxLength: 140 });
  const form = fc.record({
    ...Object.fromEntries(Object.entries(EMPTY_DEVICE).map(([key, value]) => [key, fc.constant(value)])),
    address: fc.constant("127.0.0.1"),
    snmp: fc.constantFrom("none", "1", "2c", "3"),
    community: text,
    user: text,
    auth: fc.constantFrom("", ...AUTH_PROTOCOLS),
    authPassword: text,
    priv: fc.constantFrom("", ...PRIV_PROTOCOLS),
    privPassword: text,
  });
  fc.assert(
    fc.property(form, (given) => {
      const result = checkDevice(given as typeof EMPTY_DEVICE);
      if (!result.ok || result.value.credential === undefined) return;
      expect(snmpCredential.safeParse(result.value.credential).success).toBe(true);
    }),
  );
});

test("every address that the form lets through is one that the server takes", () => {
  const text = fc.oneof(
    fc.string(),
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
    fc.stringMatching(/^[\d.:a-z-]{1,20}$/),
  );
  fc.assert(
    fc.property(text, (given) => {
      if (checkAddress(given) === undefined) expect(address.safeParse(given.trim()).success).toBe(true);
    }),
  );
  for (const right of ["10.1.2.3", "::1", "fe80::1%eth0", "sw-1.lan"])
    expect(checkAddress(right)).toBeUndefined();
});

test("every algorithm has a name to choose it by", () => {
  expect(Object.keys(AUTH_CHOICES).toSorted()).toEqual([...AUTH_PROTOCOLS].toSorted());
  expect(Object.keys(PRIV_CHOICES).toSorted()).toEqual([...PRIV_PROTOCOLS].toSorted());
});

describe("an edited device", () => {
  const opened = {
    ...EMPTY_DEVICE,
    name: "SW-1",
    address: "127.0.0.1",
    class: "switch",
    snmp: "none",
  } as const;
  const sent = (change: Partial<DeviceForm>) => {
    const checked = checkDevice({ ...opened, ...change });
    return checked.ok ? changeOfDevice(checked.value, opened) : checked.mistakes;
  };

  test("keeps its own name and class where nobody touched them", () => {
    expect(sent({})).toEqual({ address: "127.0.0.1" });
    expect(sent({ snmp: "2c", community: "office" })).toEqual({
      address: "127.0.0.1",
      port: 161,
      credential: { version: "2c", community: "office" },
    });
  });

  test("is what a person says it is, and again what it says itself when they take that back", () => {
    expect(sent({ name: "Tầng 2", class: "router" })).toMatchObject({ name: "Tầng 2", class: "router" });
    expect(sent({ name: "", class: "" })).toEqual({ address: "127.0.0.1", name: null, class: "unknown" });
  });
});

test("a target needs a name, a token whole numbers", () => {
  expect(mistaken(checkTarget({ name: " ", address: "127.0.0.1" }))).toEqual(["name"]);
  expect(mistaken(checkToken({ uses: "0", hours: "1.5" }))).toEqual(["uses", "hours"]);
  expect(checkToken({ uses: "5", hours: "48" })).toEqual({ ok: true, value: { uses: 5, hours: 48 } });
});

test("the command for the office PC carries the whole token in quotes", () => {
  const token = formatToken({
    server: "https://10.1.2.3:8443",
    fingerprint: "a".repeat(64),
    secret: "A".repeat(43),
  });
  expect(enrolCommand(token)).toBe(`npm run agent -- enrol "${token}"`);
});

test("a credential of a list has a name, and is one in any case", () => {
  expect(checkNamedCredential({ ...v2c, name: " Switch " })).toEqual({
    ok: true,
    value: { name: "Switch", credential: { version: "2c", community: "public" } },
  });
  expect(mistaken(checkNamedCredential({ ...v2c, community: "" }))).toEqual(["name", "community"]);
  expect(mistaken(checkNamedCredential({ ...v2c, name: "x", snmp: "none" }))).toEqual(["community"]);
  expect(mistaken(checkNamedCredential({ ...v3, name: "x", authPassword: "short" }))).toEqual([
    "authPassword",
  ]);
});

test("where a token leads is told apart from the server's own machine", () => {
  const of = (server: string) => leadOf(`cayda1~${server}~${"a".repeat(64)}~secret`);
  expect(of("https://10.1.2.3:8443")).toEqual({ server: "https://10.1.2.3:8443", here: false });
  for (const server of ["https://127.0.0.1:8443", "http://localhost:8480", "https://[::1]:8443"])
    expect(of(server)).toEqual({ server, here: true });
  expect(of("https://localhost.gov.vn:8443").here).toBe(false);
});
