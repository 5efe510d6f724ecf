import { Hono } from "hono";
import { FaultError } from "../../../core/result.ts";
import {
  me,
  setupState,
  signedIn,
  type Me,
  type SetupState,
  type SignedIn,
} from "../../../core/wire/views.ts";
import type { NewPerson, People } from "../../people-port.ts";
import { copyCookies, isSecure, peerOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { familiarPlaces, loginGuard } from "../login-guard.ts";
import { describe, done, passwordInput, setupInput, signInInput, validate } from "../schema.ts";
import { secondFactorRoutes } from "./second-factor.ts";

/** Set-up, signing in and out, passwords. */
export const peopleRoutes = (ports: ApiPorts) => {
  const { people, live, clock, version, setupKey, log } = ports;
  const guard = loginGuard(clock);
  const familiar = familiarPlaces();
  const createFirst = firstAdministrator(people);
  const signIn = boundedSignIn(people);
  return new Hono<ApiEnv>()
    .get(
      "/setup",
      describe("Whether the first administrator is still to be created", setupState),
      async (c) =>
        c.json({ needed: await people.setupNeeded(), version, now: clock.now() } satisfies SetupState),
    )
    .post(
      "/setup",
      describe("Creates the first administrator with the key of the printed link", me),
      validate("json", setupInput),
      async (c) => {
        const { key, ...person } = c.req.valid("json");
        const peer = `setup ${peerOf(c)}`;
        guard.check(peer);
        if (!setupKey(key)) {
          guard.failed(peer);
          // Said only to those without the key: it tells nothing that GET /api/setup does not.
          throw new FaultError((await people.setupNeeded()) ? "setup_link_invalid" : "setup_done");
        }
        await createFirst(person);
        const login = unwrap(await signIn(person, isSecure(c)));
        // Somebody who was made a moment ago has no second factor.
        if (login.me === undefined) throw new FaultError("setup_done");
        copyCookies(c, login.headers);
        log.info("setup_done", { username: login.me.username });
        return c.json(login.me satisfies Me);
      },
    )
    .post(
      "/auth/sign-in/username",
      describe("Signs in, or says that a code is still asked for", signedIn),
      validate("json", signInInput),
      async (c) => {
        const login = c.req.valid("json");
        const [name, peer] = [login.username.toLowerCase(), peerOf(c)];
        const keys = [
          `peer ${peer}`,
          familiar.has(name, peer) ? `name ${name} from ${peer}` : `name ${name}`,
        ];
        for (const key of keys) guard.check(key);
        const entered = await signIn(login, isSecure(c));
        for (const key of keys) guard[entered.ok ? "passed" : "failed"](key);
        if (entered.ok) familiar.add(name, peer);
        const { me, headers } = unwrap(entered);
        copyCookies(c, headers);
        return c.json((me ?? { secondStep: true as const }) satisfies SignedIn);
      },
    )
    .route("/", ownRoutes({ people, live, clock }))
    .route("/", secondFactorRoutes(ports));
};

/** What everybody does with the own session. */
const ownRoutes = ({ people, live, clock }: Pick<ApiPorts, "people" | "live" | "clock">) => {
  const guard = loginGuard(clock);
  return new Hono<ApiEnv>()
    .post("/auth/sign-out", describe("Ends this session", done), async (c) => {
      copyCookies(c, await people.signOut(c.req.raw.headers, isSecure(c)));
      return c.json({ done: true as const });
    })
    .post(
      "/auth/change-password",
      describe("Changes one's own password and ends all other sessions", done),
      validate("json", passwordInput),
      async (c) => {
        const { currentPassword: current, newPassword: next } = c.req.valid("json");
        const key = `password ${c.var.me.id}`;
        guard.check(key);
        if (next === current) throw new FaultError("password_same");
        const changed = await people.changePassword({ current, next }, c.req.raw.headers, isSecure(c));
        if (!changed.ok) guard.failed(key);
        else live.leave(c.var.me.id);
        copyCookies(c, unwrap(changed));
        return c.json({ done: true as const });
      },
    )
    .get("/me", describe("The person who is signed in", me), (c) => c.json(c.var.me satisfies Me));
};

/** One after the other, so that two clicks do not make two administrators. */
function firstAdministrator(people: People): (person: Omit<NewPerson, "role" | "unit">) => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  const create = async (person: Omit<NewPerson, "role" | "unit">) => {
    if (!(await people.setupNeeded())) throw new FaultError("setup_done");
    const by = { id: "setup", name: "setup" };
    unwrap(await people.add({ ...person, role: "administrator", unit: null }, by));
  };
  return (person) => {
    const mine = before.then(() => create(person));
    before = mine.catch(() => undefined);
    return mine;
  };
}

/** Checking a password takes 16 MB and a tenth of a second on purpose: only a few at a time. */
const MOST_AT_ONCE = 8;

function boundedSignIn(people: People): People["signIn"] {
  let running = 0;
  return async (login, secure) => {
    if (running >= MOST_AT_ONCE) throw new FaultError("rate_limited", { seconds: 1 });
    running += 1;
    try {
      return await people.signIn(login, secure);
    } finally {
      running -= 1;
    }
  };
}
