import { useState } from "preact/hooks";
import { formatDateTime, parseDateTime } from "../../../core/format.ts";
import {
  formatRange,
  parseRange,
  PRESET_NAMES,
  type Preset,
  rangeMistake,
  rangeOf,
  type RangeChoice,
} from "../lib/chart-data.ts";
import { now } from "../state/clock.ts";
import { query, setQuery } from "../state/location.ts";
import { locale, t } from "../state/preferences.ts";
import { Choices } from "./field.tsx";
import { Shape } from "./state-mark.tsx";

/** The range of the page's charts: in the address, so that a link shows the same; else what suits the page. */
export const chosenRange = (otherwise: Preset): RangeChoice =>
  parseRange(query.value.get("range"), otherwise);
const chooseRange = (choice: RangeChoice) => setQuery({ range: formatRange(choice) });

export function RangePicker({ choice }: { readonly choice: RangeChoice }) {
  const [own, setOwn] = useState(typeof choice !== "string");
  const options = [
    ...PRESET_NAMES.map((name) => [name, t(`web.range.${name}`)] as const),
    ["custom", t("web.range.custom")] as const,
  ];
  const value = own || typeof choice !== "string" ? "custom" : choice;
  return (
    <div class="range">
      <Choices
        label={t("web.range.label")}
        value={value}
        options={options}
        onValue={(name) => {
          setOwn(name === "custom");
          if (name !== "custom") chooseRange(name);
        }}
      />
      {value === "custom" ? <OwnRange choice={choice} /> : null}
    </div>
  );
}

/** Typed as text: the browser's own date field writes 11/23/2026 07:15 AM in an English Windows. */
function OwnRange({ choice }: { readonly choice: RangeChoice }) {
  const { timeZone } = locale.value;
  const present = now.peek() ?? 0;
  const shown = rangeOf(choice, present);
  const [from, setFrom] = useState(formatDateTime(shown.from, locale.value));
  const [to, setTo] = useState(formatDateTime(shown.to, locale.value));
  const [mistake, setMistake] = useState<ReturnType<typeof rangeMistake>>(undefined);
  const show = (event: Event) => {
    event.preventDefault();
    const [start, end] = [parseDateTime(from, timeZone), parseDateTime(to, timeZone)];
    const wrong = rangeMistake(start, end, now.peek() ?? 0);
    setMistake(wrong);
    if (wrong === undefined && start !== undefined && end !== undefined)
      chooseRange({ from: start, to: end });
  };
  return (
    <form class="range-own" onSubmit={show} noValidate>
      <label>
        {t("web.range.from")}{" "}
        <input
          class="input"
          type="text"
          placeholder="23/11/2026 08:00"
          value={from}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
      </label>
      <label>
        {t("web.range.to")}{" "}
        <input
          class="input"
          type="text"
          placeholder="23/11/2026 08:00"
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {t("web.range.show")}
      </button>
      {mistake === undefined ? null : (
        <span class="field-mistake" role="alert">
          <Shape state="bad" />
          {t(`web.range.${mistake}`)}
        </span>
      )}
    </form>
  );
}
