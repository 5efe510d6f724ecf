import { FaultError } from "../../core/result.ts";
import type { Api } from "./app.ts";
import type { StaticFiles } from "./static.ts";

/** Everything that is no route: the web pages for browsers, a fault for programs. */
export function serveWeb(api: Api, files: StaticFiles | undefined): void {
  api.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    const page = /^\/(?:api|agent)(?:\/|$)/.test(pathname);
    const answer = reads && !page ? files?.answer(pathname, c.req.raw.headers) : undefined;
    if (answer === undefined) throw new FaultError("not_found");
    return answer;
  });
}
