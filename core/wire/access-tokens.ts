import * as z from "zod";

const instant = z.number().describe("milliseconds since 1970");

/** Access tokens live for this many days at most. */
export const MAX_TOKEN_DAYS = 3_650;

/** A token with which a program reads metrics (Prometheus API, /metrics); the token itself is only said when it is made. */
export const accessTokenView = z.object({
  id: z.string(),
  name: z.string(),
  /** The unit whose subtree it sees; null means all units. */
  unit: z.string().nullable(),
  createdAt: instant,
  /** The name of who made it. */
  createdBy: z.string(),
  expiresAt: instant,
  lastUsed: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type AccessTokenView = z.infer<typeof accessTokenView>;

export const accessTokenMade = accessTokenView.extend({ token: z.string() });
export type AccessTokenMade = z.infer<typeof accessTokenMade>;
