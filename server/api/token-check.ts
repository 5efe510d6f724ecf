import type { Clock } from "../../core/clock.ts";
import { FaultError } from "../../core/result.ts";
import type { AccessTokenRecord, AccessTokens } from "../people-port.ts";
import { loginGuard } from "./login-guard.ts";

/** So that a person, or a program that looks for leaked secrets, sees what it is. */
const PREFIX = "cayda_read_";
const SECRET = /^cayda_read_([A-Za-z0-9_-]{43})$/;

export const formatAccessToken = (secret: string): string => `${PREFIX}${secret}`;

/**
 * Who reads by an Authorization header: `Bearer` and the token, or `Basic` with it as the password under any name. Throws
 * FaultError `access_token_invalid`, and `rate_limited` to an address that failed too often. A good token never waits: it is
 * 256 random bits, so letting it in tells a guesser nothing, and one wrong data source must not stop those beside it.
 */
export function tokenCheck(
  registry: Pick<AccessTokens, "accessTokenBySecret" | "accessTokenUsed">,
  clock: Clock,
  hashSecret: (secret: string) => string,
): (authorization: string, peer: string) => Promise<AccessTokenRecord> {
  const failures = loginGuard(clock);
  return async (authorization, peer) => {
    const secret = SECRET.exec(givenIn(authorization))?.[1];
    const token = secret === undefined ? undefined : await registry.accessTokenBySecret(hashSecret(secret));
    if (token === undefined || token.revokedAt !== null || token.expiresAt <= clock.now()) {
      failures.check(peer);
      failures.failed(peer);
      throw new FaultError("access_token_invalid");
    }
    registry.accessTokenUsed(token.id);
    return token;
  };
}

function givenIn(authorization: string): string {
  const [, scheme = "", given = ""] = /^(Bearer|Basic) +(\S{1,500})$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== "basic") return given;
  const text = decoded(given);
  return text.slice(text.indexOf(":") + 1);
}

/** A token is ASCII, so that one character stands for one byte. */
function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return "";
  }
}
