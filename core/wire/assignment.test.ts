import { expect, test } from "vitest";
import { address, snmpCredential } from "./assignment.ts";

test.each(["127.0.0.1", "::1", "fe80::1%eth0", "sw-1.huongson.local"])("%s is an address", (text) => {
  expect(address.safeParse(text).success).toBe(true);
});

test.each(["-t", "--help", "", "10.0.0.1;reboot", "10.0.0.1\n-f", "$(id)", "a b"])("%j is not", (text) => {
  expect(address.safeParse(text).success).toBe(false);
});

test("a credential of version 3 takes no community, and one of 2c takes no user", () => {
  expect(snmpCredential.safeParse({ version: "3", user: "u", community: "x" }).success).toBe(false);
  expect(snmpCredential.safeParse({ version: "2c", community: "x", user: "u" }).success).toBe(false);
  expect(snmpCredential.safeParse({ version: "2c", community: "x" }).success).toBe(true);
});
