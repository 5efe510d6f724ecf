import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceEtag, etagIn, etagOf, ifMatch, NO_ETAG, recordEtag } from "./etag.ts";

const record = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string()), { maxKeys: 4 });

test("equal content has one tag, other content another", () => {
  fc.assert(
    fc.property(record, record, (a, b) => {
      expect(etagOf(structuredClone(a))).toBe(etagOf(a));
      expect(etagOf(a) === etagOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(etagOf(a)).toMatch(/^[0-9a-f]{14}$/);
    }),
  );
});

test("what is not there yet has a tag, too, and it is nobody else's", () => {
  expect(etagOf(undefined)).toBe(NO_ETAG);
  expect(etagOf(null)).toBe(NO_ETAG);
  expect(etagOf({})).not.toBe(NO_ETAG);
});

test("a header names one tag, or none that can be compared; what is no tag fits nothing", () => {
  expect(etagIn('"0a1"')).toBe("0a1");
  expect(etagIn('W/"none"')).toBe("none");
  expect(etagIn(undefined)).toBe(undefined);
  expect(etagIn(" * ")).toBe(undefined);
  for (const other of ["", '"a", "b"', '"', "a b"])
    expect(etagIn(other)).not.toMatch(/^[0-9a-f]{14}$|^none$/);
});

test("a record's id is no part of its tag, and of a credential only whether there is one", () => {
  const tag = (id: string, name: string) => {
    const record = { id, name };
    return recordEtag(record);
  };
  expect(tag("a", "x")).toBe(tag("b", "x"));
  expect(tag("a", "x")).not.toBe(tag("a", "y"));
  const device = { name: null, address: "10.1.2.3", port: 161, class: "switch", hasCredential: false };
  const found = { ...device, vendor: "x" };
  expect(deviceEtag(found)).toBe(deviceEtag(device));
  expect(deviceEtag({ ...device, hasCredential: true })).not.toBe(deviceEtag(device));
});

test("what stands in the header is read as it was written", () => {
  const etag = etagOf({ a: 1 });
  expect(etagIn(ifMatch(etag))).toBe(etag);
  expect(etagIn(ifMatch(NO_ETAG))).toBe(NO_ETAG);
});
