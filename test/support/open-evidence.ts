import { expect } from "vitest";
import type { EvidenceRef } from "../../core/assets/findings.ts";
import type { Candidate } from "../../core/planning/types.ts";
import type { AlertDetail } from "../../core/wire/alerts.ts";
import type { AssetDetail } from "../../core/wire/assets.ts";
import type { DeviceView, SeriesAnswer } from "../../core/wire/views.ts";

/** Every evidence of every reason, once; each reason has some. */
export function evidenceOf(lines: readonly Candidate[]): readonly EvidenceRef[] {
  const refs = new Map<string, EvidenceRef>();
  for (const { reasons } of lines) {
    expect(reasons.length).toBeGreaterThan(0);
    for (const { finding } of reasons) {
      expect(finding.evidence.length, finding.id).toBeGreaterThan(0);
      for (const ref of finding.evidence) refs.set(JSON.stringify(ref), ref);
    }
  }
  return [...refs.values()];
}

const TABLES: Readonly<Record<string, string>> = { "end-of-support": "support", "cpu-generations": "cpus" };

/** What stands at a path such as `traits.office`; null when nothing does. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split("."))
    found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  return found ?? null;
}

/** Opens what an evidence points at, as the page does, and expects to find a value there. */
export function createOpener(get: <T>(path: string) => Promise<T>): (ref: EvidenceRef) => Promise<void> {
  const seen = new Map<string, Promise<unknown>>();
  const once = <T>(path: string): Promise<T> => {
    const known = seen.get(path) ?? get(path);
    seen.set(path, known);
    return known as Promise<T>;
  };
  return async (ref) => {
    switch (ref.kind) {
      case "alert":
        expect((await once<AlertDetail>(`/api/alerts/${ref.alert}`)).state.id).toBe(ref.alert);
        return;
      case "series": {
        const { entity, field, aggregate, from, to } = ref;
        const query = `entity=${encodeURIComponent(entity)}&from=${from}&to=${to}&series=${field}:${aggregate}`;
        const { series } = await once<SeriesAnswer>(`/api/series?${query}`);
        const known = series[0]?.values.some((value) => value !== null);
        expect(known, `${entity} ${field}`).toBe(true);
        return;
      }
      case "fact": {
        const device = await once<DeviceView>(`/api/devices/${ref.device}`);
        const of = ref.of === "inventory" ? device.inventory : device;
        const holds = ref.of === "ports" ? device.ports.length > 0 : at(of, ref.field) !== null;
        expect([ref.of, ref.field, holds]).toEqual([ref.of, ref.field, true]);
        return;
      }
      case "record": {
        const { asset } = await once<AssetDetail>(`/api/assets/${ref.asset}`);
        expect([ref.field, at(asset, ref.field) !== null]).toEqual([ref.field, true]);
        return;
      }
      case "profile": {
        const profiles = await once<{ unit: string }[]>("/api/unit-profiles");
        expect(
          at(
            profiles.find(({ unit }) => unit === ref.unit),
            ref.field,
          ),
          ref.field,
        ).not.toBeNull();
        return;
      }
      case "table": {
        const tables = await once<Record<string, unknown>>("/api/asset-tables");
        expect(Object.keys(tables)).toContain(TABLES[ref.table] ?? ref.table);
        expect(ref.source).not.toBe("");
      }
    }
  };
}
