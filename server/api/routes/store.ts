import { Hono } from "hono";
import { storeView } from "../../../core/wire/store.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { describe } from "../schema.ts";
import { storeViewOf } from "../store-view.ts";

export const storeRoutes = ({ store, storeKind, clock }: ApiPorts) =>
  new Hono<ApiEnv>().get("/store", describe("How the metric store is", storeView), (c) =>
    c.json(storeViewOf(store, storeKind, c.var.language, clock.now())),
  );
