import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { MINUTE, SECOND } from "../../../core/clock.ts";
import { parseEntityRef } from "../../../core/entities.ts";
import { FaultError } from "../../../core/result.ts";
import { newestOf } from "../../../core/state.ts";
import type { LiveClock, LiveLatest } from "../../../core/wire/views.ts";
import { deviceSeen, siteSeen } from "../access.ts";
import type { ApiContext, ApiEnv, ApiPorts } from "../context.ts";
import { alertSitesSeen } from "../prom/scope.ts";
import type { LiveFilter } from "../live-hub.ts";
import { toLatest } from "../latest.ts";
import { describe, liveQuery, validate } from "../schema.ts";

const BATCH_MS = SECOND;
const CLOCK_MS = 15 * SECOND;
/** Then the browser connects again, and the person's rights are looked at again. */
const LONGEST_STREAM_MS = 10 * MINUTE;

export const liveRoutes = (ports: ApiPorts) =>
  new Hono<ApiEnv>().get(
    "/live",
    describe(
      "News of a site or a device as server-sent events: `latest`, `alerts` (ask for them anew) and `clock`",
    ),
    validate("query", liveQuery),
    async (c) => {
      const filter = await filterOf(ports, c, c.req.valid("query"));
      // Of the answer to HEAD nobody reads or ends the stream.
      if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
      const watch = ports.live.watch(filter, c.var.me.id);
      if (watch === undefined) throw new FaultError("rate_limited", { seconds: 30 });
      const { clock, store } = ports;
      return streamSSE(c, async (stream) => {
        const over = new AbortController();
        stream.onAbort(() => over.abort());
        const ended = AbortSignal.any([over.signal, watch.ended]);
        // A write to somebody who does not read waits for ever: this ends it, and gives the place back.
        const leave = () => {
          watch.close();
          stream.abort();
        };
        ended.addEventListener("abort", leave, { once: true });
        void clock.sleep(LONGEST_STREAM_MS, ended).then(() => over.abort());
        const until = clock.monotonic() + LONGEST_STREAM_MS;
        let newest: number | null = null;
        let nextClock = clock.monotonic();
        try {
          while (!ended.aborted && clock.monotonic() < until) {
            for (const { entity, site } of watch.drain()) {
              const kind = parseEntityRef(entity)?.kind;
              const latest = toLatest(store.last(entity));
              if (kind === undefined) continue;
              newest = Math.max(newest ?? 0, newestOf(latest) ?? 0) || null;
              const data = JSON.stringify({ entity, kind, site, latest } satisfies LiveLatest);
              await stream.writeSSE({ event: "latest", data });
            }
            if (watch.drainAlerts()) await stream.writeSSE({ event: "alerts", data: "{}" });
            if (clock.monotonic() >= nextClock) {
              nextClock = clock.monotonic() + CLOCK_MS;
              const data = JSON.stringify({ now: clock.now(), newest } satisfies LiveClock);
              await stream.writeSSE({ event: "clock", data });
            }
            await clock.sleep(BATCH_MS, ended);
          }
        } finally {
          watch.close();
          over.abort();
        }
      });
    },
  );

async function filterOf(
  { registry }: ApiPorts,
  c: ApiContext,
  { site, device }: { readonly site?: string | undefined; readonly device?: string | undefined },
): Promise<LiveFilter> {
  if (device !== undefined) {
    const { id, agent, site: its } = await deviceSeen(registry, device, c.var.visible);
    return { owners: new Set(agent === null ? [id] : [id, agent]), alertsOf: new Set([its]) };
  }
  if (site === undefined) return { alertsOf: await alertSitesSeen(registry, c) };
  const { id } = await siteSeen(registry, site, c.var.visible);
  return { site: id, alertsOf: new Set([id]) };
}
