import { DAY, type Instant } from "../../core/clock.ts";
import { sayAny, type Language } from "../../core/messages/say.ts";
import type { StoreView } from "../../core/wire/store.ts";
import type { SampleStore } from "../ports.ts";

/** Growth is said once it rests on so many days; before, it would be a guess from an office's first morning. */
const DAYS_KNOWN = 3;

/**
 * How the store is, in the language of whoever asks. Figures by which stores tell more than every store must:
 * `disk_free_bytes`; `keep_raw_days`, `keep_hour_days`, `keep_day_days`; `growth_bytes_per_day`; `last_compaction_at`.
 */
export function storeViewOf(
  store: Pick<SampleStore, "stats" | "coverage">,
  kind: string,
  language: Language,
  now: Instant,
): StoreView {
  const { entities, points, bytesOnDisk, damaged, figures, troubles } = store.stats();
  const { raw, hour, day } = store.coverage();
  const figure = (name: string): number | null => figures[name] ?? null;
  const growthPerDay =
    figure("growth_bytes_per_day") ?? (kind === "embedded" ? meanGrowth(bytesOnDisk, raw, now) : null);
  const diskFree = figure("disk_free_bytes");
  return {
    now,
    kind,
    entities,
    points,
    bytesOnDisk,
    damaged,
    coverage: { raw: raw ?? null, hour: hour ?? null, day: day ?? null },
    figures: { ...figures },
    troubles: troubles.map(({ code, params }) => ({
      code,
      says: sayAny(language, `fault.${code}`, params) ?? code,
    })),
    diskFree,
    growthPerDay,
    daysLeft:
      growthPerDay === null || growthPerDay <= 0 || diskFree === null
        ? null
        : Math.floor(diskFree / growthPerDay),
    keeps: { raw: figure("keep_raw_days"), hour: figure("keep_hour_days"), day: figure("keep_day_days") },
  };
}

/** While raw readings still gather, what was stored since the first of them; unknown once retention takes some away. */
function meanGrowth(bytes: number, since: Instant | undefined, now: Instant): number | null {
  const days = since === undefined ? 0 : (now - since) / DAY;
  return days < DAYS_KNOWN ? null : bytes / days;
}
