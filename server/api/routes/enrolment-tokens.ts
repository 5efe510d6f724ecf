import { Hono } from "hono";
import { z } from "zod";
import { HOUR } from "../../../core/clock.ts";
import { enrolmentTokenView, type EnrolmentTokenView } from "../../../core/wire/organisation.ts";
import { formatToken } from "../../../core/wire/token.ts";
import { tokenView, type TokenView } from "../../../core/wire/views.ts";
import { siteSeen } from "../access.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, tokenInput, validate } from "../schema.ts";

/** With which PCs join a site. */
export const enrolmentTokenRoutes = ({ registry, clock, newToken, agentAddress }: ApiPorts) =>
  new Hono<ApiEnv>()
    .get(
      "/sites/:site/tokens",
      describe("Enrolment tokens of a site that can still be used", z.array(enrolmentTokenView)),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        return c.json([...(await registry.tokens(site.id))] satisfies EnrolmentTokenView[]);
      },
    )
    .post(
      "/sites/:site/tokens",
      describe("Makes an enrolment token; it is shown this once", tokenView),
      validate("json", tokenInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const { uses = 1, hours = 24 } = c.req.valid("json");
        const { secret, hash } = newToken();
        const expiresAt = clock.now() + hours * HOUR;
        unwrap(await registry.addToken(site.id, { hash, expiresAt, uses }, actorOf(c)));
        const token = formatToken({ ...agentAddress(), secret });
        return c.json({ token, expiresAt, uses } satisfies TokenView);
      },
    )
    .delete(
      "/sites/:site/tokens/:token",
      describe(
        "Withdraws an enrolment token: no PC joins with it any more; those that have joined stay",
        done,
      ),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        unwrap(await registry.withdrawToken(site.id, c.req.param("token"), actorOf(c)));
        return c.json({ done: true as const });
      },
    );
