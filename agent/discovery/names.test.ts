import { expect, test } from "vitest";
import { createReverseLookup } from "./names.ts";

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

test("a name is cleaned, and an address without one is no trouble", async () => {
  const names: Record<string, string> = { "10.1.1.1": "vp-01.xa\u0000.local" };
  const reverse = createReverseLookup((address) => {
    const name = names[address];
    return name === undefined ? failing("ENOTFOUND") : Promise.resolve([name]);
  });
  for (let time = 0; time < 5; time += 1) expect(await reverse("10.1.1.9")).toBeUndefined();
  expect(await reverse("10.1.1.1")).toBe("vp-01.xa.local");
});

test("name servers that keep silent are asked three times, not for every address", async () => {
  let asked = 0;
  const reverse = createReverseLookup(() => {
    asked += 1;
    return failing("ETIMEOUT");
  });
  for (let time = 0; time < 20; time += 1) await reverse(`10.1.1.${time}`);
  expect(asked).toBe(3);
});
