import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY, HOUR, legalDayOf, startOfLegalDay } from "../../core/clock.ts";
import {
  DAYS,
  DEVICE,
  FIRST_DAY,
  GONE,
  oldStores,
  PORT,
  rollupsBefore,
  type OldStores,
} from "../../test/support/old-store.ts";
import { copyHistory } from "./copy.ts";

/** What is left of the past when its readings are gone goes along to another store. */
let dir: string;
let stores: OldStores;
let source: Awaited<ReturnType<OldStores["open"]>>;
/** The first legal day of which there are readings. */
let border: number;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-copy-rollups-"));
  stores = oldStores();
  source = await stores.open(join(dir, "source"));
  await stores.fill(source);
  border = legalDayOf(source.coverage().raw ?? 0);
  expect(border).toBe(FIRST_DAY + DAYS - 5);
}, 60_000);
afterAll(async () => {
  await source.close();
  rmSync(dir, { recursive: true, force: true });
});

const sinceFirst = { hour: startOfLegalDay(FIRST_DAY), day: startOfLegalDay(FIRST_DAY) };

test("hours and days of the past are the same in the new store, through restarts, nights and a second copy", async () => {
  const folder = join(dir, "whole");
  let target = await stores.open(folder);
  const wanted = await rollupsBefore(source, border);
  expect(wanted[`site-0 ${GONE} day`]?.at).toHaveLength(10);
  const figures = await copyHistory({ from: source, to: target, clock: stores.clock });
  const rows = Object.values(wanted).reduce((sum, { at }) => sum + at.length, 0);
  expect(figures).toMatchObject({ entities: 3, rollups: rows, rollupsLeft: undefined });
  expect(await rollupsBefore(target, border)).toEqual(wanted);
  await target.close();
  target = await stores.open(folder);
  // Nights make the days that came as readings cold, and put the month in which they begin together.
  for (let night = 0; night < 12; night += 1) {
    await stores.clock.sleep(DAY);
    await stores.work(target);
  }
  expect(await rollupsBefore(target, border)).toEqual(wanted);
  expect(target.coverage()).toMatchObject(sinceFirst);
  const all = await rollupsBefore(target, FIRST_DAY + DAYS);
  expect(all[`site-1 ${DEVICE} day`]?.at).toHaveLength(DAYS);
  const again = await copyHistory({ from: source, to: target, clock: stores.clock });
  expect(again).toMatchObject({ rollups: 0, knownBlocks: again.blocks });
  expect(await rollupsBefore(target, border)).toEqual(wanted);
  await target.close();
}, 60_000);

test("charts of the past are the same as in the old store", async () => {
  const target = await stores.open(join(dir, "charts"));
  await copyHistory({ from: source, to: target, clock: stores.clock });
  const [from, to] = [startOfLegalDay(FIRST_DAY), startOfLegalDay(border)];
  for (const stepMs of [DAY, HOUR])
    for (const [entity, field, aggregate] of [
      [DEVICE, "cpu", "avg"],
      [DEVICE, "up", "min"],
      [PORT, "in_octets", "rate"],
      [GONE, "cpu", "p95"],
    ] as const) {
      const query = { entity, from, to, stepMs, series: [{ field, aggregate }] };
      const wanted = await source.range(query);
      expect(wanted.values[0]?.some((value) => value !== null)).toBe(true);
      expect(await target.range(query)).toEqual(wanted);
    }
  await target.close();
}, 60_000);

test("a copy that is broken off anywhere goes on where it was", async () => {
  const wanted = await rollupsBefore(source, border);
  // Two units of three months: at which of them it ends.
  for (let calls = 0; calls < 6; calls += 1) {
    const folder = join(dir, `broken-${calls}`);
    let target = await stores.open(folder);
    let left = calls;
    const fails = {
      ...target,
      takeRollups: async (month: Parameters<typeof target.takeRollups>[0]) => {
        if (left === 0) throw new Error("broken off");
        left -= 1;
        return target.takeRollups(month);
      },
    };
    const copy = copyHistory({ from: source, to: fails, clock: stores.clock });
    await expect(copy).rejects.toThrow("broken off");
    await target.close();
    target = await stores.open(folder);
    await copyHistory({ from: source, to: target, clock: stores.clock });
    expect(await rollupsBefore(target, border), String(calls)).toEqual(wanted);
    await target.close();
  }
}, 60_000);

test("of one site alone readings go, and it is said that roll-ups stay; since a day, none before it", async () => {
  const one = await stores.open(join(dir, "one"));
  const figures = await copyHistory({ from: source, to: one, site: "site-1", clock: stores.clock });
  expect(figures).toMatchObject({ rollups: 0, rollupsLeft: startOfLegalDay(FIRST_DAY) });
  await one.close();
  const later = await stores.open(join(dir, "later"));
  const since = startOfLegalDay(border - 10) + HOUR;
  await copyHistory({ from: source, to: later, since, clock: stores.clock });
  expect(later.coverage()).toMatchObject({ hour: startOfLegalDay(border - 9) });
  expect((await rollupsBefore(later, border))[`site-1 ${DEVICE} day`]?.at[0]).toBe(
    startOfLegalDay(border - 9),
  );
  await later.close();
}, 60_000);
