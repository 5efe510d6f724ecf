import { formatDuration, formatMoment } from "../../../core/format.ts";
import { parseEntityRef } from "../../../core/entities.ts";
import type { EventView } from "../../../core/wire/views.ts";
import { PORT_UP } from "../lib/states.ts";
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
            {sentence(event)}
            {event.late ? <span class="quiet"> ({t("web.device.late")})</span> : null}
          </span>
        </div>
      ))}
    </div>
  );
}

function sentence({ type, entity, detail }: EventView): string {
  const get = (name: string) => detail[name] ?? "";
  switch (type) {
    case "agent_started":
      return t("web.event.agent_started", { version: get("version") });
    case "device_restarted":
      return t("web.event.device_restarted");
    case "port_changed": {
      const port = parseEntityRef(entity ?? "")?.part ?? "";
      if (detail["to"] === PORT_UP) return t("web.event.port_up", { port });
      return detail["from"] === PORT_UP
        ? t("web.event.port_down", { port })
        : t("web.event.port_changed", { port });
    }
    case "points_dropped":
      return detail["reason"] === "old"
        ? t("web.event.points_dropped_old", { points: get("points") })
        : t("web.event.points_dropped_full", { points: get("points") });
    case "block_parked":
      return t("web.event.block_parked", { code: get("code") });
    case "clock_wrong": {
      const offset = formatDuration(Math.abs(Number(get("offsetMs"))), language.value);
      return t("web.event.clock_wrong", { offset });
    }
    default:
      return t("web.event.other", { type });
  }
}
