import { Hono } from "hono";
import type { z } from "zod";
import {
  candidatesView,
  findingsView,
  toCandidatesView,
  type CandidatesView,
} from "../../../core/wire/plans.ts";
import type { AssetTables } from "../../../core/assets/tables.ts";
import { counterUnits } from "../../../core/planning/scenario.ts";
import { candidatesQuery, unitsQuery } from "../asset-schema.ts";
import { unitsWithin } from "../asset-view.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { describe, validate } from "../schema.ts";
import type { Gathered } from "../../planning-port.ts";

/** What was found out about the equipment, and what could be done about it. */
export const findingRoutes = (ports: ApiPorts) => {
  const { planning } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/findings",
      describe("Findings of a unit and all below it, each with its evidence", findingsView),
      validate("query", unitsQuery),
      async (c) => {
        const units = await unitsWithin(ports, c, c.req.valid("query").unit);
        const gathered = await planning.findings();
        const findings = gathered.findings.filter(({ unit }) => units.has(unit));
        const view = { today: gathered.today, findings, ...namesOf(gathered, units) };
        return c.json(view as unknown as Found);
      },
    )
    .get(
      "/plan-candidates",
      describe("Everything that money could be spent on, as the plan editor needs it", candidatesView),
      validate("query", candidatesQuery),
      async (c) => {
        const { unit, year } = c.req.valid("query");
        const units = await unitsWithin(ports, c, unit);
        const [gathered, tables] = await Promise.all([planning.findings(), planning.tables()]);
        const candidates = (await planning.candidates()).filter((one) => units.has(one.unit));
        const profiles = gathered.units.flatMap(({ profile }) =>
          profile !== null && units.has(profile.unit) ? [profile] : [],
        );
        const view: CandidatesView = {
          today: gathered.today,
          year,
          ...toCandidatesView(candidates),
          profiles: counterUnits(gathered.assets, profiles).map((one) => Object.assign({}, one)),
          ...normRows(tables),
          ...namesOf(gathered, units),
        };
        return c.json(view);
      },
    );
};
type Found = z.infer<typeof findingsView>;

/** Rows as they are in the tables; the schema only says that they are rows. */
const normRows = ({ norms, overCap }: AssetTables) =>
  ({ norms, overCap }) as unknown as Pick<CandidatesView, "norms" | "overCap">;

function namesOf(
  { units: all, assets }: Gathered,
  units: ReadonlySet<string>,
): Pick<CandidatesView, "units" | "assets"> {
  return {
    units: all.flatMap(({ unit, name }) => (units.has(unit) ? [{ id: unit, name }] : [])),
    assets: assets.flatMap(({ asset: { id, name, unit, code, device } }) =>
      units.has(unit) ? [{ id, name, unit, code, device }] : [],
    ),
  };
}
