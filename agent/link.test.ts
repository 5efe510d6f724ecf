import fc from "fast-check";
import { expect, test } from "vitest";
import { judge, nextDelay } from "./link.ts";

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => ({
  status,
  header: (name: string) => headers[name],
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  sentAt: 0,
  answeredAt: 0,
});
const error = (code: string) => ({ error: { code, says: "…", params: { field: "port:x/1" } } });

test.each([
  [200, {}, "done", undefined],
  [304, "", "done", undefined],
  [400, error("bad_input"), "unfit", "bad_input"],
  [413, error("block_too_large"), "unfit", "block_too_large"],
  [415, "", "unfit", "server_refused"],
  [422, "", "unfit", "server_refused"],
  [401, error("agent_unauthorized"), "refused", "agent_unauthorized"],
  [403, error("agent_revoked"), "refused", "agent_revoked"],
  [403, "<html>", "refused", "server_refused"],
  [403, error("entity_foreign"), "unfit", "entity_foreign"],
  [404, "<html>", "later", "server_refused"],
  [408, "", "later", "server_refused"],
  [429, error("rate_limited"), "later", "rate_limited"],
  [302, "", "later", "server_refused"],
  [500, error("internal"), "later", "internal"],
  [503, error("store_busy"), "later", "store_busy"],
  [507, error("store_full"), "later", "store_full"],
  [500, error("a code of tomorrow"), "later", "server_refused"],
] as const)("status %i with %j asks for: %s (%s)", (status, body, does, code) => {
  const verdict = judge(answer(status, body), "https://x");
  expect(verdict.does).toBe(does);
  expect(verdict.does === "done" ? undefined : verdict.fault.code).toBe(code);
});

test.each([
  ["7", {}, 7_000],
  ["0", {}, 0],
  ["Mon, 23 Nov 2026 08:00:30 GMT", { date: "Mon, 23 Nov 2026 08:00:00 GMT" }, 30_000],
  ["Mon, 23 Nov 2026 07:00:00 GMT", { date: "Mon, 23 Nov 2026 08:00:00 GMT" }, 0],
  ["999999999", {}, 3_600_000],
  ["soon", {}, undefined],
  ["-5", {}, undefined],
])("Retry-After %j is understood", (text, headers, wanted) => {
  const verdict = judge(answer(503, "", { "retry-after": text, ...headers }), "https://x");
  expect(verdict).toMatchObject({ does: "later" });
  expect(verdict.does === "later" && verdict.retryAfterMs).toBe(wanted);
});

test("the wait doubles up to a minute, is at least half of it, and what the server asks for wins", () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const delay = nextDelay(attempt, () => chance);
      const cap = Math.min(60_000, 1_000 * 2 ** attempt);
      expect(delay).toBeGreaterThanOrEqual(cap / 2);
      expect(delay).toBeLessThanOrEqual(cap);
      expect(nextDelay(attempt, () => chance, 1_234)).toBe(1_234);
      expect(nextDelay(attempt, () => chance, undefined, 4_000)).toBe(
        Math.min(delay, 2_000 + chance * 2_000),
      );
    }),
  );
});
