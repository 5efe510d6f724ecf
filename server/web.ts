import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApi } from "./api/app.ts";
import type { ApiPorts } from "./api/context.ts";
import { programRoutes } from "./api/routes/programs.ts";
import type { StaticFiles } from "./api/static.ts";
import { serveWeb } from "./api/web.ts";

/** Pages, API and what programs ask for, as one listener. */
export function createWeb(ports: ApiPorts, files: StaticFiles | undefined): RequestListener {
  const api = createApi(ports, programRoutes(ports));
  serveWeb(api, files);
  const web = getRequestListener(api.fetch, { overrideGlobalObjects: false });
  return (request, response) => void web(request, response);
}
