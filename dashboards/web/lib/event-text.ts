import { parseEntityRef } from "../../../core/entities.ts";
import { formatDuration } from "../../../core/format.ts";
import { say } from "../../../core/messages/say-web.ts";
import type { Language } from "../../../core/messages/speaker.ts";
import { TRAP_KINDS } from "../../../core/wire/limits.ts";
import type { EventView } from "../../../core/wire/views.ts";
import { PORT_UP } from "./states.ts";

type Teller = (event: EventView, language: Language) => string;
const detailOf = ({ detail }: EventView, name: string): string | number => detail[name] ?? "";

function portChanged(event: EventView, language: Language): string {
  const port = parseEntityRef(event.entity ?? "")?.part ?? "";
  if (event.detail["to"] === PORT_UP) return say(language, "web.event.port_up", { port });
  return event.detail["from"] === PORT_UP
    ? say(language, "web.event.port_down", { port })
    : say(language, "web.event.port_changed", { port });
}

const TRAPS: ReadonlySet<unknown> = new Set(TRAP_KINDS);

function trap(event: EventView, language: Language): string {
  const { kind } = event.detail;
  if (!TRAPS.has(kind)) return say(language, "web.event.other", { type: `trap ${kind}` });
  const port = event.detail["port"] ?? `#${event.detail["ifIndex"] ?? "?"}`;
  return say(language, `web.event.trap_${kind as (typeof TRAP_KINDS)[number]}`, { port });
}

function foundTeller(
  key: "web.event.device_found" | "web.event.device_vanished" | "web.event.device_returned",
): Teller {
  return (event, language) => say(language, key, { what: foundThing(event) });
}

/** Its name, and the address where it is. */
function foundThing(event: EventView): string {
  const [name, address] = [String(detailOf(event, "name")), String(detailOf(event, "address"))];
  return name === "" ? address : `${name} (${address})`;
}

const TELLERS: Readonly<Record<string, Teller>> = {
  agent_started: (event, language) =>
    say(language, "web.event.agent_started", { version: detailOf(event, "version") }),
  device_restarted: (_, language) => say(language, "web.event.device_restarted"),
  port_changed: portChanged,
  points_dropped: (event, language) => {
    const points = detailOf(event, "points");
    return event.detail["reason"] === "old"
      ? say(language, "web.event.points_dropped_old", { points })
      : say(language, "web.event.points_dropped_full", { points });
  },
  block_parked: (event, language) =>
    say(language, "web.event.block_parked", { code: detailOf(event, "code") }),
  trap,
  traps_dropped: (event, language) =>
    say(language, "web.event.traps_dropped", { count: detailOf(event, "count") }),
  clock_wrong: (event, language) => {
    const offset = formatDuration(Math.abs(Number(detailOf(event, "offsetMs"))), language);
    return say(language, "web.event.clock_wrong", { offset });
  },
  device_found: foundTeller("web.event.device_found"),
  device_vanished: foundTeller("web.event.device_vanished"),
  device_returned: foundTeller("web.event.device_returned"),
  device_moved: (event, language) =>
    say(language, "web.event.device_moved", { what: foundThing(event), from: detailOf(event, "from") }),
};

/** What happened, in a sentence; a type that this version does not know is named, not hidden. */
export function eventText(event: EventView, language: Language): string {
  const { type } = event;
  const tell = Object.hasOwn(TELLERS, type) ? TELLERS[type] : undefined;
  return tell?.(event, language) ?? say(language, "web.event.other", { type });
}
