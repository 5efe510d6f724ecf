import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIpv4, isUnicast, parseIpv4 } from "./ipv4.ts";
import { addressesIn, isInRanges, MAX_SWEEP_ADDRESSES, parseRanges } from "./ranges.ts";

test.each([
  ["10.1.2.0/24", "10.1.2.1", "10.1.2.254"],
  ["10.1.2.77/24", "10.1.2.1", "10.1.2.254"],
  ["10.1.0.0/22", "10.1.0.1", "10.1.3.254"],
  ["10.1.2.8/31", "10.1.2.8", "10.1.2.9"],
  ["10.1.2.8/32", "10.1.2.8", "10.1.2.8"],
  ["10.1.2.10-10.1.2.50", "10.1.2.10", "10.1.2.50"],
  ["10.1.2.10 - 50", "10.1.2.10", "10.1.2.50"],
  [" 10.1.2.7 ", "10.1.2.7", "10.1.2.7"],
  ["127.0.0.1-127.0.0.9", "127.0.0.1", "127.0.0.9"],
])("%s goes from %s to %s", (text, first, last) => {
  expect(parseRanges([text])).toEqual({ ok: true, value: [{ first, last }] });
});

test.each([
  ["", "sweep_range_invalid"],
  ["10.1.2", "sweep_range_invalid"],
  ["10.1.2.300", "sweep_range_invalid"],
  ["10.1.2.0/33", "sweep_range_invalid"],
  ["10.1.2.50-10.1.2.10", "sweep_range_invalid"],
  ["10.1.2.1;reboot", "sweep_range_invalid"],
  ["10.01.2.1", "sweep_range_invalid"],
  ["0.0.0.0/8", "sweep_range_invalid"],
  ["0.0.0.0/0", "sweep_range_invalid"],
  ["224.0.0.1", "sweep_range_invalid"],
  ["255.255.255.255", "sweep_range_invalid"],
  ["fe80::1", "sweep_range_invalid"],
  ["10.0.0.0/21", "sweep_range_large"],
  ["10.0.0.0/8", "sweep_range_large"],
])("%j is refused as %s", (text, code) => {
  expect(parseRanges([text])).toMatchObject({ ok: false, fault: { code } });
});

test("ranges that overlap or touch count once", () => {
  const ranges = parseRanges(["10.1.2.10-20", "10.1.2.15-30", "10.1.2.31"]);
  expect(ranges).toEqual({ ok: true, value: [{ first: "10.1.2.10", last: "10.1.2.31" }] });
  expect(ranges.ok && addressesIn(ranges.value)).toHaveLength(22);
});

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("an address keeps its number, and only the dotted form of four numbers is one", () => {
  fc.assert(fc.property(address, (number) => parseIpv4(formatIpv4(number)) === number));
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = parseIpv4(text);
      return number === undefined || formatIpv4(number) === text;
    }),
  );
});

test("whatever an assignment says, a sweep is bounded and touches single devices' addresses only", () => {
  const range = fc.record({ first: address.map(formatIpv4), last: address.map(formatIpv4) });
  fc.assert(
    fc.property(fc.array(range, { maxLength: 4 }), (ranges) => {
      const addresses = addressesIn(ranges);
      expect(addresses.length).toBeLessThanOrEqual(MAX_SWEEP_ADDRESSES);
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const one of addresses) {
        expect(isUnicast(parseIpv4(one) ?? 0)).toBe(true);
        expect(isInRanges(one, ranges)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});
