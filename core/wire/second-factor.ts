import * as z from "zod";
import { FACTOR_REQUIRED } from "../roles.ts";

/** The second step of signing in: a code of the phone (TOTP, RFC 6238: six digits, 30 seconds, SHA-1) or a backup code. */

/** Who must have it. */
export const secondFactorRule = z.strictObject({ required: z.enum(FACTOR_REQUIRED) });
export type SecondFactorRule = z.infer<typeof secondFactorRule>;

/** Of the person who asks. */
export const secondFactorState = z.object({
  on: z.boolean(),
  required: z.boolean().describe("the role must have it"),
  codesLeft: z
    .number()
    .nullable()
    .describe("backup codes not used yet; null where it is off or cannot be read"),
});
export type SecondFactorState = z.infer<typeof secondFactorState>;

/** What the phone must know. Shown once, counts only after a code was confirmed. */
export const secondFactorOffer = z.object({
  secret: z.string().describe("base32, to be typed where no picture can be taken"),
  uri: z.string().describe("otpauth:"),
  qr: z.object({
    side: z.number().describe("modules, the quiet border included"),
    path: z.string().describe("SVG path of the dark modules"),
  }),
});
export type SecondFactorOffer = z.infer<typeof secondFactorOffer>;

/** Shown once; each is good for one sign-in. */
export const backupCodes = z.object({ codes: z.array(z.string()) });
export type BackupCodes = z.infer<typeof backupCodes>;
