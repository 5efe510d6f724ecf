import { parquetReadObjects, parquetMetadata } from "hyparquet";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { csvOf, textCell } from "./csv.ts";
import { fileName } from "./file-name.ts";
import { linesOf } from "./lines.ts";
import { parquetOf } from "./parquet.ts";
import { select, type ExportPorts, type ExportWish, type Selection } from "./selection.ts";
import { ownerOf, slicesOf } from "./slices.ts";
import { IDLE_MS, streamOf } from "./stream.ts";

/** 2026-11-23 07:00 in Ha Noi. */
const T = Date.UTC(2026, 10, 23);
const PORT = "port:sw1/Gi0-7";
const LABELS = { site: "Trụ sở, xã A", site_id: "site-1", device: "=cmd|' /C calc'!A1", device_id: "sw1" };

async function world(): Promise<ExportPorts> {
  const store = memorySampleStore();
  const at = Array.from({ length: 3 * 60 }, (_, i) => T + i * MINUTE);
  await store.append({
    block: "017f22e2-79b0-7cc3-98c4-000000000001",
    site: "site-1",
    receivedAt: T + 3 * HOUR,
    samples: [
      {
        entity: PORT,
        at,
        fields: {
          in_octets: at.map((_, i) => (i === 1 ? null : i * 600)),
          oper_status: at.map(() => 1),
        },
      },
      { entity: "device:sw1", at: [T], fields: { up: [1], uptime: [12.5] } },
      { entity: "target:gw", at: [T], fields: { sent: [5] } },
    ],
  });
  return {
    store,
    registry: {
      siteOf: async (owner) => (owner === "sw1" ? "site-1" : owner === "far" ? "site-2" : undefined),
      site: async (id) => ({ id, unit: id === "site-1" ? "unit-1" : "unit-2", name: id }),
      device: async () => undefined,
    },
    labels: {
      refresh: async () => undefined,
      of: (entity) => (entity === PORT ? { ...LABELS, port: "Gi0/7" } : LABELS),
    },
  };
}

const VISIBLE = new Set(["unit-1"]);
const wish = (change: Partial<ExportWish>): ExportWish => ({
  entity: PORT,
  from: T,
  to: T + DAY,
  resolution: "raw",
  ...change,
});
async function chosen(
  change: Partial<ExportWish> = {},
): Promise<{ ports: ExportPorts; selection: Selection }> {
  const ports = await world();
  return { ports, selection: await select(ports, wish(change), VISIBLE, T + DAY) };
}
async function textOf(source: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of source) text += piece;
  return text;
}
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return "none";
  } catch (error) {
    return error instanceof FaultError ? error.fault.code : String(error);
  }
};

describe("a table", () => {
  test("has a row for each time, an empty cell where nothing was read, and text that no spreadsheet runs", async () => {
    const { ports, selection } = await chosen({ fields: ["in_octets"] });
    const text = await textOf(csvOf(selection, slicesOf(ports, selection), "vi"));
    const lines = text.split("\r\n");
    expect(
      text.startsWith(
        "\uFEFFThời điểm,Mili giây từ 1970,Điểm,Thiết bị,Loại,Bộ phận,Mã,in_octets (bytes)\r\n",
      ),
    ).toBe(true);
    expect(lines.slice(1, 4)).toEqual([
      `2026-11-23T07:00:00.000+07:00,${T},"Trụ sở, xã A",'=cmd|' /C calc'!A1,port,Gi0-7,${PORT},0`,
      `2026-11-23T07:02:00.000+07:00,${T + 2 * MINUTE},"Trụ sở, xã A",'=cmd|' /C calc'!A1,port,Gi0-7,${PORT},1200`,
      `2026-11-23T07:03:00.000+07:00,${T + 3 * MINUTE},"Trụ sở, xã A",'=cmd|' /C calc'!A1,port,Gi0-7,${PORT},1800`,
    ]);
  });

  test("of a site has every kind's columns under its own name", async () => {
    const { ports, selection } = await chosen({ entity: undefined, site: "site-1" });
    const [head = "", ...rows] = (await textOf(csvOf(selection, slicesOf(ports, selection), "en")))
      .trimEnd()
      .split("\r\n");
    const titles = head.split(",");
    expect(titles).toContain("port.in_octets (bytes)");
    expect(titles).toContain("device.uptime (s)");
    // A comma of the site's name stands inside quotes.
    for (const row of rows) expect(row.replace(/"[^"]*"/u, "").split(",")).toHaveLength(titles.length);
    const device = rows
      .find((row) => row.includes("device:sw1"))
      ?.replace(/"[^"]*"/u, "")
      .split(",");
    expect(device?.[titles.indexOf("device.uptime (s)")]).toBe("12.5");
  });

  test("names whose it is: of a check its service, and the id where the name is gone", () => {
    const service = { service: "Cổng dịch vụ công", service_id: "c1", site: "A" };
    expect(ownerOf({ kind: "service", labels: service })).toBe("Cổng dịch vụ công");
    expect(ownerOf({ kind: "port", labels: { device_id: "sw1", port: "1" } })).toBe("sw1");
    expect(ownerOf({ kind: "agent", labels: {} })).toBe("");
  });

  test("of hours has every statistic", async () => {
    const { ports, selection } = await chosen({ resolution: "hour", fields: ["in_octets"] });
    const [head = "", first = ""] = (await textOf(csvOf(selection, slicesOf(ports, selection), "en"))).split(
      "\r\n",
    );
    expect(head).toContain("in_octets_increase (bytes),in_octets_seconds (s),in_octets_max_rate (bytes/s)");
    const increase = Number(first.replace(/"[^"]*"/u, "").split(",")[7]);
    expect(increase).toBeCloseTo(60 * 600, 6);
  });

  test("cells can be read back, whatever a device is called", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", "\n", "\r", "=", "@", "a") }),
        (text) => {
          const cell = textCell(text);
          const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
          expect(read.replaceAll("'", "")).toBe(text);
          // However a spreadsheet parts cells: by the comma as we do, or by what its country is used to.
          for (const part of read.split(/[;\t\r\n]/u)) expect(part).not.toMatch(/^[=+\-@]/u);
          if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/u);
        },
      ),
    );
  });
});

test("line protocol is what the InfluxDB store writes", async () => {
  const { ports, selection } = await chosen({ fields: ["in_octets", "oper_status"] });
  const lines = (await textOf(linesOf(selection, slicesOf(ports, selection)))).split("\n");
  const tags = String.raw`device=\=cmd|'\ /C\ calc'!A1,device_id=sw1,port=Gi0/7,site=Trụ\ sở\,\ xã\ A,site_id=site-1`;
  expect(lines[0]).toBe(`port,${tags} oper_status=1,in_octets=0 ${T}`);
  expect(lines[1]).toBe(`port,${tags} oper_status=1 ${T + MINUTE}`);
  const hours = await chosen({ fields: ["in_octets"], resolution: "hour" });
  const rolled = await textOf(linesOf(hours.selection, slicesOf(hours.ports, hours.selection)));
  expect(rolled).toMatch(
    /^port_1h,.* in_octets_increase=36000,in_octets_seconds=3600,in_octets_max_rate=\d/u,
  );
});

test("Parquet holds the same figures, in bounded row groups", async () => {
  const { ports, selection } = await chosen({ entity: undefined, site: "site-1" });
  const parts: Uint8Array[] = [];
  for await (const part of parquetOf(selection, slicesOf(ports, selection))) parts.push(part);
  const file = new Uint8Array(Buffer.concat(parts)).buffer;
  expect(parquetMetadata(file).num_rows).toBe(182n);
  const rows = await parquetReadObjects({ file });
  const port = rows.filter(({ entity }) => entity === PORT);
  expect(port).toHaveLength(180);
  expect(port[2]).toMatchObject({
    time: new Date(T + 2 * MINUTE),
    site: LABELS.site,
    "port.in_octets": 1_200,
  });
  expect(port[1]?.["port.in_octets"] ?? undefined).toBeUndefined();
  expect(rows.find(({ entity }) => entity === "device:sw1")).toMatchObject({ "device.uptime": 12.5 });
});

test("what cannot be exported is refused with the reason", async () => {
  const ports = await world();
  const refusal = (change: Partial<ExportWish>) => codeOf(select(ports, wish(change), VISIBLE, T + DAY));
  expect(await refusal({ entity: "port:far/1" })).toBe("entity_unknown");
  expect(await refusal({ entity: "port:gone/1" })).toBe("entity_unknown");
  expect(await refusal({ entity: undefined, site: "site-2" })).toBe("site_unknown");
  expect(await refusal({ site: "site-1" })).toBe("bad_input");
  expect(await refusal({ entity: undefined })).toBe("bad_input");
  expect(await refusal({ fields: ["nonsense"] })).toBe("bad_input");
  expect(await refusal({ to: T })).toBe("range_invalid");
  expect(await refusal({ from: 0 })).toBe("range_too_large");
});

test("years without data are not read day by day", async () => {
  const { selection } = await chosen({ from: T - 3_000 * DAY, to: T + 900 * DAY });
  expect(selection.to - selection.from).toBeLessThanOrEqual(3 * DAY);
});

test("a file's name is plain, whatever the thing is called", async () => {
  const { selection } = await chosen();
  expect(fileName(selection, "csv", { ...LABELS, device: 'SW-Tầng1 "Đ"\r\n', port: "Gi0/7" })).toBe(
    "cayda-SW-Tang1-D-Gi0-7-20261123-20261124-raw.csv",
  );
});

test("a body is made as fast as it is taken, and its making ends when nobody wants it any more", async () => {
  let made = 0;
  let ended = false;
  async function* source(): AsyncGenerator<string> {
    try {
      for (; made < 1_000; made += 1) yield "x";
    } finally {
      ended = true;
    }
  }
  const reader = streamOf(source()).getReader();
  await reader.read();
  expect(made).toBeLessThan(5);
  await reader.cancel();
  expect(ended).toBe(true);
});

test("a body that nobody takes for a minute breaks off, its making ends, and that is told once", async () => {
  const clock = fakeClock(T);
  const told: string[] = [];
  async function* source(): AsyncGenerator<string> {
    try {
      for (;;) yield "x";
    } finally {
      told.push("made");
    }
  }
  const reader = streamOf(source(), { clock, ended: () => void told.push("ended") }).getReader();
  for (let turn = 0; turn < 4; turn += 1) {
    await reader.read();
    await clock.advance(0.75 * IDLE_MS);
  }
  expect(told).toEqual([]);
  await clock.advance(IDLE_MS);
  expect(told).toEqual(["ended", "made"]);
  await expect(reader.read()).rejects.toThrow("not taken");
  await reader.cancel().catch(() => undefined);
  expect(told).toEqual(["ended", "made"]);
  expect(clock.sleepers).toBe(0);
});
