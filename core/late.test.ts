import { expect, test } from "vitest";
import { late } from "./late.ts";

test("is made once, with the first question, for all who ask meanwhile", async () => {
  let made = 0;
  const number = late(async () => {
    made += 1;
    await Promise.resolve();
    return made;
  });
  expect(made).toBe(0);
  expect(await Promise.all([number(), number()])).toEqual([1, 1]);
  expect(await number()).toBe(1);
});

test("what failed is tried again", async () => {
  let tries = 0;
  const number = late(async () => {
    tries += 1;
    await Promise.resolve();
    if (tries === 1) throw new Error("away");
    return tries;
  });
  await expect(Promise.all([number(), number()])).rejects.toThrow("away");
  expect(await number()).toBe(2);
});
