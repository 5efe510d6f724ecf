import { expect, test } from "vitest";
import { DAY, MINUTE, type Clock } from "../../core/clock.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { DeviceView, Overview } from "../../core/wire/views.ts";
import { freePort } from "../support/child.ts";
import { realClock } from "../support/real-clock.ts";
import { auditStore } from "./support/audit.ts";
import { startCayda } from "./support/cayda.ts";
import { until } from "./support/client.ts";
import { startLoadAgent } from "./support/load-agent.ts";

/**
 * The server away for ten days of one site: the PC that polls two 28-port switches keeps everything within the spool's
 * bounds, replays it to the end, and nothing of it counts as news.
 */
test("ten days without the server: the spool holds, the replay finishes, late events are marked late and come once", async () => {
  const ports = { http: await freePort(), https: await freePort() };
  let cayda = await startCayda({ ports, localAgent: false });
  const { dataDir } = cayda;
  const { units } = await cayda.client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  const { token } = await cayda.client.post<{ token: string }>(`/api/sites/${site}/tokens`, { uses: 1 });
  const end = Date.now() - 2 * MINUTE;
  const start = end - 10 * DAY;
  let now = start;
  const agent = await startLoadAgent({ token, now: () => now });
  await cayda.child.stop();
  try {
    let seed = 1;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const counters = Array.from({ length: 56 * 12 }, () => random() * 1e12);
    const FIELDS = [
      "in_octets",
      "out_octets",
      "in_ucast",
      "out_ucast",
      "in_mcast",
      "out_mcast",
      "in_bcast",
      "out_bcast",
      "in_errors",
      "out_errors",
      "in_discards",
      "out_discards",
    ];
    const events = [];
    // While much waits the agent gathers a minute in a block, which is one poll of both switches: 672 points.
    for (let minute = 0; minute < 10 * 24 * 60; minute += 1) {
      now = start + minute * MINUTE;
      const samples = Array.from({ length: 56 }, (_, number): SampleColumns => {
        const fields: Record<string, number[]> = {};
        for (const [at, name] of FIELDS.entries()) {
          const index = number * 12 + at;
          counters[index] = Math.floor((counters[index] ?? 0) + (number % 2 === 0 ? random() * 1e8 : 0));
          fields[name] = [counters[index] ?? 0];
        }
        return { entity: `port:${agent.identity.device}/p${number}`, at: [now], fields };
      });
      const restarted = minute % 1_440 === 700;
      if (restarted) events.push(now);
      await agent.put(
        samples,
        restarted ? [{ type: "device_restarted", at: now, device: agent.identity.device, uptime: 5 }] : [],
        now,
      );
    }
    const held = agent.spool.figures();
    expect(held.bytes).toBeLessThanOrEqual(256 * 2 ** 20);
    expect(held.blocks).toBe(14_400);

    now = end;
    cayda = await startCayda({ ports, dataDir, localAgent: false });
    const began = performance.now();
    // Agents pause between blocks to be polite; the server's own limit, fifty a second, still holds.
    const hurried: Clock = { ...realClock, sleep: (ms, signal) => realClock.sleep(Math.min(ms, 1), signal) };
    agent.send(hurried);
    await until(
      "the replay",
      async () => agent.spool.figures().blocks,
      (blocks) => blocks === 0,
      480,
    );
    const seconds = (performance.now() - began) / 1_000;
    const view = await cayda.client.get<DeviceView>(`/api/devices/${agent.identity.device}`);
    const restarts = view.events.filter(({ type }) => type === "device_restarted");
    await cayda.child.stop();
    const audit = await auditStore(dataDir, [agent.spooled]);
    process.stdout.write(
      `ten days away: ${held.blocks} blocks, ${(held.bytes / 1e6).toFixed(1)} MB in the spool, ${agent.points()} points; replayed in ${seconds.toFixed(0)} s; ${JSON.stringify(audit)}\n`,
    );
    expect(restarts).toHaveLength(events.length);
    expect(restarts.every(({ late }) => late)).toBe(true);
    expect(audit).toEqual({ kept: agent.points(), missing: 0, wrong: 0, invented: 0, taken: agent.points() });
  } finally {
    await agent.close();
    await cayda.close();
  }
}, 720_000);
