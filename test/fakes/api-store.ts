import type { Hono } from "hono";
import { DAY, HOUR } from "../../core/clock.ts";
import { sayAny, type Language } from "../../core/messages/say.ts";
import type { FaultCode, FaultParams } from "../../core/result.ts";
import type { StoreView } from "../../core/wire/store.ts";

/** The metric store as the pages see it: one that is well, one whose disk is nearly full. */
export function addStore(app: Hono, now: () => number, scenario: () => string): void {
  app.get("/api/store", (c) => {
    const language: Language = c.req.header("accept-language")?.startsWith("en") === true ? "en" : "vi";
    const trouble = (code: FaultCode, params: FaultParams) => ({
      code,
      says: sayAny(language, `fault.${code}`, params) ?? code,
    });
    const low = scenario() === "disk-low";
    return c.json({
      now: now(),
      kind: "embedded",
      entities: 1_372,
      points: 1_523_004_112,
      bytesOnDisk: 1.72e9,
      damaged: 0,
      coverage: { raw: now() - 35 * DAY, hour: now() - 190 * DAY, day: now() - 190 * DAY },
      figures: { last_compaction_at: now() - 7 * HOUR },
      troubles: low ? [trouble("store_disk_full_soon", { free: 420, days: 8 })] : [],
      diskFree: low ? 420 * 1024 ** 2 : 112e9,
      growthPerDay: 49.2e6,
      daysLeft: low ? 8 : 2_276,
      keeps: { raw: 35, hour: 1_095, day: 3_650 },
    } satisfies StoreView);
  });
  app.get("/api/export", (c) => {
    c.header("content-disposition", 'attachment; filename="cayda.csv"');
    return c.text("\uFEFFThời điểm\r\n", 200, { "content-type": "text/csv; charset=utf-8" });
  });
}
