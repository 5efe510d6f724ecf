import { formatAge, formatDateTime } from "../../../core/format.ts";
import { freshness } from "../lib/states.ts";
import { now } from "../state/clock.ts";
import { line, newest } from "../state/live.ts";
import { language, locale, t } from "../state/preferences.ts";
import { Shape } from "./state-mark.tsx";

/** "Dữ liệu: 12 giây trước", turning amber and red with age; or that the server cannot be reached. */
export function Freshness() {
  const present = now.value;
  const { value: link } = line;
  if (link.state === "lost") {
    const wait = Math.ceil((link.retryAt - performance.now()) / 1_000);
    return (
      <span class="freshness freshness-bad" role="status">
        <Shape state="bad" />
        <span class="freshness-text">
          {wait > 0 ? t("web.top.lost", { n: wait }) : t("web.top.retrying")}
        </span>
      </span>
    );
  }
  const { value: at } = newest;
  if (at === undefined || present === undefined) return null;
  const level = freshness(at, present);
  return (
    <span
      class={`freshness freshness-${level}`}
      title={at === null ? undefined : t("web.top.dataTitle", { at: formatDateTime(at, locale.value) })}
    >
      <Shape state={level} />
      <span class="freshness-text">
        {at === null
          ? t("web.top.noData")
          : t("web.top.data", { age: formatAge(present - at, language.value) })}
      </span>
    </span>
  );
}
