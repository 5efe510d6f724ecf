import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { formatDuration, formatMoment } from "../../../core/format.ts";
import type { DiscoveryView } from "../../../core/wire/discovery.ts";
import { usualMs } from "../lib/discovery.ts";
import { siteHref } from "../lib/router.ts";
import { useSending } from "../pieces/dialog.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { words } from "../state/discovery-words.ts";
import { useResource, type Resource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { DiscoveryDialog } from "./discovery-dialog.tsx";
import { IgnoredTable, KnownTable, NewTable } from "./discovery-tables.tsx";
import { Events } from "./events.tsx";

/** While a sweep is under way somebody may wait for it. */
const REFRESH_MS = 10_000;

export function DiscoveryPage({ id }: { readonly id: string }) {
  const resource = useResource(
    `discovery ${id}`,
    () => ask(api.sites[":site"].discovery.$get({ param: { site: id } })),
    REFRESH_MS,
  );
  return (
    <View resource={resource} lines={8}>
      {(view) => <Content site={id} view={view} resource={resource} />}
    </View>
  );
}

interface ContentProps {
  readonly site: string;
  readonly view: DiscoveryView;
  readonly resource: Resource<DiscoveryView>;
}

function Content({ site, view, resource }: ContentProps) {
  const [setting, setSetting] = useState(false);
  const { refusal, busy, send } = useSending();
  const reload = () => void resource.reload();
  const open = () => setSetting(true);
  const scan = async () => {
    const request = () => ask(api.sites[":site"].discovery.scan.$post({ param: { site } }));
    if ((await send(request)) === undefined) return;
    toast(words("web.discovery.scanAsked"));
    reload();
  };
  const maySet = mayEdit() && view.settings !== null;
  const mayScan = maySet && view.status === "idle";
  return (
    <>
      <PageHead
        title={words("web.discovery.title")}
        crumbs={
          <>
            <a href="/">{t("web.rail.today")}</a> / <a href={siteHref(site)}>{view.siteName}</a>
          </>
        }
        actions={
          <>
            {maySet ? (
              <button type="button" class="button" onClick={open}>
                {words("web.discovery.set")}
              </button>
            ) : null}
            {mayScan ? (
              <button type="button" class="button button-main" disabled={busy} onClick={() => void scan()}>
                {words("web.discovery.scan")}
              </button>
            ) : null}
          </>
        }
      />
      {refusal}
      {view.settings === null ? <Off open={open} /> : <Found site={site} view={view} reload={reload} />}
      {setting ? (
        <DiscoveryDialog
          site={site}
          settings={view.settings}
          onClose={() => setSetting(false)}
          onDone={reload}
        />
      ) : null}
    </>
  );
}

function Off({ open }: { readonly open: () => void }) {
  const may = mayEdit();
  return (
    <div class="panel">
      <Empty
        title={words("web.discovery.offTitle")}
        body={may ? words("web.discovery.off") : words("web.discovery.offViewer")}
      >
        {may ? (
          <button type="button" class="button button-main" onClick={open}>
            {words("web.discovery.offSet")}
          </button>
        ) : null}
      </Empty>
    </div>
  );
}

function Found(props: { readonly site: string; readonly view: DiscoveryView; readonly reload: () => void }) {
  const { site, view, reload } = props;
  const inState = (...states: string[]) => view.found.filter(({ state }) => states.includes(state));
  const ignored = inState("ignored");
  return (
    <>
      <Status view={view} />
      <SettingsPanel view={view} />
      <Section title={words("web.discovery.new")}>
        <NewTable site={site} rows={inState("new")} empty={whyNothing(view)} onChange={reload} />
      </Section>
      <Section title={words("web.discovery.known")}>
        <KnownTable site={site} rows={inState("accepted", "known")} onChange={reload} />
      </Section>
      {ignored.length === 0 ? null : (
        <Section title={words("web.discovery.ignored")}>
          <IgnoredTable site={site} rows={ignored} onChange={reload} />
        </Section>
      )}
      <Section title={words("web.discovery.events")}>
        <Events events={view.events} />
      </Section>
    </>
  );
}

function whyNothing({ last, found }: DiscoveryView): string {
  if (last === null) return words("web.discovery.neverScanned");
  return found.length === 0 ? words("web.discovery.nothingFound") : words("web.discovery.newEmpty");
}

const moment = (at: number, now: number) => formatMoment(at, slowNow.value ?? now, locale.value);

/** What is going on, and what the last sweep was. */
function Status({ view }: { readonly view: DiscoveryView }) {
  const { status, wantedSince, settings, now } = view;
  const addresses = settings?.addresses ?? 0;
  return (
    <>
      {status === "paused" ? <Notice state="watch">{words("web.discovery.paused")}</Notice> : null}
      {status === "no_agent" ? <Notice state="watch">{words("web.discovery.noAgent")}</Notice> : null}
      {status === "waiting" ? (
        <Notice state="unknown">
          {words("web.discovery.waiting", {
            n: addresses,
            at: moment(wantedSince ?? now, now),
            minutes: formatDuration(usualMs(addresses), language.value),
          })}
        </Notice>
      ) : null}
      {status === "idle" ? <Notice state="good">{lastSweep(view)}</Notice> : null}
    </>
  );
}

function lastSweep({ last, next, now }: DiscoveryView): string {
  if (last === null) return words("web.discovery.neverScanned");
  const { startedAt, finishedAt, scanned, found } = last;
  const took = formatDuration(Math.max(1_000, finishedAt - startedAt), language.value);
  const said = words("web.discovery.last", { at: moment(finishedAt, now), scanned, found, took });
  return next === null ? said : `${said} ${words("web.discovery.next", { at: moment(next, now) })}`;
}

function SettingsPanel({ view: { settings } }: { readonly view: DiscoveryView }) {
  if (settings === null) return null;
  const { ranges, addresses, credentials, autoAccept } = settings;
  const names = credentials.map(({ name, version }) => `${name} (v${version})`);
  return (
    <div class="panel discovery-settings">
      <Setting label={words("web.discovery.ranges")}>
        {words("web.discovery.rangesValue", { ranges: ranges.join(", "), n: addresses })}
      </Setting>
      <Setting label={words("web.discovery.credentials")}>
        {names.length === 0 ? words("web.discovery.noCredentials") : names.join(" → ")}
      </Setting>
      <Setting label={words("web.discovery.autoAccept")}>
        {autoAccept ? words("web.discovery.autoAcceptOn") : words("web.discovery.autoAcceptOff")}
      </Setting>
    </div>
  );
}

function Setting(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <span class="quiet small">{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}
