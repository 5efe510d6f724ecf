import { Hono } from "hono";
import { z } from "zod";
import { MONEY_FIELDS, type AssetFields } from "../../../core/assets/types.ts";
import { FaultError } from "../../../core/result.ts";
import {
  assetAdded,
  assetChange,
  assetDetail,
  assetView,
  linkInput,
  linkSuggestion,
  liquidationInput,
  repairInput,
  tablesView,
  transferInput,
} from "../../../core/wire/assets.ts";
import { deviceSeen, siteSeen, unitSeen } from "../access.ts";
import { assetsQuery, unitsQuery } from "../asset-schema.ts";
import { suggestLinks } from "../asset-suggestions.ts";
import { assetSeen, assetsSeen, assetViews, unitsWithin, unwrapClaim } from "../asset-view.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { boughtAs, lineSeen } from "../plan-seen.ts";
import { describe, validate } from "../schema.ts";
import { wearRowsOf } from "../asset-wear.ts";

/** The register of assets, row by row. */
export const assetRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/assets",
      describe("Assets of a unit and all below it, or all that one may see", z.array(assetView)),
      validate("query", assetsQuery),
      async (c) => {
        const { unit, liquidated } = c.req.valid("query");
        const units = await unitsWithin(ports, c, unit);
        const assets = await registry.assets({ units: [...units], liquidated: liquidated === "1" });
        return c.json(assets.map(await assetViews(ports)));
      },
    )
    .post("/assets", describe("Adds an asset", assetView), validate("json", assetAdded), async (c) => {
      const { line, ...fields } = c.req.valid("json");
      await placeSeen(ports, c, fields);
      if (line !== undefined) await lineSeen(ports, line, c.var.visible);
      const made = await registry.addAsset(fieldsOf(fields), actorOf(c), line);
      const asset = await unwrapClaim(ports, made, c.var.visible);
      return c.json((await assetViews(ports))(asset));
    })
    .get(
      "/assets/:asset",
      describe("An asset with its history, photos, wear and findings", assetDetail),
      async (c) => {
        const asset = await assetSeen(ports, c.req.param("asset"), c.var.visible);
        const [history, photos, found, wear, view, bought] = await Promise.all([
          registry.assetHistory(asset.id),
          registry.photos(asset.id),
          planning.findings(),
          wearRowsOf(ports, [asset]),
          assetViews(ports),
          boughtAs(ports, asset.id, c.var.visible),
        ]);
        return c.json({
          asset: view(asset),
          history: history.map((event) =>
            Object.assign({}, event, {
              changes: Object.fromEntries(
                Object.entries(event.changes).map(([field, [before, after]]) => [field, [before, after]]),
              ),
            }),
          ),
          photos: [...photos],
          wear,
          findings: found.findings.filter((finding) => finding.asset === asset.id),
          boughtAs: bought,
        } as unknown as z.infer<typeof assetDetail>);
      },
    );
};

/** What people change of one asset. */
export const assetChangeRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .patch(
      "/assets/:asset",
      describe("Changes parts of an asset", assetView),
      validate("json", assetChange),
      async (c) => {
        const asset = await assetSeen(ports, c.req.param("asset"), c.var.visible);
        const change = c.req.valid("json");
        moneyOnly(c, change);
        await placeSeen(ports, c, change);
        const done = await registry.changeAsset(asset.id, changeOf(change), actorOf(c), seenBy(c));
        const changed = await unwrapClaim(ports, done, c.var.visible);
        return c.json((await assetViews(ports))(changed));
      },
    )
    .put(
      "/assets/:asset/device",
      describe("Says which device of the network it is; null takes the link away", assetView),
      validate("json", linkInput),
      async (c) => {
        const asset = await assetSeen(ports, c.req.param("asset"), c.var.visible);
        const { device } = c.req.valid("json");
        if (device !== null) await deviceSeen(registry, device, c.var.visible);
        const done = await registry.linkAsset(asset.id, device, actorOf(c), seenBy(c));
        const linked = await unwrapClaim(ports, done, c.var.visible);
        return c.json((await assetViews(ports))(linked));
      },
    )
    .post(
      "/assets/:asset/repairs",
      describe("Adds a repair to the history", assetView),
      validate("json", repairInput),
      async (c) => {
        const asset = await assetSeen(ports, c.req.param("asset"), c.var.visible);
        const repaired = unwrap(await registry.addRepair(asset.id, c.req.valid("json"), actorOf(c)));
        return c.json((await assetViews(ports))(repaired));
      },
    );
};

/** What concerns several assets at once. */
export const assetMoveRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .post(
      "/asset-transfers",
      describe("Moves assets to another unit, all or none", z.object({ moved: z.number() })),
      validate("json", transferInput),
      async (c) => {
        const { assets, ...to } = c.req.valid("json");
        await placeSeen(ports, c, to);
        await assetsSeen(ports, assets, c.var.visible);
        return c.json(unwrap(await registry.transferAssets(assets, to, actorOf(c))));
      },
    )
    .post(
      "/asset-liquidations",
      describe("Liquidates assets on a ground and a decision, all or none", z.object({ done: z.number() })),
      validate("json", liquidationInput),
      async (c) => {
        const { assets, ...how } = c.req.valid("json");
        await assetsSeen(ports, assets, c.var.visible);
        return c.json(unwrap(await registry.liquidateAssets(assets, how, actorOf(c))));
      },
    )
    .put(
      "/asset-liquidations",
      describe(
        "Adds or corrects decision, day and ground of liquidated assets, all or none",
        z.object({ done: z.number() }),
      ),
      validate("json", liquidationInput),
      async (c) => {
        const { assets, ...how } = c.req.valid("json");
        await assetsSeen(ports, assets, c.var.visible);
        return c.json(unwrap(await registry.correctLiquidation(assets, how, actorOf(c), seenBy(c))));
      },
    )
    .get(
      "/asset-suggestions",
      describe("Which device of the network may be which asset", z.array(linkSuggestion)),
      validate("query", unitsQuery),
      async (c) => {
        const units = await unitsWithin(ports, c, c.req.valid("query").unit);
        return c.json([...(await suggestLinks(registry, units))]);
      },
    )
    .get("/asset-tables", describe("Norms, prices, wear and support, as dated data", tablesView), async (c) =>
      c.json((await planning.tables()) as unknown as z.infer<typeof tablesView>),
    );
};

/** Of a record an accountant changes the money, and nothing beside it. */
function moneyOnly(c: ApiContext, change: z.output<typeof assetChange>): void {
  if (c.var.me.role !== "accountant") return;
  const allowed: readonly string[] = MONEY_FIELDS;
  if (Object.keys(change).some((field) => !allowed.includes(field))) throw new FaultError("forbidden");
}

/** Zod's optional parts may be undefined; ours are absent, and JSON makes them so. */
const fieldsOf = (given: Omit<z.output<typeof assetAdded>, "line">): AssetFields =>
  JSON.parse(JSON.stringify(given)) as AssetFields;
const changeOf = (given: z.output<typeof assetChange>): Partial<AssetFields> =>
  JSON.parse(JSON.stringify(given)) as Partial<AssetFields>;

/** A unit that it goes to, and a site there. */
async function placeSeen(
  { registry }: ApiPorts,
  c: ApiContext,
  { unit, site }: { readonly unit?: string | undefined; readonly site?: string | null | undefined },
): Promise<void> {
  if (unit !== undefined) unitSeen(unit, c.var.visible);
  if (site !== undefined && site !== null) await siteSeen(registry, site, c.var.visible);
}
