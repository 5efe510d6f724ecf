import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { Labels } from "../../../core/exposition.ts";
import type { ApiEnv } from "../../../server/api/context.ts";
import { prometheusRoutes } from "../../../server/api/routes/prometheus.ts";
import type { SampleStore, SiteRecord } from "../../../server/ports.ts";
import { realClock } from "../../support/real-clock.ts";

export interface PromApi {
  /** The `data` of an answer below `/api/v1/`. Rejects with what the API says is wrong. */
  readonly get: (path: string, params: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Closes the store too. */
  close(): Promise<void>;
}

interface World {
  readonly labels: ReadonlyMap<string, Labels>;
  readonly sites: readonly SiteRecord[];
}

/** Cayda's Prometheus API over HTTP on loopback, on a store, for somebody who sees everything. */
export async function startPromApi(store: SampleStore, { labels, sites }: World): Promise<PromApi> {
  const visible = new Set(sites.map(({ unit }) => unit));
  const routes = prometheusRoutes({
    store,
    labels: { refresh: () => Promise.resolve(), of: (entity) => labels.get(entity) ?? {} },
    registry: { sites: () => Promise.resolve(sites) },
    clock: realClock,
    version: "0.0.0",
  });
  const app = new Hono<ApiEnv>()
    .use(async (c, next) => {
      c.set("visible", visible);
      await next();
    })
    .route("/api", routes);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    get: async (path, params) => {
      const query = new URLSearchParams(params).toString();
      const response = await fetch(`http://127.0.0.1:${port}/api/prom/api/v1/${path}?${query}`);
      const answer = (await response.json()) as { status: string; data: unknown; error?: string };
      if (answer.status !== "success") throw new Error(answer.error);
      return answer.data;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await store.close();
    },
  };
}
