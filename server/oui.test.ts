import { expect, test } from "vitest";
import { makersOf } from "./oui.ts";

test("names the maker of a card, and nobody where there is none to name", async () => {
  const makers = await makersOf(["00:00:0c:12:34:56", null, "da:a1:19:00:00:01", "00:00:0c:00:00:00"]);
  expect(makers[0]).toMatch(/^cisco/i);
  expect(makers[1]).toBeUndefined();
  // Made up by a telephone: its first bytes are nobody's prefix.
  expect(makers[2]).toBeUndefined();
  expect(makers[3]).toBe(makers[0]);
});
