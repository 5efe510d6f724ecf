import * as z from "zod";

/** A public service as the sites that look at it see it now; `etag` as in `core/wire/assets.ts`. */
export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["http", "tcp", "dns", "smtp"]),
  target: z.string(),
  unit: z.string(),
  everyMs: z.number(),
  expect: z.object({
    status: z.number().exactOptional(),
    text: z.string().exactOptional(),
    server: z.string().exactOptional(),
  }),
  /** `up` null: nothing is known of it there now. `check` owns the entity `service:ID`. */
  sites: z.array(
    z.object({ site: z.string(), name: z.string(), up: z.boolean().nullable(), check: z.string() }),
  ),
  etag: z.string(),
});
export type ServiceView = z.infer<typeof serviceView>;
