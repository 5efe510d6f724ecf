import type { Hono } from "hono";
import { DAY, HOUR, type Instant } from "../../core/clock.ts";
import { sayAny } from "../../core/messages/say.ts";

/** Scores by unit and site; what is calm loses nothing. */
const SCORES = [
  ["unit", "u-md", 76],
  ["site", "s-hs1", 62],
  ["site", "s-mx1", 88],
  ["site", "s-mx2", 97],
] as const;

/** Open alerts (none, or no answer) and health scores with their past of two weeks. */
export function addHealth(app: Hono, now: () => Instant, scenario: () => string): void {
  app.get("/api/alerts", (c) => {
    if (scenario() !== "no-alerts") return c.json([]);
    const says = sayAny("vi", "fault.store_busy", {});
    return c.json({ error: { code: "store_busy", says, params: {} } }, 503);
  });
  app.get("/api/scores", (c) => {
    const { kind, site } = c.req.query();
    if (scenario() === "empty") return c.json([]);
    return c.json(
      SCORES.filter(([of, id]) => (site === undefined ? of === kind : id === site)).map(
        ([of, id, score]) => ({
          subject: { kind: of, id },
          score: scenario() === "normal" ? score : 100,
          penalties: [],
          inferred: false,
          at: now(),
        }),
      ),
    );
  });
  app.get("/api/scores/history", (c) => {
    const [, , score] = SCORES.find(([, id]) => id === c.req.query("id")) ?? ["unit", "", 100];
    const start = Math.floor(now() / HOUR) * HOUR - 13 * DAY;
    const days = Array.from({ length: 14 }, (_, i) => i);
    return c.json(
      days.map((day) => ({ at: start + day * DAY, score: day < 10 ? 95 - (day % 3) : score + 13 - day })),
    );
  });
}
