import { Hono } from "hono";
import { FaultError, type Result } from "../../../core/result.ts";
import { needsSecondFactor } from "../../../core/roles.ts";
import {
  backupCodes,
  secondFactorOffer,
  secondFactorRule,
  secondFactorState,
  type BackupCodes,
  type SecondFactorOffer,
  type SecondFactorRule,
  type SecondFactorState,
} from "../../../core/wire/second-factor.ts";
import { me, type Me } from "../../../core/wire/views.ts";
import {
  actorOf,
  copyCookies,
  isSecure,
  peerOf,
  unwrap,
  type ApiContext,
  type ApiEnv,
  type ApiPorts,
} from "../context.ts";
import { loginGuard, type LoginGuard } from "../login-guard.ts";
import { codeInput, describe, done, factorProof, passwordAgain, validate } from "../schema.ts";

type Ports = Pick<ApiPorts, "people" | "live" | "clock" | "qrOf">;

/** The second step of signing in, what everybody does with the own second factor, and who must have one. */
export const secondFactorRoutes = (ports: Ports) => {
  const guard = loginGuard(ports.clock);
  return new Hono<ApiEnv>()
    .route("/", stepRoutes(ports))
    .route("/", setUpRoutes(ports, guard))
    .route("/", proofRoutes(ports, guard))
    .route("/", ruleRoutes(ports));
};

/** As with passwords, the person and the address are slowed down: who has the password may begin as often as they like. */
const stepRoutes = ({ people, clock }: Ports) => {
  const guard = loginGuard(clock);
  return new Hono<ApiEnv>().post(
    "/auth/second-step",
    describe("Signs in with the code of the phone, or a backup code, after the password", me),
    validate("json", codeInput),
    async (c) => {
      const { headers: given } = c.req.raw;
      const person = await people.secondStepOf(given, isSecure(c));
      if (person === undefined) throw new FaultError("second_step_over");
      const keys = [`peer ${peerOf(c)}`, `code ${person}`];
      for (const key of keys) guard.check(key);
      const stepped = await people.secondStep(c.req.valid("json").code, given, isSecure(c));
      for (const key of keys) guard[stepped.ok ? "passed" : "failed"](key);
      const entered = unwrap(stepped);
      copyCookies(c, entered.headers);
      return c.json(entered.me satisfies Me);
    },
  );
};

/** Whoever sits at an open session must not guess password or code. */
async function guarded<T>(c: ApiContext, guard: LoginGuard, work: () => Promise<Result<T>>): Promise<T> {
  const { id } = c.var.me;
  guard.check(id);
  const worked = await work();
  guard[worked.ok ? "passed" : "failed"](id);
  return unwrap(worked);
}

const setUpRoutes = ({ people, live, qrOf }: Ports, guard: LoginGuard) =>
  new Hono<ApiEnv>()
    .get(
      "/second-factor",
      describe("Whether one has a second factor, and must", secondFactorState),
      async (c) => {
        const on = c.var.me.secondFactor === "on";
        const codesLeft = on ? ((await people.backupCodesLeft(c.var.me.id)) ?? null) : null;
        const required = needsSecondFactor((await people.secondFactorRule()).required, c.var.me.role);
        return c.json({ on, required, codesLeft } satisfies SecondFactorState);
      },
    )
    .post(
      "/second-factor",
      describe(
        "Offers a secret for the phone; nothing changes until a code of it is confirmed",
        secondFactorOffer,
      ),
      validate("json", passwordAgain),
      async (c) => {
        const { password } = c.req.valid("json");
        const secret = await guarded(c, guard, () =>
          people.beginSecondFactor(password, c.req.raw.headers, isSecure(c)),
        );
        const uri = uriOf(c.var.me.username, secret);
        return c.json({ secret, uri, qr: await qrOf(uri) } satisfies SecondFactorOffer);
      },
    )
    .post(
      "/second-factor/confirm",
      describe("Turns the second factor on with a code, and ends all other sessions", backupCodes),
      validate("json", codeInput),
      async (c) => {
        const { code } = c.req.valid("json");
        const { headers, codes } = await guarded(c, guard, () =>
          people.confirmSecondFactor(c.var.me, code, c.req.raw.headers, isSecure(c)),
        );
        live.leave(c.var.me.id);
        copyCookies(c, headers);
        return c.json({ codes: [...codes] } satisfies BackupCodes);
      },
    );

/** What weakens the sign-in takes password and code again. */
const proofRoutes = ({ people }: Ports, guard: LoginGuard) =>
  new Hono<ApiEnv>()
    .post(
      "/second-factor/codes",
      describe("Makes new backup codes; the old ones are worth nothing any more", backupCodes),
      validate("json", factorProof),
      async (c) => {
        const proof = c.req.valid("json");
        const codes = await guarded(c, guard, () =>
          people.renewBackupCodes(c.var.me, proof, c.req.raw.headers, isSecure(c)),
        );
        return c.json({ codes: [...codes] } satisfies BackupCodes);
      },
    )
    .post(
      "/second-factor/end",
      describe("Turns the second factor off", done),
      validate("json", factorProof),
      async (c) => {
        const proof = c.req.valid("json");
        const headers = await guarded(c, guard, () =>
          people.endSecondFactor(c.var.me, proof, c.req.raw.headers, isSecure(c)),
        );
        copyCookies(c, headers);
        return c.json({ done: true as const });
      },
    );

/** It holds for the whole system, so those of the whole system say it. */
const ruleRoutes = ({ people, live }: Pick<Ports, "people" | "live">) =>
  new Hono<ApiEnv>()
    .get("/second-factor-rule", describe("Who must have a second factor", secondFactorRule), async (c) =>
      c.json((await people.secondFactorRule()) satisfies SecondFactorRule),
    )
    .put(
      "/second-factor-rule",
      describe("Says who must have a second factor; who has none is led to set it up", done),
      validate("json", secondFactorRule),
      async (c) => {
        if (c.var.me.unit !== null) throw new FaultError("forbidden");
        unwrap(await people.setSecondFactorRule(c.req.valid("json"), actorOf(c)));
        for (const { id, secondFactor } of await people.all()) if (secondFactor === "due") live.leave(id);
        return c.json({ done: true as const });
      },
    );

/** As authenticator programs read it (Key URI Format); the name tells apart several entries of one phone. */
const uriOf = (username: string, secret: string): string =>
  `otpauth://totp/Cayda:${encodeURIComponent(username)}?secret=${secret}&issuer=Cayda&digits=6&period=30`;
