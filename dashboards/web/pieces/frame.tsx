import type { ComponentChildren } from "preact";
import type { WebMessageKey as MessageKey } from "../../../core/messages/say-web.ts";
import { formatDateTime } from "../../../core/format.ts";
import { slowNow } from "../state/clock.ts";
import { route } from "../state/location.ts";
import { isDark, language, locale, t, tAny, theme } from "../state/preferences.ts";
import { mayEdit, me, papersOnly, signOut } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { Freshness } from "./freshness.tsx";
import { Icon, Logo, type IconName } from "./icon.tsx";
import { Search } from "./search.tsx";
import { StoreBanner } from "./store-banner.tsx";

interface RailEntry {
  readonly href: string;
  readonly label: MessageKey;
  readonly icon: IconName;
  /** Pages under this entry. */
  readonly pages: readonly string[];
  /** For those, too, who see nothing of the network. */
  readonly papers?: true;
}

/** Only pages that exist. */
const RAIL: readonly RailEntry[] = [
  { href: "/", label: "web.rail.today", icon: "today", pages: ["today", "site", "discovery", "map"] },
  { href: "/alerts", label: "web.rail.alerts", icon: "alerts", pages: ["alerts", "alert"] },
  { href: "/devices", label: "web.rail.devices", icon: "devices", pages: ["devices", "device"] },
  {
    href: "/assets",
    label: "web.rail.assets",
    icon: "assets",
    pages: ["assets", "asset", "reconcile", "stocktakes", "stocktake", "wear", "units"],
    papers: true,
  },
  {
    href: "/plans",
    label: "web.rail.plan",
    icon: "plan",
    pages: ["plans", "plan", "findings"],
    papers: true,
  },
  { href: "/settings", label: "web.rail.settings", icon: "settings", pages: ["settings"], papers: true },
];

function Rail() {
  // Who has no page of today begins with the plans.
  const page = route.value.page === "today" && papersOnly() ? "plans" : route.value.page;
  return (
    <nav class="rail" aria-label={t("web.rail.label")}>
      <a class="brand" href="/">
        <Logo />
        Cayda
      </a>
      {RAIL.filter(({ papers }) => papers === true || !papersOnly()).map(({ href, label, icon, pages }) => (
        <a key={href} class="rail-link" href={href} aria-current={pages.includes(page) ? "page" : undefined}>
          <Icon name={icon} />
          {tAny(label)}
        </a>
      ))}
    </nav>
  );
}

export function LanguageButton() {
  return (
    <button
      type="button"
      class="button button-plain"
      title={t("web.top.languageTitle")}
      onClick={() => {
        language.value = language.value === "vi" ? "en" : "vi";
      }}
    >
      {t("web.top.language")}
    </button>
  );
}

export function ThemeButton() {
  const label = isDark.value ? t("web.top.themeLight") : t("web.top.themeDark");
  return (
    <button
      type="button"
      class="button button-plain"
      title={label}
      aria-label={label}
      onClick={() => {
        theme.value = isDark.value ? "light" : "dark";
      }}
    >
      <Icon name={isDark.value ? "sun" : "moon"} />
    </button>
  );
}

function Top() {
  const leave = async () => {
    if (!(await signOut())) toast(t("web.view.offline"), true);
  };
  return (
    <header class="top">
      <div class="top-inner">
        {papersOnly() ? null : <Search />}
        <span class="top-gap" />
        <Freshness />
        <span class="top-optional">
          <LanguageButton />
        </span>
        <span class="top-optional">
          <ThemeButton />
        </span>
        <span class="person top-optional" title={me.value?.username}>
          {me.value?.name}
        </span>
        <button
          type="button"
          class="button button-plain top-optional"
          title={t("web.top.signOut")}
          aria-label={t("web.top.signOut")}
          onClick={() => void leave()}
        >
          <Icon name="leave" />
        </button>
      </div>
    </header>
  );
}

/** What stands around every page for people who are signed in. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const at = slowNow.value;
  return (
    <div class="frame">
      <a class="skip" href="#content">
        {t("web.skip")}
      </a>
      <Rail />
      <Top />
      <main class="content" id="content" tabIndex={-1}>
        {at === undefined ? null : (
          <p class="print-only">{t("web.print.at", { at: formatDateTime(at, locale.value) })}</p>
        )}
        {mayEdit() ? <StoreBanner /> : null}
        {children}
      </main>
    </div>
  );
}
