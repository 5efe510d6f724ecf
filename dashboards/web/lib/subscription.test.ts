import fc from "fast-check";
import { expect, test } from "vitest";
import { levelOf, reachedBy, SEVERITIES } from "./subscription.ts";

const MAIL = { id: "m", kind: "mail" };
const HOOK = { id: "w", kind: "webhook" };

test("the address of a channel that is switched off stays when something else is saved", () => {
  expect(reachedBy({ m: "an@example.vn", sms: "0912345678" }, [MAIL])).toEqual({
    m: "an@example.vn",
    sms: "0912345678",
  });
});

test("an emptied field takes the address away; a webhook is wanted or not", () => {
  expect(reachedBy({ m: "  ", w: "yes" }, [MAIL, HOOK])).toEqual({ w: "-" });
  expect(reachedBy({ m: " an@example.vn ", w: "" }, [MAIL, HOOK])).toEqual({ m: "an@example.vn" });
});

test("whatever is not shown is as it was, and nothing that is shown is empty", () => {
  const id = fc.constantFrom<string>("a", "b", "c", "d");
  fc.assert(
    fc.property(fc.dictionary(id, fc.string()), fc.uniqueArray(id), (addresses, shown) => {
      const reached = reachedBy(
        addresses,
        shown.map((one) => ({ id: one, kind: "mail" })),
      );
      for (const [channel, address] of Object.entries(addresses))
        if (!shown.includes(channel)) expect(reached[channel]).toBe(address);
      for (const channel of shown) expect(reached[channel]).not.toBe("");
    }),
  );
});

test.each([
  [undefined, "s2"],
  [[], "s0"],
  [["critical"], "s1"],
  [["critical", "warning"], "s2"],
  [["critical", "warning", "notice"], "s3"],
] as const)("%j is level %s", (severities, level) => {
  expect(levelOf(severities, "s2")).toBe(level);
  if (severities !== undefined) expect(SEVERITIES[level]).toEqual(severities);
});
