import type { Instant } from "../../../core/clock.ts";
import { formatMoment, UNKNOWN } from "../../../core/format.ts";
import { isStale } from "../lib/states.ts";
import { locale, t } from "../state/preferences.ts";
import { slowNow } from "../state/clock.ts";

interface Reading {
  readonly value: number;
  readonly at: Instant;
}

/** Why a figure is a dash: it was never read, or when it last was. */
export function whyUnknown(at: Instant | null | undefined, now: Instant): string {
  return at === null || at === undefined
    ? t("web.unknown.never")
    : t("web.unknown.since", { at: formatMoment(at, now, locale.value) });
}

/** "—" with its reason on hover and for screen readers. */
export function Unknown({ at }: { readonly at?: Instant | null | undefined }) {
  const why = whyUnknown(at, slowNow.value ?? 0);
  return (
    <span class="quiet" title={why}>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span class="unseen">{why}</span>
    </span>
  );
}

/** A reading as text, or the dash when it is not known or too old to be what is now. */
export function Now(props: {
  readonly reading: Reading | undefined;
  readonly format: (value: number) => string;
}) {
  const { reading, format } = props;
  return reading === undefined || isStale(reading.at, slowNow.value ?? 0) ? (
    <Unknown at={reading?.at} />
  ) : (
    <span class="nowrap">{format(reading.value)}</span>
  );
}

/** A moment as people speak of it; "never" when there was none. */
export function Moment({ at }: { readonly at: Instant | null | undefined }) {
  if (at === null || at === undefined) return <span class="quiet">{t("web.time.never")}</span>;
  return <span class="nowrap">{formatMoment(at, slowNow.value ?? at, locale.value)}</span>;
}
