import { DAY_OFFSET } from "../../../core/clock.ts";
import type { Labels } from "../../../core/exposition.ts";
import type { ExportFormat, Selection } from "./selection.ts";

const ENDINGS: Readonly<Record<ExportFormat, string>> = { csv: "csv", line: "lp", parquet: "parquet" };

/** `cayda-SW-Tang1-20261101-20261125-hour.csv`: of ASCII letters, digits and dashes alone, whatever the thing is called. */
export function fileName(
  { from, to, resolution, entities, subject }: Selection,
  format: ExportFormat,
  labels: Labels,
): string {
  const isEntity = entities.length === 1 && subject === entities[0]?.entity;
  const part = isEntity ? firstOf(labels, ["port", "volume", "sensor", "supply"]) : "";
  const owner = subject === labels["site_id"] ? "" : firstOf(labels, ["device", "target", "agent"]);
  const name = plain(`${owner === "" ? (labels["site"] ?? "") : owner} ${part}`);
  const day = (at: number) => new Date(at + DAY_OFFSET).toISOString().slice(0, 10).replaceAll("-", "");
  return `cayda-${name === "" ? "" : `${name}-`}${day(from)}-${day(to)}-${resolution}.${ENDINGS[format]}`;
}

const firstOf = (labels: Labels, names: readonly string[]): string =>
  names.map((name) => labels[name]).find((text) => text !== undefined) ?? "";

/** Vietnamese letters without their marks, everything else as a dash. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D")
    .replaceAll(/[^A-Za-z0-9]+/gu, "-")
    .slice(0, 60)
    .replaceAll(/^-+|-+$/gu, "");
