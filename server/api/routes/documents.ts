import { Hono } from "hono";
import { unitSeen } from "../access.ts";
import { unitDocumentKind, unitDocumentQuery } from "../asset-schema.ts";
import { unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { describe, validate } from "../schema.ts";

/** Documents that need no plan. */
export const documentRoutes = ({ planning }: ApiPorts) =>
  new Hono<ApiEnv>().get(
    "/unit-documents/:kind",
    describe("Demand table, wear table, yearly report of a unit and all below it"),
    validate("param", unitDocumentKind),
    validate("query", unitDocumentQuery),
    async (c) => {
      const { unit, year } = c.req.valid("query");
      unitSeen(unit, c.var.visible);
      const of = { unit, units: [unit], year };
      return fileAnswer(
        c,
        unwrap(await planning.unitDocument(c.req.valid("param").kind, of, c.var.language)),
      );
    },
  );
