import * as z from "zod";
import { PROTOCOL } from "./limits.ts";

/**
 * How an agent becomes known. A person makes a token for one site; the token text carries the server's address and
 * the SHA-256 of its certificate, so that the very first connection is already pinned. The agent exchanges the token
 * once for a secret of its own.
 */
export const enrolRequest = z.strictObject({
  protocol: z.literal(PROTOCOL),
  token: z.string().min(16).max(128),
  hostname: z.string().max(255),
  platform: z.string().max(32),
  version: z.string().max(40),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

export const enrolAnswer = z.object({
  protocol: z.literal(PROTOCOL),
  agent: z.string(),
  /** The id of this PC as a device: what its host, port and volume samples belong to. */
  device: z.string(),
  site: z.object({ id: z.string(), name: z.string() }),
  secret: z.string().min(32),
  serverTime: z.number(),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;
