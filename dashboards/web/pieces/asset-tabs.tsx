import type { Route } from "../lib/router.ts";
import { route } from "../state/location.ts";
import { words } from "../state/asset-words.ts";
import { papersOnly } from "../state/session.ts";

const TABS = [
  ["/assets", "web.asset.tab.register", ["assets", "asset"]],
  ["/reconcile", "web.asset.tab.reconcile", ["reconcile"]],
  ["/stocktakes", "web.asset.tab.stocktake", ["stocktakes", "stocktake"]],
  ["/wear", "web.asset.tab.wear", ["wear"]],
  ["/units", "web.asset.tab.units", ["units"]],
] as const satisfies readonly (readonly [string, Parameters<typeof words>[0], readonly Route["page"][]])[];

/** The pages of the register, beside one another. */
export function AssetTabs() {
  const { page } = route.value;
  return (
    <nav class="tabs" aria-label={words("web.asset.tab.label")}>
      {TABS.filter(([, , [page]]) => page !== "reconcile" || !papersOnly()).map(([href, label, pages]) => (
        <a
          key={href}
          class="tab"
          href={href}
          aria-current={pages.some((one) => one === page) ? "page" : undefined}
        >
          {words(label)}
        </a>
      ))}
    </nav>
  );
}
