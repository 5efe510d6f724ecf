import { Hono } from "hono";
import * as z from "zod";
import { DAY } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import {
  accessTokenMade,
  accessTokenView,
  type AccessTokenMade,
  type AccessTokenView,
} from "../../../core/wire/access-tokens.ts";
import { unitSeen } from "../access.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts, type ApiContext } from "../context.ts";
import { accessTokenInput, describe, done, validate } from "../schema.ts";
import { formatAccessToken } from "../token-check.ts";

const DEFAULT_DAYS = 365;

/** Tokens with which programs read metrics. People see and revoke those of their units' subtree. */
export const tokenRoutes = ({ registry, clock, newToken }: ApiPorts) => {
  const own = (c: ApiContext, unit: string | null) =>
    unit === null ? c.var.me.unit === null : c.var.visible.has(unit);
  return new Hono<ApiEnv>()
    .get("/tokens", describe("Access tokens of programs", z.array(accessTokenView)), async (c) => {
      const all = await registry.accessTokens();
      return c.json(all.filter(({ unit }) => own(c, unit)) satisfies AccessTokenView[]);
    })
    .post(
      "/tokens",
      describe("Makes an access token; it is shown this once", accessTokenMade),
      validate("json", accessTokenInput),
      async (c) => {
        const { name, unit, days = DEFAULT_DAYS } = c.req.valid("json");
        // What sees everything is only for those who do.
        if (unit === null && c.var.me.unit !== null) throw new FaultError("forbidden");
        if (unit !== null) unitSeen(unit, c.var.visible);
        const { secret, hash } = newToken();
        const given = { name, unit, hash, expiresAt: clock.now() + days * DAY };
        const made = unwrap(await registry.addAccessToken(given, actorOf(c)));
        return c.json({ ...made, token: formatAccessToken(secret) } satisfies AccessTokenMade);
      },
    )
    .delete("/tokens/:token", describe("Revokes an access token", done), async (c) => {
      const id = c.req.param("token");
      const token = (await registry.accessTokens()).find((one) => one.id === id);
      if (token === undefined || !own(c, token.unit)) throw new FaultError("access_token_unknown");
      await registry.revokeAccessToken(id, actorOf(c));
      return c.json({ done: true as const });
    });
};
