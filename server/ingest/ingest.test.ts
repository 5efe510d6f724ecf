import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../core/clock.ts";
import type { Result } from "../../core/result.ts";
import { uuidv7 } from "../../core/uuid.ts";
import type { Block, Fact } from "../../core/wire/block.ts";
import { memorySampleStore } from "../../test/fakes/memory-sample-store.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import type { AgentRecord, Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { createIngest, type Ingest } from "./ingest.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let agent: AgentRecord;
let ingest: Ingest;

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-ingest-"));
  clock = fakeClock();
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const unit = { name: "Xã", kind: "commune", parent: null, validFrom: "2026-07-01" } as const;
  const { id } = value(await registry.addUnit(unit));
  const site = value(await registry.addSite({ unit: id, name: "Trụ sở" }));
  value(await registry.addToken(site.id, { hash: "t", expiresAt: clock.now() + HOUR, uses: 1 }));
  const about = { hostname: "PC-1", platform: "linux", version: "1", secretHash: "s" };
  ({ agent } = value(await registry.enrol("t", about)));
  const rows = { perSecond: 1, burst: 100 };
  ingest = createIngest({ registry, store: memorySampleStore(), clock, rows });
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const block = (change: Partial<Block>): Block => ({
  protocol: 1,
  agent: agent.id,
  block: newId(),
  madeAt: clock.now(),
  samples: [],
  events: [],
  facts: [],
  ...change,
});
const portsFact = (count: number): Fact => ({
  type: "ports",
  device: agent.device,
  at: clock.now(),
  ports: Array.from({ length: count }, (_, i) => ({ part: `p${i}`, name: `p${i}` })),
});

test("facts and events without end have to wait; readings need not, and nothing is taken in part", async () => {
  expect(await ingest.take(agent, block({ facts: [portsFact(80)] }))).toMatchObject({ ok: true });
  const restarted = { type: "agent_started", at: clock.now(), version: "1" } as const;
  const flood = block({ events: Array.from({ length: 40 }, () => restarted) });
  const limited = { ok: false, fault: { code: "rate_limited", params: { seconds: 21 } } };
  expect(await ingest.take(agent, flood)).toEqual(limited);
  const samples = [{ entity: `host:${agent.device}`, at: [clock.now()], fields: { cpu: [1] } }];
  expect(await ingest.take(agent, block({ samples }))).toMatchObject({ ok: true });
  await clock.advance(MINUTE);
  // The very same block, as the agent sends it again.
  expect(await ingest.take(agent, flood)).toMatchObject({ ok: true, value: { known: false } });
});

test("more rows than are ever allowed at once are taken when nothing came before", async () => {
  expect(await ingest.take(agent, block({ facts: [portsFact(500)] }))).toMatchObject({ ok: true });
  expect(await ingest.take(agent, block({ facts: [portsFact(1)] }))).toMatchObject({ ok: false });
});
