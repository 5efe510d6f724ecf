import type { ComponentType } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import type { Route } from "./lib/router.ts";
import { DevicePage } from "./pages/device.tsx";
import { DevicesPage } from "./pages/devices.tsx";
import { TodayPage } from "./pages/today.tsx";
import { Frame } from "./pieces/frame.tsx";
import { later } from "./pieces/later.tsx";
import { PageHead } from "./pieces/page-head.tsx";
import { Toasts } from "./pieces/toasts.tsx";
import { Empty, ProblemPanel, Skeleton } from "./pieces/view.tsx";
import { path, route } from "./state/location.ts";
import { t } from "./state/preferences.ts";
import { askWho, me, papersOnly, sessionProblem } from "./state/session.ts";
import { openDialogs } from "./state/toasts.ts";

const SetupPage = later(async () => (await import("./pages/gate.tsx")).SetupPage);
const SignInPage = later(async () => (await import("./pages/gate.tsx")).SignInPage);
const SitePage = later(async () => (await import("./pages/site.tsx")).SitePage);
const PasswordDuePage = later(async () => (await import("./pages/gate.tsx")).PasswordDuePage);
const FactorDuePage = later(async () => (await import("./pages/factor-due.tsx")).FactorDuePage);
const SettingsPage = later(async () => (await import("./pages/settings.tsx")).SettingsPage);
const MapPage = later(async () => (await import("./pages/map.tsx")).MapPage);
const AlertsPage = later(async () => (await import("./pages/alerts.tsx")).AlertsPage);
const AlertPage = later(async () => (await import("./pages/alert.tsx")).AlertPage);
const DiscoveryPage = later(async () => (await import("./pages/discovery.tsx")).DiscoveryPage);
const AssetsPage = later(async () => (await import("./pages/assets.tsx")).AssetsPage);
const AssetPage = later(async () => (await import("./pages/asset.tsx")).AssetPage);
const ReconcilePage = later(async () => (await import("./pages/reconcile.tsx")).ReconcilePage);
const StockTakesPage = later(async () => (await import("./pages/stocktakes.tsx")).StockTakesPage);
const StockTakePage = later(async () => (await import("./pages/stocktake.tsx")).StockTakePage);
const WearPage = later(async () => (await import("./pages/wear.tsx")).WearPage);
const FindingsPage = later(async () => (await import("./pages/findings.tsx")).FindingsPage);
const UnitProfilesPage = later(async () => (await import("./pages/unit-profile.tsx")).UnitProfilesPage);
const PlansPage = later(async () => (await import("./pages/plan.tsx")).PlansPage);
const PlanPage = later(async () => (await import("./pages/plan-editor.tsx")).PlanPage);

/** How often to ask again while the server cannot say who is signed in. */
const RETRY_MS = 5_000;

export function App() {
  const [error] = useErrorBoundary();
  return (
    <>
      {error === undefined ? <Page /> : <Crash error={error} />}
      {openDialogs.value === 0 ? <Toasts /> : null}
    </>
  );
}

function Page() {
  const { value: here } = route;
  if (here.page === "setup") return <SetupPage />;
  if (here.page === "sign-in") return <SignInPage />;
  if (me.value === undefined) return <Waiting />;
  // Nobody is signed in: the session is on its way to the sign-in page.
  if (me.value === null) return null;
  if (me.value.passwordDue === true) return <PasswordDuePage />;
  if (me.value.secondFactor === "due") return <FactorDuePage />;
  return (
    <Frame>
      <Inside />
    </Frame>
  );
}

/** Pages that stand for themselves. */
const PAGES: Partial<Record<Route["page"], ComponentType>> = {
  today: TodayPage,
  alerts: AlertsPage,
  devices: DevicesPage,
  assets: AssetsPage,
  reconcile: ReconcilePage,
  stocktakes: StockTakesPage,
  wear: WearPage,
  findings: FindingsPage,
  units: UnitProfilesPage,
  plans: PlansPage,
  settings: SettingsPage,
};

/** What readers of papers may open; the server refuses them the rest. */
const PAPERS: ReadonlySet<Route["page"]> = new Set([
  "today",
  "assets",
  "asset",
  "stocktakes",
  "stocktake",
  "wear",
  "findings",
  "units",
  "plans",
  "plan",
  "settings",
  "nowhere",
]);

function Inside() {
  const { value: here } = route;
  if (papersOnly() && !PAPERS.has(here.page)) return <NotYours />;
  if ("id" in here) return <OfOne key={`${here.page} ${here.id}`} here={here} />;
  // Who reads papers only begins with the plans.
  const Page = here.page === "today" && papersOnly() ? PlansPage : (PAGES[here.page] ?? Nowhere);
  return <Page key={here.page} />;
}

/** Pages of one thing. */
function OfOne({ here }: { readonly here: Extract<Route, { readonly id: string }> }) {
  switch (here.page) {
    case "site":
      return <SitePage id={here.id} />;
    case "discovery":
      return <DiscoveryPage id={here.id} />;
    case "map":
      return <MapPage id={here.id} />;
    case "alert":
      return <AlertPage id={here.id} />;
    case "device":
      return <DevicePage id={here.id} />;
    case "asset":
      return <AssetPage id={here.id} />;
    case "stocktake":
      return <StockTakePage id={here.id} />;
    case "plan":
      return <PlanPage id={here.id} />;
  }
}

const Nowhere = () => (
  <DeadEnd title={t("web.nowhere.title")} body={t("web.nowhere.body", { path: path.value })} />
);

/** Said here: to ask the server first would only bring refusals, of its news, too. */
const NotYours = () => <DeadEnd title={t("web.view.forbidden")} body={t("web.view.papers")} />;

function DeadEnd({ title, body }: { readonly title: string; readonly body: string }) {
  return (
    <>
      <PageHead title={title} />
      <div class="panel">
        <Empty body={body}>
          <a class="button" href="/">
            {t("web.view.home")}
          </a>
        </Empty>
      </div>
    </>
  );
}

/** The server has not said yet who is signed in. */
function Waiting() {
  const problem = sessionProblem.value;
  useEffect(() => {
    if (problem === undefined) return;
    const timer = setInterval(() => void askWho(), RETRY_MS);
    return () => clearInterval(timer);
  }, [problem]);
  return (
    <main class="content">
      {problem === undefined ? <Skeleton /> : <ProblemPanel problem={problem} retry={() => void askWho()} />}
    </main>
  );
}

/** A bug of ours: said, with what a developer needs, instead of an empty page. */
function Crash({ error }: { readonly error: unknown }) {
  const line = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    <main class="content">
      <div class="panel" role="alert">
        <div class="empty">
          <h1>{t("web.crash.title")}</h1>
          <p>{t("web.crash.body")}</p>
          <p class="mono small">{line}</p>
          <button type="button" class="button button-main" onClick={() => window.location.reload()}>
            {t("web.crash.reload")}
          </button>
        </div>
      </div>
    </main>
  );
}
