import * as z from "zod";
import { dateText } from "./assets.ts";

/** Units and sites: what is sent to change them, and what the server answers. */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const instant = z.number().describe("milliseconds since 1970");

export const mergeInput = z.strictObject({ into: id, on: dateText });
/** How many assets, people, services and access tokens are the successor's from now on. */
export const mergeView = z.object({
  moved: z.number(),
  people: z.number(),
  services: z.number(),
  tokens: z.number(),
});
export type MergeView = z.infer<typeof mergeView>;

/** An enrolment token that still holds. */
export const enrolmentTokenView = z.object({
  id: z.string(),
  createdAt: instant,
  /** User name of who made it; null where nobody is on record. */
  createdBy: z.string().nullable(),
  expiresAt: instant,
  /** How many PCs it was made for; null where that is not on record. */
  uses: z.number().nullable(),
  usesLeft: z.number(),
});
export type EnrolmentTokenView = z.infer<typeof enrolmentTokenView>;

/** One line of the audit, in words. */
const auditView = z.object({
  id: z.string(),
  at: instant,
  /** Full name and user name. */
  who: z.string(),
  /** Code of what was done. */
  action: z.string(),
  /** What was done, in the language asked for. */
  what: z.string(),
  /** To what, by its name; null where it is no single thing, or one that is there no more and had none. */
  subject: z.string().nullable(),
  /** Values before and after that say more, as far as there are any. */
  detail: z.string().nullable(),
});
export type AuditView = z.infer<typeof auditView>;

export const auditPage = z.object({
  entries: z.array(auditView),
  /** There are older ones. */
  more: z.boolean(),
});
export type AuditPage = z.infer<typeof auditPage>;
