import { Hono } from "hono";
import { z } from "zod";
import { dateOf, yearOf } from "../../../core/assets/dates.ts";
import { FaultError } from "../../../core/result.ts";
import { importCommit, importPreviewView, wearRowView, wearRun } from "../../../core/wire/assets.ts";
import { unitSeen } from "../access.ts";
import {
  exportAssetsQuery,
  labelsForm,
  labelsFormQuery,
  labelsQuery,
  unitsQuery,
  wearQuery,
} from "../asset-schema.ts";
import { assetsSeen, unitsWithin, unwrapClaim } from "../asset-view.ts";
import { wearEntries, wearOfYear } from "../asset-wear.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { describe, validate } from "../schema.ts";

/** Spreadsheets that become assets. */
export const assetImportRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .post(
      "/asset-import/preview",
      describe("Reads a spreadsheet (.xlsx, .csv) and says what is wrong; writes nothing", importPreviewView),
      validate("query", unitsQuery),
      async (c) => {
        const { unit } = c.req.valid("query");
        if (unit !== undefined) unitSeen(unit, c.var.visible);
        const bytes = new Uint8Array(await c.req.arrayBuffer());
        const of = { units: c.var.visible, unit: unit ?? null };
        const { token, preview } = unwrap(await planning.previewImport(bytes, of));
        return c.json({ token, preview: preview as Record<string, unknown> });
      },
    )
    .post(
      "/asset-import",
      describe(
        "Takes a preview's good rows, all or none",
        z.object({ added: z.number(), changed: z.number() }),
      ),
      validate("json", importCommit),
      async (c) => {
        const { token, leaveOut } = c.req.valid("json");
        const left = new Set(leaveOut);
        const order = JSON.stringify([actorOf(c).id, [...left].toSorted((a, b) => a - b)]);
        const done = await planning.takePreview(token, order, async (rows) => {
          const wanted = rows.filter(({ row }) => !left.has(row));
          // A preview belongs to whoever knows its token; what it may touch is checked again.
          const known = new Map(
            (await registry.assets({ liquidated: true })).map(({ id, unit }) => [id, unit]),
          );
          for (const { id, fields } of wanted) {
            unitSeen(fields.unit, c.var.visible);
            if (id !== null && !c.var.visible.has(known.get(id) ?? "")) throw new FaultError("asset_unknown");
          }
          const given = wanted.map(({ id, fields, seen }) => ({ id, fields, seen }));
          return registry.importAssets(given, actorOf(c));
        });
        return c.json(await unwrapClaim(ports, done, c.var.visible));
      },
    );
};

/** The register as it leaves: spreadsheets and labels. */
export const assetBookRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/asset-export",
      describe("The register as a spreadsheet, which the import reads again"),
      validate("query", exportAssetsQuery),
      async (c) => {
        const { format, unit } = c.req.valid("query");
        const units = await unitsWithin(ports, c, unit);
        const assets = await registry.assets({ units: [...units] });
        await registry.note("assets_exported", unit ?? "*", { format, assets: assets.length }, actorOf(c));
        return fileAnswer(c, await planning.exportRegister(assets, format));
      },
    )
    .get(
      "/asset-labels",
      describe("A page of QR labels to print"),
      validate("query", labelsQuery),
      async (c) => {
        const { unit, assets } = c.req.valid("query");
        return labelsPage(ports, c, await unitsWithin(ports, c, unit), assets);
      },
    )
    .post(
      "/asset-labels",
      describe("The same of assets named in a form (assets=ID,ID…): thousands are too long for an address"),
      validate("query", labelsFormQuery),
      validate("form", labelsForm),
      async (c) => {
        const { assets } = c.req.valid("form");
        await assetsSeen(ports, assets.split(","), c.var.visible);
        return labelsPage(ports, c, c.var.visible, assets);
      },
    )
    .route("/", wearRoutes(ports));
};

/** Of all assets of these units, or of those named (ids, comma between). */
async function labelsPage(
  ports: ApiPorts,
  c: ApiContext,
  units: ReadonlySet<string>,
  named: string | undefined,
): Promise<Response> {
  const wanted = named === undefined ? undefined : new Set(named.split(","));
  const all = await ports.registry.assets({ units: [...units] });
  const { html, policy } = await ports.planning.labels(
    all.filter(({ id }) => wanted?.has(id) ?? true),
    addressForPhones(c.req.url, ports),
    c.var.language,
  );
  c.header("content-security-policy", `${policy}; base-uri 'none'; frame-ancestors 'none'`);
  return c.html(html);
}

/** The yearly wear. */
const wearRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/asset-wear",
      describe("A year's wear of fixed assets: as it was run, or as it would be", z.array(wearRowView)),
      validate("query", wearQuery),
      async (c) => {
        const { year, unit } = c.req.valid("query");
        const units = await unitsWithin(ports, c, unit);
        const assets = await registry.assets({ units: [...units], liquidated: true });
        return c.json(await wearOfYear(ports, assets, year));
      },
    )
    .post(
      "/asset-wear",
      describe(
        "Writes a year's wear; what is written already stays",
        z.object({ written: z.number(), kept: z.number() }),
      ),
      validate("json", wearRun),
      async (c) => {
        const { year, unit } = c.req.valid("json");
        if (year > yearOf(dateOf(ports.clock.now()))) throw new FaultError("wear_not_yet", { year });
        const units = await unitsWithin(ports, c, unit);
        const assets = await registry.assets({ units: [...units], liquidated: true });
        const entries = await wearEntries(ports, assets, year);
        return c.json(unwrap(await registry.saveWear(year, entries, actorOf(c))));
      },
    );
};

const THIS_MACHINE = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Who prints on the server itself sees it as localhost, where no phone would find it. */
function addressForPhones(url: string, { agentAddress }: Pick<ApiPorts, "agentAddress">): string {
  const { hostname, origin } = new URL(url);
  return THIS_MACHINE.test(hostname) ? agentAddress().server || origin : origin;
}
