import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { AccessTokenMade } from "../../core/wire/access-tokens.ts";
import { startScraper } from "../support/prometheus.ts";
import { enrolAgent, startTestServer } from "../support/start-server.ts";

/** `/metrics` as an existing Prometheus takes it: scraped over HTTP with a token, then asked for there. */
const present = spawnSync("prometheus", ["--version"]).error === undefined;
if (!present)
  process.stderr.write("SKIPPED: /metrics is not scraped by a Prometheus, which is not installed\n");

interface Vector {
  readonly data: { readonly result: readonly { metric: Record<string, string>; value: [number, string] }[] };
}

test.runIf(present)(
  "a Prometheus scrapes /metrics with a token and keeps names, labels and values",
  async () => {
    const server = await startTestServer();
    try {
      const admin = await server.setUp();
      const made = await admin.call<{ id: string }>("POST", "/api/units", {
        name: 'Xã "A" \\ B',
        kind: "commune",
        parent: null,
      });
      const site = await admin.call<{ id: string }>("POST", "/api/sites", {
        unit: made.body.id,
        name: "Trụ sở",
      });
      const agent = await enrolAgent(server, admin, site.body.id);
      const now = server.clock.now();
      const sent = await agent.send(
        agent.block({ samples: [{ entity: `host:${agent.device}`, at: [now], fields: { cpu: [12.5] } }] }),
      );
      expect(sent.code).toBeUndefined();
      const token = await admin.call<AccessTokenMade>("POST", "/api/tokens", { name: "P", unit: null });
      const prometheus = await startScraper(new URL(server.url).host, token.body.token);
      try {
        const ask = async (query: string) => {
          const url = `${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`;
          return ((await (await fetch(url)).json()) as Vector).data.result;
        };
        const deadline = Date.now() + 15_000;
        while ((await ask("cayda_host_cpu")).length === 0 && Date.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        expect((await ask("up")).map(({ value }) => value[1])).toEqual(["1"]);
        const [cpu] = await ask("cayda_host_cpu");
        expect(cpu?.value[1]).toBe("12.5");
        expect(cpu?.metric).toMatchObject({ unit: 'Xã "A" \\ B', site: "Trụ sở" });
        const [blocks] = await ask(`cayda_agent_requests_total{request="blocks",outcome="ok"}`);
        expect(Number(blocks?.value[1])).toBe(1);
        expect((await ask("cayda_store_points"))[0]?.value[1]).toBe("1");
        expect(await ask("scrape_samples_scraped > 20")).toHaveLength(1);
      } finally {
        await prometheus.close();
      }
    } finally {
      await server.end();
    }
  },
  30_000,
);
