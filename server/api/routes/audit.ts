import { Hono } from "hono";
import { FaultError } from "../../../core/result.ts";
import { auditPage } from "../../../core/wire/organisation.ts";
import { auditNames } from "../audit-names.ts";
import { auditLine } from "../audit-words.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { auditQuery, describe, validate } from "../schema.ts";

/** Who changed what: for those who govern the whole system, since it names what belongs to all units. */
export const auditRoutes = (ports: Pick<ApiPorts, "registry" | "people">) =>
  new Hono<ApiEnv>().get(
    "/audit",
    describe("Who changed what, newest first; `before` is the last id of the page before", auditPage),
    validate("query", auditQuery),
    async (c) => {
      if (c.var.me.unit !== null) throw new FaultError("forbidden");
      const { limit = 50, before, subject, actor } = c.req.valid("query");
      // One more than asked for: whether there are older ones.
      const found = await ports.registry.auditEntries({ limit: limit + 1, before, subject, actor });
      const entries = found.slice(0, limit);
      const { language } = c.var;
      const names = await auditNames(ports, entries, language);
      return c.json({
        entries: entries.map((entry) => auditLine(entry, names, language)),
        more: found.length > limit,
      });
    },
  );
