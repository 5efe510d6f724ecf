import { Hono } from "hono";
import { z } from "zod";
import { asOf } from "../../../core/assets/as-of.ts";
import type { Asset } from "../../../core/assets/types.ts";
import { FaultError } from "../../../core/result.ts";
import { seenInput, stockTakeDetail, stockTakeInput, stockTakeView } from "../../../core/wire/assets.ts";
import type { StockTake } from "../../assets-port.ts";
import { unitSeen } from "../access.ts";
import { stockDocumentQuery, unitsQuery } from "../asset-schema.ts";
import { assetViews, below, unitsWithin } from "../asset-view.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { describe, validate } from "../schema.ts";

/** Kiểm kê: what the books say, checked off on a phone. */
export const stockTakeRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/stocktakes",
      describe("Stock-takes, newest first", z.array(stockTakeView)),
      validate("query", unitsQuery),
      async (c) => {
        const units = await unitsWithin(ports, c, c.req.valid("query").unit);
        const takes = await registry.stockTakes([...units]);
        return c.json(takes.map(await views(ports)));
      },
    )
    .post(
      "/stocktakes",
      describe("Opens a stock-take", stockTakeView),
      validate("json", stockTakeInput),
      async (c) => {
        const given = c.req.valid("json");
        unitSeen(given.unit, c.var.visible);
        return c.json((await views(ports))(unwrap(await registry.openStockTake(given, actorOf(c)))));
      },
    )
    .get(
      "/stocktakes/:take",
      describe("A stock-take with the assets of its unit and what was seen", stockTakeDetail),
      async (c) => {
        const take = await takeSeen(ports, c, c.req.param("take"));
        const seen = await registry.seenOf(take.id);
        const [assets, view, takeView] = await Promise.all([
          assetsOf(ports, c, take, new Set(seen.map(({ asset }) => asset))),
          assetViews(ports),
          views(ports),
        ]);
        return c.json({ take: takeView(take), assets: assets.map(view), seen: [...seen] });
      },
    );
};

/** What is done about one. */
export const stockTakeWorkRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .put(
      "/stocktakes/:take/seen",
      describe("An asset was seen; a second look replaces the first", seenInput),
      validate("json", seenInput),
      async (c) => {
        const take = await takeSeen(ports, c, c.req.param("take"));
        const given = c.req.valid("json");
        const assets = await assetsOf(ports, c, take, new Set());
        // A label says the id; a person types the code.
        const asset =
          assets.find(({ id }) => id === given.asset) ?? assets.find(({ code }) => code === given.asset);
        if (asset === undefined) throw new FaultError("asset_unknown");
        return c.json({
          ...unwrap(await registry.countAsset(take.id, { ...given, asset: asset.id }, actorOf(c))),
        });
      },
    )
    .post("/stocktakes/:take/close", describe("Closes a stock-take", stockTakeView), async (c) => {
      const take = await takeSeen(ports, c, c.req.param("take"));
      return c.json((await views(ports))(unwrap(await registry.closeStockTake(take.id, actorOf(c)))));
    })
    .get(
      "/stocktakes/:take/document",
      describe("The record of a stock-take (columns of C53-HD) as .xlsx"),
      validate("query", stockDocumentQuery),
      async (c) => {
        const take = await takeSeen(ports, c, c.req.param("take"));
        const { book } = c.req.valid("query");
        return fileAnswer(c, unwrap(await planning.stockTakeDocument(take.id, book, c.var.language)));
      },
    );
};

/**
 * What is counted: while it is open, what its unit has now; once it is closed, or its unit was merged, what its unit had on that
 * day. What was counted stays in it, wherever it is by now.
 */
async function assetsOf(
  ports: ApiPorts,
  c: ApiContext,
  { unit, on, closedAt }: StockTake,
  counted: ReadonlySet<string>,
): Promise<readonly Asset[]> {
  const { registry } = ports;
  const merged = (await registry.units()).some(({ id, validTo }) => id === unit && validTo !== null);
  const closed = closedAt !== null || merged;
  const units = closed ? below(await registry.unitsOn(on), [unit]) : await unitsWithin(ports, c, unit);
  const moves = closed ? await registry.movesAfter(on) : [];
  const here = await registry.assets({ units: [...units], liquidated: true });
  const away = new Set([...counted, ...moves.flatMap(({ asset, from }) => (units.has(from) ? asset : []))]);
  for (const { id } of here) away.delete(id);
  const gone = await Promise.all([...away].map((id) => registry.asset(id)));
  const all = [...here, ...gone.flatMap((asset) => asset ?? [])];
  const assets = closed
    ? asOf(all, moves, { units, on }, counted)
    : all.filter(({ id, state }) => counted.has(id) || state !== "liquidated");
  return assets.map((asset) => (c.var.visible.has(asset.unit) ? asset : goneElsewhere(asset, unit)));
}

/** Another unit has it by now: what that one writes of it is no business of this one's record. */
const goneElsewhere = (asset: Asset, unit: string): Asset =>
  Object.assign({}, asset, { unit, site: null, device: null, person: null, notes: null, repairs: [] });

async function takeSeen({ registry }: ApiPorts, c: ApiContext, id: string): Promise<StockTake> {
  const take = (await registry.stockTakes()).find((one) => one.id === id);
  if (take === undefined || !c.var.visible.has(take.unit)) throw new FaultError("not_found");
  return take;
}

async function views({ registry }: ApiPorts) {
  const names = new Map((await registry.units()).map(({ id, name }) => [id, name]));
  return (take: StockTake) => Object.assign({}, take, { unitName: names.get(take.unit) ?? "" });
}
