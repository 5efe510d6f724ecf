import { formatCount, formatDate, wallTime } from "../../../core/format.ts";
import type { WebMessageKey as MessageKey } from "../../../core/messages/say-web.ts";
import type { Overview, SiteSummary } from "../../../core/wire/views.ts";
import { calmText, overviewAttention } from "../lib/attention.ts";
import { siteHref } from "../lib/router.ts";
import { siteMark, stateRank } from "../lib/states.ts";
import { AttentionList } from "../pieces/attention-list.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Moment } from "../pieces/value.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { useAlertNews, useLive, useNewest } from "../state/live.ts";
import { language, locale, t, tAny } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { momentText } from "../state/texts.ts";

const Health = later(async () => (await import("./health.tsx")).Health, true);

/** Small answers, so asked for often; the page is the one that stays open. */
const REFRESH_MS = 15_000;

export function TodayPage() {
  const resource = useResource("overview", () => ask(api.overview.$get()), REFRESH_MS);
  useLive({}, { news: () => {}, opened: () => {} });
  useAlertNews(resource);
  useNewest(resource.data.value?.newest);
  const at = slowNow.value;
  const day =
    at === undefined ? undefined : new Date(`${wallTime(at, locale.value.timeZone)}:00Z`).getUTCDay();
  const title =
    at === undefined
      ? t("web.today.title")
      : `${t("web.today.title")}, ${tAny(`web.weekday.${day}` as MessageKey)} ${formatDate(at, locale.value)}`;
  return (
    <>
      <PageHead title={title} />
      <View resource={resource}>
        {(overview) => <Content overview={overview} fresh={resource.problem.value === undefined} />}
      </View>
    </>
  );
}

interface ContentProps {
  readonly overview: Overview;
  /** Of data that could not be renewed nobody says that all is well. */
  readonly fresh: boolean;
}

function Content({ overview, fresh }: ContentProps) {
  const sites = overview.units.flatMap((unit) =>
    unit.sites.map((site) => ({ ...site, unitName: unit.name })),
  );
  if (sites.length === 0) {
    return (
      <div class="panel">
        <Empty
          title={t("web.today.emptyTitle")}
          body={mayEdit() ? t("web.today.emptyBody") : t("web.today.emptyViewer")}
        >
          {mayEdit() ? (
            <a class="button button-main" href="/settings">
              {t("web.today.toSettings")}
            </a>
          ) : null}
        </Empty>
      </div>
    );
  }
  const attention = overviewAttention(overview, locale.value);
  const calm = attention.length === 0 && fresh ? { calm: calmText(sites, locale.value) } : {};
  return (
    <>
      <Figures sites={sites} />
      <Health units={overview.units} {...calm} />
      {attention.length === 0 ? null : (
        <Section title={t("web.attention.title")}>
          <AttentionList entries={attention} />
        </Section>
      )}
      <Section title={t("web.today.sites")}>
        <DataTable
          label={t("web.today.sites")}
          columns={siteColumns(new Set(sites.map(({ unit }) => unit)).size > 1)}
          rows={sites}
          rowKey={({ id }) => id}
          initial={{ by: "state", descending: false }}
          open={({ id }) => siteHref(id)}
          empty={null}
        />
      </Section>
    </>
  );
}

type SiteRow = SiteSummary & { readonly unitName: string };

const sum = (sites: readonly SiteRow[], of: (site: SiteRow) => number) =>
  sites.reduce((total, site) => total + of(site), 0);

function Figures({ sites }: { readonly sites: readonly SiteRow[] }) {
  const figures: readonly (readonly [string, string])[] = [
    [String(sites.length), t("web.today.figureSites")],
    [
      part(
        sum(sites, (s) => s.devices.good),
        sum(sites, (s) => s.devices.total),
      ),
      t("web.today.figureDevices"),
    ],
    [
      part(
        sum(sites, (s) => s.targets.good),
        sum(sites, (s) => s.targets.total),
      ),
      t("web.today.figureTargets"),
    ],
    [
      part(
        sum(sites, (s) => s.agents.heard),
        sum(sites, (s) => s.agents.total),
      ),
      t("web.today.figureAgents"),
    ],
  ];
  return (
    <div class="panel figures">
      {figures.map(([value, label]) => (
        <span key={label} class="figure">
          <strong>{value}</strong>
          {label}
        </span>
      ))}
    </div>
  );
}

const part = (some: number, total: number) =>
  total === 0
    ? t("web.figure.none")
    : t("web.figure.ofTotal", {
        part: formatCount(some, language.value),
        total: formatCount(total, language.value),
      });

function siteColumns(severalUnits: boolean): readonly Column<SiteRow>[] {
  const count = (id: "devices" | "targets", label: string): Column<SiteRow> => ({
    id,
    label,
    numeric: true,
    // Sorted by what does not answer: that is what one looks for.
    sort: (site) => -(site[id].total - site[id].good),
    text: (site) => part(site[id].good, site[id].total),
    cell: (site) => part(site[id].good, site[id].total),
  });
  return [
    {
      id: "state",
      label: t("web.col.state"),
      sort: ({ state }) => stateRank(state),
      text: (site) => tAny(siteMark(site).word),
      cell: (site) => <StateMark mark={siteMark(site)} />,
    },
    {
      id: "name",
      label: t("web.col.site"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <a class="cell-name" href={siteHref(id)}>
          {name}
        </a>
      ),
    },
    ...(severalUnits
      ? [
          {
            id: "unit",
            label: t("web.col.unit"),
            sort: ({ unitName }: SiteRow) => unitName,
            text: ({ unitName }: SiteRow) => unitName,
            cell: ({ unitName }: SiteRow) => unitName,
          },
        ]
      : []),
    count("devices", t("web.col.devices")),
    count("targets", t("web.col.targets")),
    {
      id: "agents",
      label: t("web.col.agents"),
      numeric: true,
      sort: ({ agents }) => agents.heard,
      text: ({ agents }) => part(agents.heard, agents.total),
      cell: ({ agents }) => part(agents.heard, agents.total),
    },
    {
      id: "newest",
      label: t("web.col.newest"),
      sort: ({ newest }) => newest,
      text: ({ newest }) => momentText(newest),
      cell: ({ newest }) => <Moment at={newest} />,
    },
  ];
}
