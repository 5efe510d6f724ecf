import * as z from "zod";

const instant = z.number().describe("milliseconds since 1970");
const since = instant.nullable();

/** How the metric store is, for the settings page: what it holds, since when, and what a person has to do about it. */
export const storeView = z.object({
  now: instant,
  /** embedded; influx */
  kind: z.string(),
  entities: z.number(),
  points: z.number(),
  bytesOnDisk: z.number(),
  damaged: z.number(),
  /** Where each resolution begins; null where there is nothing of it. */
  coverage: z.object({ raw: since, hour: since, day: since }),
  /** Further figures, by name; which ones depends on the kind of store. */
  figures: z.record(z.string(), z.number()),
  /** Worst first; `says` in the language asked for. */
  troubles: z.array(z.object({ code: z.string(), says: z.string() })),
  /** Free space where the data lies; null where it cannot be known. */
  diskFree: z.number().nullable(),
  /** By how much the store grew a day, and when the disk will be full at that pace; null while it is not known. */
  growthPerDay: z.number().nullable(),
  daysLeft: z.number().nullable(),
  /** How long each resolution is kept, in days; null where the store does not say. */
  keeps: z.object({ raw: z.number().nullable(), hour: z.number().nullable(), day: z.number().nullable() }),
});
export type StoreView = z.infer<typeof storeView>;
