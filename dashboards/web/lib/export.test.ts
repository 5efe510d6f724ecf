import { expect, test } from "vitest";
import { DAY } from "../../../core/clock.ts";
import { detailFor, exportHref } from "./export.ts";

test.each([
  [{ entity: "port:a/1" }, 30, "raw"],
  [{ entity: "port:a/1" }, 365, "hour"],
  [{ device: "a" }, 1, "raw"],
  [{ device: "a" }, 30, "hour"],
  [{ site: "s" }, 365, "day"],
] as const)("of %o, %d days are exported by the %s", (what, days, detail) => {
  expect(detailFor({ from: 0, to: days * DAY }, what)).toBe(detail);
});

test("an entity's name is text in the address, whatever it holds", () => {
  const href = exportHref({ entity: "port:a/Gi0 & 7" }, { from: 1, to: 2 }, "raw", "csv", "vi");
  expect(new URL(href, "http://x").searchParams.get("entity")).toBe("port:a/Gi0 & 7");
});
