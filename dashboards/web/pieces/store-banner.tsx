import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { Notice } from "./state-mark.tsx";

const REFRESH_MS = 60_000;

/** What is wrong with the metric store stands on every page of those who can mend it: what is lost now is lost for good. */
export function StoreBanner() {
  const resource = useResource("store", () => ask(api.store.$get()), REFRESH_MS);
  const [worst] = resource.data.value?.troubles ?? [];
  if (worst === undefined) return null;
  return (
    <Notice state="bad">
      <>
        <a href="/settings">{t("web.banner.store")}</a>: {worst.says}
      </>
    </Notice>
  );
}
