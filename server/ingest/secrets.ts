import { createHash, randomBytes } from "node:crypto";

/** Secrets of agents and tokens have 256 random bits, so a plain SHA-256 of them is safe to store and to look up. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export function newToken(): { readonly secret: string; readonly hash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}
