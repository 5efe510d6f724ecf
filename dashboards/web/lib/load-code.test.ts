import { expect, test } from "vitest";
import { codeFrom, type Line } from "./load-code.ts";

const line = (heard: boolean, ...reachable: readonly boolean[]): Line => {
  const answers = [...reachable];
  return { heard: () => heard, isReachable: async () => Promise.resolve(answers.shift() ?? false) };
};
/** Like a browser: what failed once fails for ever, and is not asked for again. */
function browser() {
  let online = true;
  let kept: string | undefined;
  return {
    goes: (value: boolean) => {
      online = value;
    },
    load: async () => {
      kept ??= online ? "page" : "failed";
      if (kept === "failed") throw new TypeError("Failed to fetch dynamically imported module");
      return Promise.resolve(kept);
    },
  };
}

test("a part that is opened while the line is down is there when the line is back", async () => {
  const { load, goes } = browser();
  goes(false);
  expect(await codeFrom(load, line(false, false))).toEqual({ ok: false, fault: "offline" });
  goes(true);
  expect(await codeFrom(load, line(false, true))).toEqual({ ok: true, value: "page" });
});

test("after an answer a moment ago nothing is asked before", async () => {
  const { load } = browser();
  expect(await codeFrom(load, line(true))).toEqual({ ok: true, value: "page" });
});

test("what cannot be had although the server answers is missing; when it has gone silent, it is the line", async () => {
  const { load, goes } = browser();
  goes(false);
  expect(await codeFrom(load, line(true, true))).toEqual({ ok: false, fault: "missing" });
  expect(await codeFrom(load, line(true, false))).toEqual({ ok: false, fault: "offline" });
});
