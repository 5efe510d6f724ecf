import type { Hono } from "hono";
import { DAY, HOUR } from "../../core/clock.ts";
import { sayAny, type Language } from "../../core/messages/say.ts";
import type { FaultCode, FaultParams } from "../../core/result.ts";
import type { AccessTokenMade, AccessTokenView } from "../../core/wire/access-tokens.ts";
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
  const tokens: AccessTokenView[] = [
    {
      id: "k1",
      name: "Grafana phòng Văn hóa",
      unit: null,
      createdAt: now() - 40 * DAY,
      createdBy: "an.nguyen",
      expiresAt: now() + 325 * DAY,
      lastUsed: now() - 3_000,
      revokedAt: null,
    },
    {
      id: "k2",
      name: "Prometheus thử nghiệm",
      unit: "u-hs",
      createdAt: now() - 400 * DAY,
      createdBy: "an.nguyen",
      expiresAt: now() - 35 * DAY,
      lastUsed: null,
      revokedAt: null,
    },
  ];
  app.get("/api/tokens", (c) => c.json(tokens));
  app.post("/api/tokens", async (c) => {
    const { name, unit, days } = await c.req.json<{ name: string; unit: string | null; days: number }>();
    const token: AccessTokenView = {
      id: `k${tokens.length + 1}`,
      name,
      unit,
      createdAt: now(),
      createdBy: "an.nguyen",
      expiresAt: now() + days * DAY,
      lastUsed: null,
      revokedAt: null,
    };
    tokens.push(token);
    return c.json({
      ...token,
      token: "cayda_read_Zm9yLXRoZS1maXh0dXJlLW9ubHktbm90LWEtc2VjcmV0",
    } satisfies AccessTokenMade);
  });
  app.delete("/api/tokens/:token", (c) => {
    const at = tokens.findIndex(({ id }) => id === c.req.param("token"));
    const found = tokens[at];
    if (found !== undefined) tokens[at] = { ...found, revokedAt: now() };
    return c.json({ done: true });
  });
  app.get("/api/export", (c) => {
    c.header("content-disposition", 'attachment; filename="cayda.csv"');
    return c.text("\uFEFFThời điểm\r\n", 200, { "content-type": "text/csv; charset=utf-8" });
  });
}
