import fc from "fast-check";
import { expect, test } from "vitest";
import { assignment, type Assignment } from "./assignment.ts";
import { checkAssignment } from "./check-assignment.ts";

const good: Assignment = {
  protocol: 1,
  agent: "a1",
  device: "d1",
  site: { id: "s1", name: "Hương Sơn" },
  host: { everyMs: 60_000 },
  inventory: { cron: "0 9 * * *" },
  snmp: [
    {
      device: "sw1",
      address: "10.1.2.3",
      port: 161,
      everyMs: 60_000,
      credential: { version: "2c", community: "xa" },
    },
    {
      device: "sw2",
      address: "fe80::1%eth0",
      port: 1161,
      everyMs: 60_000,
      credential: {
        version: "3",
        user: "officer",
        auth: { protocol: "sha256", password: "auth-pass-12" },
        priv: { protocol: "aes256b", password: "priv-pass-12" },
        context: "x",
      },
    },
  ],
  ping: [{ target: "t1", address: "gw.huongson.local", everyMs: 30_000, count: 5 }],
  services: [
    {
      check: "k1",
      kind: "http",
      target: "https://dichvucong.huongson.example/kham-pha?x=1",
      everyMs: 60_000,
      timeoutMs: 10_000,
      status: 200,
      text: "Dịch vụ công",
    },
    {
      check: "k2",
      kind: "dns",
      target: "huongson.example",
      everyMs: 60_000,
      timeoutMs: 500,
      server: "10.1.2.1:53",
    },
  ],
  lan: {
    peers: [{ device: "d2", address: "10.1.2.22" }],
    everyMs: 60_000,
    count: 5,
    dhcpEveryMs: 3_600_000,
  },
  discovery: {
    revision: 3,
    ranges: [{ first: "10.1.2.1", last: "10.1.2.254" }],
    ports: [161],
    credentials: [{ id: "c1", credential: { version: "2c", community: "xa" } }],
    perSecond: 20,
    reverseDns: false,
    worked: [{ address: "10.1.2.8", credential: "c1" }],
    spared: [{ address: "10.1.2.9", credentials: ["c1"] }],
  },
  traps: { port: 162 },
};

/** Every place in the example, as a path of keys. */
function placesOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => placesOf(each, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function changed(
  path: readonly (string | number)[],
  change: "remove" | "add" | { readonly value: unknown },
): unknown {
  const copy = structuredClone(good) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  if (change === "remove") delete at[last];
  else if (change === "add") at[`${last}x`] = 1;
  else at[last] = change.value;
  return copy;
}

test("a good assignment passes as it is", () => {
  expect(checkAssignment(good)).toEqual({ ok: true, assignment: good });
});

test("a mistake is named with its place", () => {
  const answer = checkAssignment(changed(["snmp", 0, "address"], { value: "-t" }));
  expect(answer.ok ? [] : answer.mistakes).toEqual([
    "assignment.snmp.0.address: text of 1 to 253 characters",
  ]);
});

test("says yes and no exactly where the schema does, whatever is changed", () => {
  const value = fc.oneof(
    fc.anything(),
    fc.string({ maxLength: 300 }),
    fc.integer({ min: -1, max: 100_000_000 }),
    fc.constantFrom(
      "1",
      "2c",
      "3",
      "md5",
      "http",
      "smtp",
      "aes",
      "-t",
      "a b",
      "10.0.0.1",
      [],
      {},
      null,
      undefined,
      0,
      1,
      20,
      21,
    ),
  );
  const change = fc.oneof(fc.constant("remove" as const), fc.constant("add" as const), fc.record({ value }));
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...placesOf(good)), change, (path, how) => {
      const candidate = changed(path, how);
      const expected = assignment.safeParse(candidate).success;
      if (!expected) refused += 1;
      expect(checkAssignment(candidate).ok).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(refused).toBeGreaterThan(1_000);
});
