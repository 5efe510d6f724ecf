import { describe, expect, test } from "vitest";
import { DAY } from "../../core/clock.ts";
import { orderOf } from "./order.ts";

const NOW = Date.UTC(2026, 10, 25, 6);
const of = (line: string) => orderOf(line.split(" "), NOW);

describe("export", () => {
  test("days are those of Viet Nam, and the last one is part of it", () => {
    expect(of("export --site s1 --from 2026-01-01 --to 2026-01-31 --out a.csv")).toEqual({
      does: "export",
      entity: undefined,
      device: undefined,
      site: "s1",
      from: Date.UTC(2025, 11, 31, 17),
      to: Date.UTC(2026, 0, 31, 17),
      fields: undefined,
      resolution: "raw",
      format: "csv",
      out: "a.csv",
      config: undefined,
      json: false,
    });
  });

  test("moments are taken as they stand; without any it is everything until now", () => {
    expect(of("export --device d --from 2026-01-31T08:00 --to 2026-01-31T09:30 --out a")).toMatchObject({
      from: Date.UTC(2026, 0, 31, 1),
      to: Date.UTC(2026, 0, 31, 2, 30),
    });
    const all = of(
      "export --entity port:d/Gi0/1 --format parquet --resolution day --fields in_octets,up --out a",
    );
    expect(all).toMatchObject({ to: NOW, fields: ["in_octets", "up"], format: "parquet", resolution: "day" });
    expect(all?.does === "export" ? NOW - all.from : 0).toBeGreaterThan(10 * 365 * DAY);
  });

  test.each([
    "export --site s1",
    "export --site s1 --out a --format xls",
    "export --site s1 --out a --resolution minute",
    "export --site s1 --out a --from 2026-02-30",
    "export --site s1 --out a --to 31/01/2026",
    "export --site s1 --out a --where x",
    "export more --site s1 --out a",
    "import --site s1 --out a",
    "",
  ])("%j is not understood", (line) => expect(of(line)).toBeUndefined());
});

describe("copy", () => {
  test("goes from one store to the other, since a day", () => {
    expect(of("copy --from embedded --to influx --since 2026-01-31 --json")).toEqual({
      does: "copy",
      from: "embedded",
      to: "influx",
      site: undefined,
      since: Date.UTC(2026, 0, 30, 17),
      config: undefined,
      json: true,
    });
  });

  test.each([
    "copy --from embedded",
    "copy --from influx --to influx",
    "copy --from embedded --to redis",
    "copy --from embedded --to influx --since yesterday",
  ])("%j is not understood", (line) => expect(of(line)).toBeUndefined());
});
