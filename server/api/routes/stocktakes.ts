import { Hono } from "hono";
import { z } from "zod";
import { FaultError } from "../../../core/result.ts";
import { seenInput, stockTakeDetail, stockTakeInput, stockTakeView } from "../../../core/wire/assets.ts";
import type { StockTake } from "../../assets-port.ts";
import { unitSeen } from "../access.ts";
import { stockDocumentQuery, unitsQuery } from "../asset-schema.ts";
import { assetViews, unitsWithin } from "../asset-view.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { describe, validate } from "../schema.ts";
import { assetsToCount, linesToKeep, recordOf } from "../stock-take-assets.ts";

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
        const counted = new Set(seen.map(({ asset }) => asset));
        const [view, takeView] = await Promise.all([assetViews(ports), views(ports)]);
        const assets =
          take.closedAt === null
            ? (await assetsToCount(ports, c, take, counted)).map(view)
            : (await recordOf(ports, c, take, counted)).map(({ asset, remaining }) =>
                Object.assign(view(asset), { remaining }),
              );
        return c.json({ take: takeView(take), assets, seen: [...seen] });
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
        const assets = await assetsToCount(ports, c, take, new Set());
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
      const lines = take.closedAt === null ? await linesToKeep(ports, take) : [];
      return c.json((await views(ports))(unwrap(await registry.closeStockTake(take.id, lines, actorOf(c)))));
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

async function takeSeen({ registry }: ApiPorts, c: ApiContext, id: string): Promise<StockTake> {
  const take = (await registry.stockTakes()).find((one) => one.id === id);
  if (take === undefined || !c.var.visible.has(take.unit)) throw new FaultError("not_found");
  return take;
}

async function views({ registry }: ApiPorts) {
  const names = new Map((await registry.units()).map(({ id, name }) => [id, name]));
  return (take: StockTake) => Object.assign({}, take, { unitName: names.get(take.unit) ?? "" });
}
