import type { ComponentChildren } from "preact";
import { formatBytes, formatCount, formatDate, formatMoment, formatNumber } from "../../../core/format.ts";
import type { StoreView } from "../../../core/wire/store.ts";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { words } from "../state/store-words.ts";

const YEAR_DAYS = 365;
/** Nobody can reckon further ahead, and no disk lives as long. */
const MOST_YEARS = 10;
const count = (n: number) => formatCount(n, language.value);
const bytes = (n: number) => formatBytes(n, language.value);

/** How the metric store is: what is wrong first, then how far back it reaches and how long the disk will last. */
export function StoreSection() {
  const resource = useResource("settings store", () => ask(api.store.$get()));
  return (
    <Section title={words("web.store.title")}>
      <View resource={resource} lines={4}>
        {(store) => (
          <>
            {store.troubles.length === 0 ? <Notice state="good">{words("web.store.fine")}</Notice> : null}
            {store.troubles.map(({ code, says }) => (
              <Notice key={code} state="bad">
                {says}
              </Notice>
            ))}
            <div class="panel panel-body">
              <Reach store={store} />
              <Room store={store} />
              <p class="quiet small">{words("web.store.sources")}</p>
            </div>
          </>
        )}
      </View>
    </Section>
  );
}

function Line(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="setting">
      <span>{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}

/** Since when there is something of each resolution, and how long it stays. */
function Reach({ store }: { readonly store: StoreView }) {
  return (
    <>
      {(["raw", "hour", "day"] as const).map((unit) => {
        const since = store.coverage[unit];
        const keeps = store.keeps[unit];
        const none = words(unit === "raw" ? "web.store.noneRaw" : "web.store.none");
        return (
          <Line key={unit} label={words(`web.store.${unit}`)}>
            {since === null ? none : words("web.store.since", { at: formatDate(since, locale.value) })}
            {keeps === null ? null : <span class="quiet"> · {keepsText(keeps)}</span>}
          </Line>
        );
      })}
    </>
  );
}

const keepsText = (days: number): string =>
  days < YEAR_DAYS
    ? words("web.store.keeps", { n: count(days) })
    : words("web.store.keepsYears", { n: count(days / YEAR_DAYS) });

function Room({ store }: { readonly store: StoreView }) {
  const { diskFree, daysLeft, kind } = store;
  return (
    <>
      <Line label={words("web.store.kind")}>
        {words(kind === "influx" ? "web.store.influx" : "web.store.embedded")}
      </Line>
      {kind === "influx" ? null : <Size store={store} />}
      {diskFree === null ? null : (
        <Line label={words("web.store.disk")}>
          {bytes(diskFree)}
          {daysLeft === null ? null : <span class="quiet"> · {leftText(daysLeft)}</span>}
        </Line>
      )}
      <Work store={store} />
    </>
  );
}

/** What it takes on this disk. InfluxDB's own files are not ours to measure. */
function Size({ store: { bytesOnDisk, points, entities, growthPerDay } }: { readonly store: StoreView }) {
  const size = { size: bytes(bytesOnDisk), points: count(points), entities: count(entities) };
  return (
    <>
      <Line label={words("web.store.size")}>
        {words("web.store.sizeOf", size)}
        {points === 0 ? null : (
          <span class="quiet">
            {" · "}
            {words("web.store.perPoint", { n: formatNumber(bytesOnDisk / points, language.value) })}
          </span>
        )}
      </Line>
      <Line label={words("web.store.growth")}>
        {growthPerDay === null
          ? words("web.store.growthLater")
          : words("web.store.growthOf", { size: bytes(growthPerDay) })}
      </Line>
    </>
  );
}

/** What the store does by itself, and what it could not. */
function Work({ store: { figures, damaged, kind, now } }: { readonly store: StoreView }) {
  const compacted = figures["last_compaction_at"];
  const { outbox_blocks: waiting = 0, influx_lines_parked: parked = 0 } = figures;
  return (
    <>
      {kind === "influx" ? null : (
        <Line label={words("web.store.compacted")}>
          {compacted === undefined ? words("web.store.never") : formatMoment(compacted, now, locale.value)}
        </Line>
      )}
      {waiting === 0 ? null : (
        <Line label={words("web.store.waiting")}>{words("web.store.waitingOf", { n: count(waiting) })}</Line>
      )}
      {parked === 0 ? null : (
        <Line label={words("web.store.parked")}>{words("web.store.parkedOf", { n: count(parked) })}</Line>
      )}
      {damaged === 0 ? null : (
        <Line label={words("web.store.damaged")}>{words("web.store.damagedOf", { n: count(damaged) })}</Line>
      )}
    </>
  );
}

const leftText = (days: number): string =>
  days < 2 * YEAR_DAYS
    ? words("web.store.daysLeft", { n: count(days) })
    : words("web.store.yearsLeft", { n: count(Math.min(MOST_YEARS, Math.floor(days / YEAR_DAYS))) });
