import { expect, test } from "vitest";
import { LANGUAGES } from "../messages/speaker.ts";
import { sayExplanation, sayWarning } from "./say.ts";
import type { Explanation } from "./types.ts";

const EXPLANATIONS: readonly Explanation[] = [
  { id: "a", in: true, because: "must", params: {} },
  { id: "a", in: true, because: "minimum", params: { rule: "counters:u", points: 3, cost: 1 } },
  { id: "a", in: true, because: "worth", params: { points: 3, cost: 1 } },
  { id: "a", in: false, because: "never", params: {} },
  { id: "a", in: false, because: "alternative", params: { other: "b" } },
  { id: "a", in: false, because: "requires", params: { what: "b" } },
  { id: "a", in: false, because: "no_money", params: { missing: 1_500_000 } },
  { id: "a", in: false, because: "no_source", params: { source: "city" } },
  { id: "a", in: false, because: "over_must", params: { missing: 2_000_000 } },
  { id: "a", in: false, because: "worth_less", params: { points: 1, cost: 9, left: 250_000, missing: 0 } },
];

test.each(LANGUAGES)("every reason for being in or out is a whole sentence (%s)", (language) => {
  const said = EXPLANATIONS.map((one) => sayExplanation(language, one));
  for (const sentence of said) expect(sentence).toMatch(/^\p{Lu}[^{}…]+\.$/u);
  expect(new Set(said).size).toBe(EXPLANATIONS.length);
});

test("figures and sources stand in the sentence", () => {
  const say = (because: Explanation["because"]) => {
    const found = EXPLANATIONS.find((one) => one.because === because);
    return found === undefined ? "" : sayExplanation("vi", found);
  };
  expect(say("no_money")).toContain("1.500.000 đ");
  expect(say("no_source")).toContain("Thành phố hỗ trợ");
  expect(say("worth_less")).toContain("còn dư 250.000 đ");
});

test.each(LANGUAGES)(
  "figures of a table that nobody verified: said by what the table holds (%s)",
  (language) => {
    for (const table of ["prices", "norms"]) {
      const said = sayWarning(language, { code: "table_unverified", params: { table, key: "pc-desktop" } });
      expect(said).toMatch(/^\p{Lu}.*\.$/u);
      expect(said).not.toMatch(/pc-desktop|table_unverified|prices/);
    }
  },
);
