import type { Instant } from "../../../core/clock.ts";
import {
  formatBytes,
  formatDateTime,
  formatMilliseconds,
  formatPercent,
  UNKNOWN,
} from "../../../core/format.ts";
import type { DeviceSummary, Latest } from "../../../core/wire/views.ts";
import { current } from "../lib/states.ts";
import { slowNow } from "./clock.ts";
import { language, locale, t } from "./preferences.ts";

/** Texts of cells, for filtering and copying: what the cell shows, without what only a screen can. */
export const momentText = (at: Instant | null): string =>
  at === null ? t("web.time.never") : formatDateTime(at, locale.value);

export const percentText = (value: number) => formatPercent(value, language.value);
export const msText = (value: number) => formatMilliseconds(value, language.value);
export const bytesText = (value: number) => formatBytes(value, language.value);

/** A current reading for sorting; undefined when it is not known now. */
export const nowOf = (latest: Latest, field: string): number | undefined =>
  current(latest, field, slowNow.value ?? 0);

export const nowText = (latest: Latest, field: string, format: (value: number) => string): string => {
  const value = nowOf(latest, field);
  return value === undefined ? UNKNOWN : format(value);
};

/** Share of memory in use, 0…100; undefined when it is not known now. Many devices give no sizes, but the share. */
export function memoryShare(latest: Latest): number | undefined {
  const [used, total] = [nowOf(latest, "memory_used"), nowOf(latest, "memory_total")];
  const isSized = used !== undefined && total !== undefined && total > 0;
  return isSized ? (used / total) * 100 : nowOf(latest, "memory");
}

/** Make and model; one alone when the other is not known. */
export const makeText = ({ vendor, model }: Pick<DeviceSummary, "vendor" | "model">): string =>
  [vendor, model].filter((text) => text !== null && text !== "").join(" ");
