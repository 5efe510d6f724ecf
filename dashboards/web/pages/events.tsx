import { formatMoment } from "../../../core/format.ts";
import type { EventView } from "../../../core/wire/views.ts";
import { eventText } from "../lib/event-text.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";

/** What happened, newest first. */
export function Events({ events }: { readonly events: readonly EventView[] }) {
  if (events.length === 0) return <p class="quiet">{t("web.device.noEvents")}</p>;
  return (
    <div class="panel events">
      {events.map((event, i) => (
        <div key={`${event.at} ${i}`} class="event">
          <span class="quiet nowrap">{formatMoment(event.at, slowNow.value ?? event.at, locale.value)}</span>
          <span>
            {eventText(event, language.value)}
            {event.late ? <span class="quiet"> ({t("web.device.late")})</span> : null}
          </span>
        </div>
      ))}
    </div>
  );
}
