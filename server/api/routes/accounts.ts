import { Hono } from "hono";
import * as z from "zod";
import { FaultError } from "../../../core/result.ts";
import { me, type Me } from "../../../core/wire/views.ts";
import type { Taken } from "../../people-port.ts";
import { unitSeen } from "../access.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { peopleSeen } from "../prom/scope.ts";
import {
  accountChange,
  accountInput,
  describe,
  done,
  passwordForOther,
  personChanged,
  personRemoved,
  validate,
} from "../schema.ts";

type Ports = Pick<ApiPorts, "people" | "live">;

/** Who may sign in, as what and for which units. Administrators of a part see, add and change people of that part. */
export const accountRoutes = (ports: Ports) => {
  const { people, live } = ports;
  return new Hono<ApiEnv>()
    .get("/accounts", describe("People who may sign in", z.array(me)), async (c) =>
      c.json([...peopleSeen(await people.all(), c)] satisfies Me[]),
    )
    .post(
      "/accounts",
      describe("Adds a person, who must change the first password at the first sign-in", me),
      validate("json", accountInput),
      async (c) => {
        const person = c.req.valid("json");
        within(person.unit, c);
        return c.json(unwrap(await people.add({ ...person, passwordDue: true }, actorOf(c))) satisfies Me);
      },
    )
    .patch(
      "/accounts/:person",
      describe("Changes name, role or unit of a person; what is not named stays", personChanged),
      validate("json", accountChange),
      async (c) => {
        const { id } = await governed(ports, c, c.req.param("person"));
        const change = c.req.valid("json");
        if (change.unit !== undefined) within(change.unit, c);
        const changed = unwrap(await people.change(id, change, actorOf(c)));
        live.leave(id);
        return c.json(changed satisfies Me & Taken);
      },
    )
    .delete(
      "/accounts/:person",
      describe("Removes a person: no session, token or message any more; what they did stays", personRemoved),
      async (c) => {
        const { id } = await governed(ports, c, c.req.param("person"));
        const taken = unwrap(await people.remove(id, actorOf(c)));
        live.leave(id);
        return c.json({ done: true as const, ...taken });
      },
    )
    .route("/", credentialRoutes(ports));
};

/** For somebody who cannot get in. */
const credentialRoutes = (ports: Ports) => {
  const { people, live } = ports;
  return new Hono<ApiEnv>()
    .put(
      "/accounts/:person/password",
      describe("Sets a password for one sign-in and ends all sessions of the person", done),
      validate("json", passwordForOther),
      async (c) => {
        const { id } = await governed(ports, c, c.req.param("person"));
        unwrap(await people.resetPassword(id, c.req.valid("json").password, actorOf(c)));
        live.leave(id);
        return c.json({ done: true as const });
      },
    )
    .delete(
      "/accounts/:person/second-factor",
      describe("Removes the second factor of somebody who lost the phone, and ends all their sessions", done),
      async (c) => {
        const { id } = await governed(ports, c, c.req.param("person"));
        unwrap(await people.removeSecondFactor(id, actorOf(c)));
        live.leave(id);
        return c.json({ done: true as const });
      },
    );
};

/** Who sees everything is only for those who do. */
function within(unit: string | null, c: ApiContext): void {
  if (unit === null && c.var.me.unit !== null) throw new FaultError("forbidden");
  if (unit !== null) unitSeen(unit, c.var.visible);
}

/** A person whom the administrator may change: of the own units. Others who are seen, those above, may not be. */
async function governed({ people }: Ports, c: ApiContext, id: string): Promise<Me> {
  const person = peopleSeen(await people.all(), c).find((one) => one.id === id);
  if (person === undefined) throw new FaultError("person_unknown");
  if (person.unit === null && c.var.me.unit !== null) throw new FaultError("forbidden");
  return person;
}
