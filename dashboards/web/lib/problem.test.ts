import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf, mayRetry, readProblem, sayProblem } from "./problem.ts";

test("a fault keeps its code and sentence", () => {
  const problem = readProblem(403, { error: { code: "forbidden", says: "Không được.", params: {} } });
  expect(problem).toEqual({ kind: "fault", status: 403, code: "forbidden", says: "Không được." });
  expect(sayProblem(problem, "vi")).toBe("Không được.");
  expect(codeOf(problem)).toBe("forbidden");
  expect(mayRetry(problem)).toBe(false);
});

test("whatever a proxy answers is said with its status and never crashes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      const problem = readProblem(502, { page: body });
      expect(problem).toEqual({ kind: "strange", status: 502 });
      expect(sayProblem(problem, "en")).toContain("502");
      expect(mayRetry(problem)).toBe(true);
    }),
  );
  for (const body of [null, undefined, "<html>", 3, [], { error: "x" }]) {
    expect(readProblem(500, body).kind).toBe("strange");
  }
});

test("a server that does not answer is worth another try", () => {
  expect(mayRetry({ kind: "offline" })).toBe(true);
  expect(codeOf({ kind: "offline" })).toBeUndefined();
});
