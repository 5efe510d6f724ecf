import { useEffect, useRef } from "preact/hooks";
import type { Instant } from "../../../core/clock.ts";
import type { SeriesAnswer } from "../../../core/wire/views.ts";
import { alignRange, formatRange, isSummary, rangeOf, stepFor, type RangeChoice } from "../lib/chart-data.ts";
import { api, ask } from "./api.ts";
import { now } from "./clock.ts";
import { useResource, type Resource } from "./resource.ts";

/** A moving chart asks again when there are newer data, but not for every reading. */
const AGAIN_AFTER_MS = 5_000;
const MINUTE_MS = 60_000;
/** What has passed does not change any more; late data may still fill it. */
const STANDING_MS = 10 * MINUTE_MS;

/**
 * The history of one entity. `wanted` is as in the API: "in_octets:rate,out_octets:rate"; `more` is asked for too where the steps
 * are so long that each sums up many readings. When `newest` grows, a range that moves with the clock is asked for again.
 */
export function useSeries(
  entity: string,
  wanted: string,
  choice: RangeChoice,
  newest?: Instant | null,
  more = "",
): Resource<SeriesAnswer> {
  const moving = typeof choice === "string";
  const resource = useResource(
    `${entity} ${wanted} ${formatRange(choice)}`,
    () => {
      const range = rangeOf(choice, now.peek() ?? 0);
      const step = stepFor(range);
      const { from, to } = alignRange(range, step);
      const series = isSummary(step) && more !== "" ? `${wanted},${more}` : wanted;
      const query = { entity, series, from: String(from), to: String(to), step: String(step) };
      return ask(api.series.$get({ query }));
    },
    moving ? MINUTE_MS : STANDING_MS,
  );
  const asked = useRef(0);
  useEffect(() => {
    const passed = performance.now() - asked.current;
    if (!moving || newest === undefined || newest === null || passed < AGAIN_AFTER_MS) return;
    const first = asked.current === 0;
    asked.current = performance.now();
    // The first time the resource asks by itself.
    if (!first) void resource.reload();
  }, [newest]);
  return resource;
}
