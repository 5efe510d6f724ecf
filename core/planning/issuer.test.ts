import fc from "fast-check";
import { expect, test } from "vitest";
import { issuerOf, issuersOf } from "./issuer.ts";

const unit = (id: string, parent: string | null = null) => ({ id, name: `Unit ${id}`, parent });
const UNITS = [
  unit("city"),
  unit("cluster", "city"),
  unit("a", "cluster"),
  unit("b", "cluster"),
  unit("c", "city"),
  unit("office", "a"),
  unit("alone"),
];

test("one unit issues its own papers", () => {
  expect(issuerOf(UNITS, ["a"], undefined)).toEqual({ ok: true, value: "a" });
});

test("several units: the nearest that is above all of them, which may be one of them", () => {
  expect(issuerOf(UNITS, ["a", "b"], undefined)).toEqual({ ok: true, value: "cluster" });
  expect(issuerOf(UNITS, ["a", "c"], undefined)).toEqual({ ok: true, value: "city" });
  expect(issuerOf(UNITS, ["office", "a"], undefined)).toEqual({ ok: true, value: "a" });
});

test("who asks says which of them, or any above all; nobody else", () => {
  for (const asked of ["a", "b", "cluster", "city"])
    expect(issuerOf(UNITS, ["a", "b"], asked)).toEqual({ ok: true, value: asked });
  expect(issuerOf(UNITS, ["a"], "city")).toEqual({ ok: true, value: "city" });
  for (const asked of ["c", "office", "alone", "nowhere", ""])
    expect(issuerOf(UNITS, ["a", "b"], asked)).toMatchObject({
      fault: {
        code: "issuer_unfit",
        params: { field: "issuer", units: "Unit cluster, Unit city, Unit a, Unit b" },
      },
    });
});

test("without anything above all of them the field and the units are named", () => {
  expect(issuerOf(UNITS, ["a", "alone"], undefined)).toMatchObject({
    fault: { code: "issuer_unclear", params: { field: "issuer", units: "Unit a, Unit alone" } },
  });
});

test("what the person does not see neither issues nor is named", () => {
  const seen = UNITS.filter(({ id }) => id === "a" || id === "b");
  expect(issuersOf(seen, ["a", "b"]).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(issuerOf(seen, ["a", "b"], undefined)).toMatchObject({ fault: { code: "issuer_unclear" } });
  expect(issuerOf(seen, ["a", "b"], "cluster")).toMatchObject({ fault: { code: "issuer_unfit" } });
});

test("whatever the tree, also one that was broken into a ring: what is answered may issue", () => {
  const tree = fc
    .array(fc.option(fc.nat({ max: 9 })), { minLength: 1, maxLength: 10 })
    .map((parents) => parents.map((parent, i) => unit(String(i), parent === null ? null : String(parent))));
  const asked = fc.option(
    fc.nat({ max: 9 }).map((id) => String(id)),
    { nil: undefined },
  );
  const covered = fc.uniqueArray(
    fc.nat({ max: 9 }).map((id) => String(id)),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(tree, covered, asked, (units, wanted, who) => {
      const fit = issuersOf(units, wanted).map(({ id }) => id);
      const found = issuerOf(units, wanted, who);
      if (who !== undefined) expect(found.ok).toBe(fit.includes(who));
      else if (found.ok && wanted.length > 1) expect(fit[0]).toBe(found.value);
    }),
  );
});
