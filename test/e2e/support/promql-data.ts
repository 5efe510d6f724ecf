import type { Labels } from "../../../core/exposition.ts";
import type { SourceSeries } from "../../../server/promql/types.ts";
import { seriesOf } from "../../fakes/memory-series.ts";

const HOURS = 3;
export const DATA_START = Date.UTC(2026, 10, 20, 1);
export const DATA_END = DATA_START + HOURS * 3_600_000;

/** A small generator of its own, so that the data are the same everywhere (Park and Miller). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

type Reading = (at: number, index: number) => number | undefined;

function every(seconds: number, offsetMs: number, read: Reading, [from, to] = [DATA_START, DATA_END]) {
  const samples: [number, number][] = [];
  for (let at = from + offsetMs, index = 0; at <= to; at += seconds * 1_000, index += 1) {
    const value = read(at, index);
    if (value !== undefined) samples.push([at, value]);
  }
  return samples;
}

/** A counter that begins anew now and then, and is not read now and then. */
function counter(random: () => number, step: number, start: number): Reading {
  let value = start;
  let silent = 0;
  return () => {
    if (random() < 0.01) value = Math.floor(random() * step);
    value += Math.floor(random() * step);
    if (silent === 0 && random() < 0.02) silent = 1 + Math.floor(random() * 25);
    if (silent === 0) return value;
    silent -= 1;
    return undefined;
  };
}

/** Counters, gauges, labels of several shapes: what a district's devices would give, only odder. */
export function oracleSeries(): SourceSeries[] {
  const random = generator(20_261_120);
  const all: SourceSeries[] = [];
  const add = (labels: Labels, samples: readonly (readonly [number, number])[]) =>
    all.push(seriesOf(labels, samples));
  for (const site of ["an-phu", "ba-to"])
    for (const device of ["sw1", "sw2"]) {
      const owner = { site, device };
      for (const port of ["1", "2", "10"]) {
        const labels = { ...owner, port };
        const offset = Math.floor(random() * 100) * 250;
        add(
          { __name__: "in_octets_total", ...labels },
          every(30, offset, counter(random, 1e6, random() * 1e9)),
        );
        add({ __name__: "out_octets_total", ...labels }, every(30, offset, counter(random, 1e4, 0)));
        add(
          { __name__: "port_speed", ...labels },
          every(60, 0, () => (port === "10" ? 1e9 : 1e8)),
        );
        add(
          { __name__: "port_up", ...labels },
          every(60, 0, () => Number(random() < 0.9)),
        );
      }
      add(
        { __name__: "up", ...owner },
        every(60, 0, () => (random() < 0.05 ? undefined : Number(random() < 0.8))),
      );
      for (const sensor of ["inlet", "cpu"])
        add(
          { __name__: "temperature", ...owner, sensor },
          every(
            60,
            7_500,
            (at) => Math.round((20 + 30 * Math.sin(at / 2e6) + 10 * random() - 15) * 100) / 100,
          ),
        );
      add(
        { __name__: "model", ...owner, vendor: device === "sw1" ? "Acme" : "Bolt", version: "v1.2" },
        every(60, 0, () => 1),
      );
      add(
        { __name__: "level", ...owner },
        every(60, 0, (_, i) => Math.floor(i / 20) % 4),
      );
    }
  add(
    { __name__: "sparse", site: "an-phu" },
    every(600, 0, (_, i) => i * i),
  );
  add(
    { __name__: "late_total", site: "ba-to" },
    every(15, 0, (_, i) => i, [DATA_START + 5_400_000, DATA_START + 6_600_000]),
  );
  add(
    { __name__: "late_total", site: "an-phu" },
    every(15, 0, (_, i) => 5 * i + 3, [DATA_START + 5_000_000, DATA_START + 7_600_000]),
  );
  add(
    { __name__: "flat", site: "an-phu" },
    every(60, 0, () => 42),
  );
  add(
    { __name__: "large", site: "an-phu" },
    every(60, 0, (_, i) => 1e15 + i),
  );
  add(
    { __name__: "signed" },
    every(60, 0, (_, i) => ((i * 7) % 11) - 5),
  );
  return all;
}

/** All of it as OpenMetrics text, a family at a time as the format wants it. */
export function openMetricsOf(all: readonly SourceSeries[]): string {
  const families = new Map<string, string[]>();
  for (const { labels, at, values } of all) {
    const { __name__: name = "", ...rest } = labels;
    const lines = families.get(name) ?? [];
    families.set(name, lines);
    const text = Object.entries(rest).map(([label, value]) => `${label}="${value}"`);
    for (const [i, time] of at.entries())
      lines.push(`${name}{${text.join(",")}} ${values[i]} ${time / 1_000}`);
  }
  const typeOf = (name: string) =>
    name.endsWith("_total") ? `${name.slice(0, -"_total".length)} counter` : `${name} gauge`;
  return `${[...families].map(([name, lines]) => `# TYPE ${typeOf(name)}\n${lines.join("\n")}\n`).join("")}# EOF\n`;
}
