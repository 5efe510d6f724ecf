import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { assignment as schema } from "../../../core/wire/assignment.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { silent } from "../../../test/support/log.ts";
import { openRegistry } from "../../../test/support/registry.ts";

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

test("one PC of each site of the unit looks at its services, and has done with one look before the next", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cayda-service-tasks-"));
  const clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry } = await openRegistry(dir, { clock, newId, log: silent });
  try {
    const valid = { kind: "commune", parent: null, validFrom: "2026-07-01" } as const;
    const unit = value(await registry.addUnit({ name: "Hương Sơn", ...valid })).id;
    const elsewhere = value(await registry.addUnit({ name: "Nơi khác", ...valid })).id;
    const site = value(await registry.addSite({ unit, name: "Trụ sở" })).id;
    value(await registry.addToken(site, { hash: "t", expiresAt: clock.now() + HOUR, uses: 2 }));
    const about = (name: string) => ({ hostname: name, platform: "win32", version: "1", secretHash: name });
    const polling = value(await registry.enrol("t", about("a"))).agent;
    const other = value(await registry.enrol("t", about("b"))).agent;
    await registry.lease(site, polling.id);
    expect(await registry.assignment(polling.id)).not.toHaveProperty("services");

    const page = {
      name: "Một cửa",
      kind: "http",
      target: "https://mot-cua.example/",
      everyMs: MINUTE,
    } as const;
    value(await registry.addService({ ...page, unit, expect: { status: 200, text: "Một cửa" } }));
    value(await registry.addService({ ...page, unit: elsewhere, expect: {} }));
    const given = await registry.assignment(polling.id);
    expect(schema.safeParse(given).error).toBeUndefined();
    const [check] = await registry.checks(site);
    expect(given?.services).toEqual([
      {
        check: check?.id,
        kind: "http",
        target: page.target,
        everyMs: MINUTE,
        timeoutMs: 10 * SECOND,
        status: 200,
        text: "Một cửa",
      },
    ]);
    expect(await registry.assignment(other.id)).not.toHaveProperty("services");
  } finally {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
