import { useState } from "preact/hooks";
import { DAY } from "../../../core/clock.ts";
import { formatCount } from "../../../core/format.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import { MAX_ALERTS } from "../../../core/wire/limits.ts";
import { CARES, isOf, type Care } from "../lib/alerts.ts";
import { Choices } from "../pieces/field.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { words } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { useAlertNews, useLive } from "../state/live.ts";
import { language, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { AlertTable } from "./alert-parts.tsx";
import { MaintenanceSection } from "./maintenance.tsx";

const NotifySections = later(async () => (await import("./notify.tsx")).NotifySections);

const ServiceSection = later(async () => (await import("./services.tsx")).ServiceSection);
const ThresholdSection = later(async () => (await import("./thresholds.tsx")).ThresholdSection);

const REFRESH_MS = 15_000;
const BACK = 30 * DAY;

/** Every alert of the sites that one sees: what is open, worst first, or what is over. */
export function AlertsPage() {
  const [shown, setShown] = useState<"firing" | "resolved" | "settings">("firing");
  return (
    <>
      <PageHead
        title={t("web.rail.alerts")}
        actions={
          <Choices
            label={words("web.alerts.show")}
            value={shown}
            onValue={setShown}
            options={[
              ["firing", words("web.alerts.open")],
              ["resolved", words("web.alerts.done")],
              ["settings", words("web.alerts.settings")],
            ]}
          />
        }
      />
      {shown === "settings" ? (
        <>
          <MaintenanceSection />
          <ServiceSection />
          <NotifySections />
          <ThresholdSection />
        </>
      ) : (
        <List key={shown} phase={shown} />
      )}
    </>
  );
}

function List({ phase }: { readonly phase: "firing" | "resolved" }) {
  const since = phase === "resolved" ? { since: String((slowNow.peek() ?? BACK) - BACK) } : {};
  const list = useResource(
    `alerts ${phase}`,
    // One more than a list has, to know whether there are more.
    () => ask(api.alerts.$get({ query: { phase, ...since, limit: String(MAX_ALERTS + 1) } })),
    REFRESH_MS,
  );
  useLive({}, { news: () => {}, opened: () => {} });
  useAlertNews(list);
  return (
    <View resource={list}>
      {(rows) => (
        <>
          {rows.length > MAX_ALERTS ? (
            <Notice state="watch">
              {words("web.alerts.cut", { n: formatCount(MAX_ALERTS, language.value) })}
            </Notice>
          ) : null}
          {phase === "firing" ? (
            <OpenList rows={rows} />
          ) : (
            <AlertTable label={words("web.alerts.done")} rows={rows} done />
          )}
        </>
      )}
    </View>
  );
}

/** What is open, a heading a site; in whose hands it is narrows it down. */
function OpenList({ rows }: { readonly rows: readonly AlertRow[] }) {
  const [care, setCare] = useState<Care>("all");
  const of = (one: Care) => rows.filter((row) => isOf(one, row, me.value ?? undefined));
  const shown = of(care);
  return (
    <>
      {rows.length === 0 ? null : (
        <div class="alert-filter">
          <Choices
            label={words("web.alerts.care")}
            value={care}
            onValue={setCare}
            options={CARES.map((one) => {
              const n = formatCount(of(one).length, language.value);
              return [one, `${words(`web.alerts.c.${one}`)} (${n})`] as const;
            })}
          />
        </div>
      )}
      {shown.length === 0 && rows.length > 0 ? (
        <p class="panel panel-body quiet">{words("web.alerts.noneSuch")}</p>
      ) : (
        <AlertTable label={words("web.alerts.open")} rows={shown} bySite />
      )}
    </>
  );
}
