import { Hono } from "hono";
import * as z from "zod";
import { FaultError } from "../../../core/result.ts";
import { me, type Me } from "../../../core/wire/views.ts";
import { unitSeen } from "../access.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { peopleSeen } from "../prom/scope.ts";
import { accountInput, describe, validate } from "../schema.ts";

/** Who may sign in, as what and for which units. Administrators of a part see and add people of that part. */
export const accountRoutes = ({ people }: Pick<ApiPorts, "people">) =>
  new Hono<ApiEnv>()
    .get("/accounts", describe("People who may sign in", z.array(me)), async (c) =>
      c.json([...peopleSeen(await people.all(), c)] satisfies Me[]),
    )
    .post(
      "/accounts",
      describe("Adds a person, who changes the first password afterwards", me),
      validate("json", accountInput),
      async (c) => {
        const person = c.req.valid("json");
        // Who sees everything can only be added by those who do.
        if (person.unit === null && c.var.me.unit !== null) throw new FaultError("forbidden");
        if (person.unit !== null) unitSeen(person.unit, c.var.visible);
        return c.json(unwrap(await people.add(person, actorOf(c))) satisfies Me);
      },
    );
