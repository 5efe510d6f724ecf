import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceHref, parsePath, safeReturn, siteHref, withQuery } from "./router.ts";

test.each([
  ["/", { page: "today" }],
  ["/devices/", { page: "devices" }],
  ["/devices/0192-a", { page: "device", id: "0192-a" }],
  ["/sites/s1", { page: "site", id: "s1" }],
  ["/assets", { page: "assets" }],
  ["/assets/0192-a", { page: "asset", id: "0192-a" }],
  ["/stocktakes/t1", { page: "stocktake", id: "t1" }],
  ["/plans/p1", { page: "plan", id: "p1" }],
  ["/findings", { page: "findings" }],
  ["/setup", { page: "setup" }],
  ["/sites", { page: "nowhere" }],
  ["/sites/a/b", { page: "nowhere" }],
  ["/sites/%E0%A4%A", { page: "nowhere" }],
  ["/constructor", { page: "nowhere" }],
])("%s leads to %o", (path, route) => expect(parsePath(path)).toEqual(route));

test("every id comes back from its address", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      fc.pre(id.isWellFormed() && id !== "." && id !== "..");
      expect(parsePath(siteHref(id))).toEqual({ page: "site", id });
      expect(parsePath(deviceHref(id).split("?")[0] ?? "")).toEqual({ page: "device", id });
    }),
  );
});

test("a query parameter is set, kept and taken away", () => {
  expect(withQuery("?port=1", { range: "6h" })).toBe("?port=1&range=6h");
  expect(withQuery("?port=1&range=6h", { port: undefined })).toBe("?range=6h");
  expect(withQuery("?port=1", { port: undefined })).toBe("");
});

test.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", null])(
  "after signing in nobody is sent to %j",
  (wanted) => expect(safeReturn(wanted)).toBe("/"),
);

test("after signing in one comes back to the page asked for", () =>
  expect(safeReturn("/devices/d1?port=Gi0%2F7")).toBe("/devices/d1?port=Gi0%2F7"));
