import { DashboardLinkBuilder, DashboardLinkType } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Page } from "./board.ts";
import { PAGE_WORDS } from "./words/frame.ts";
import type { Language } from "./words/words.ts";

/** Where the labels of what was clicked lie: of a line or tile, or of a row in a table. */
export type ClickedOn = "line" | "row";

const HOLDER: Readonly<Record<ClickedOn, string>> = { line: "__field.labels", row: "__data.fields" };

/** The address of our own page of what was clicked; `dashboards/web/lib/router.ts` reads it. */
function addressOf(page: Page, on: ClickedOn): string {
  const label = (name: string) => `\${${HOLDER[on]}.${name}}`;
  switch (page) {
    case "today":
      return "/";
    case "devices":
    case "settings":
      return `/${page}`;
    case "site":
      return `/sites/${label("site_id")}`;
    case "map":
      return `/sites/${label("site_id")}/map`;
    case "device":
      return `/devices/${label("device_id")}`;
    case "port":
      return `/devices/${label("device_id")}?port=${label("port:percentencode")}`;
  }
}

const own = (title: string, path: string) =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(`\${app_url}${path}`).targetBlank(true);

export const clickLink = (page: Page, on: ClickedOn, language: Language) =>
  own(PAGE_WORDS[page][language], addressOf(page, on));

/** In the panel's corner: a page that needs no label. */
export function cornerLink(page: Page, language: Language) {
  const plain = page === "today" || page === "settings" ? page : "devices";
  return own(PAGE_WORDS[plain][language], addressOf(plain, "line"));
}
