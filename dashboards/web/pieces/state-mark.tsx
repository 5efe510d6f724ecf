import type { JSX } from "preact";
import type { State } from "../../../core/wire/views.ts";
import type { Mark } from "../lib/states.ts";
import { tAny } from "../state/preferences.ts";

type Shown = Mark["state"];

/** The shapes differ without their colours: for colour-blind eyes and black-and-white print. */
const SHAPES: Readonly<Record<Shown, JSX.Element>> = {
  good: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  watch: <path d="M6 1 11.300 10.500H.7z" fill="currentColor" />,
  bad: (
    <>
      <rect x="1" y="1" width="10" height="10" rx="1.500" fill="currentColor" />
      <path d="m3.700 3.700 4.600 4.600m0-4.600L3.700 8.300" stroke="var(--surface)" stroke-width="1.600" />
    </>
  ),
  unknown: (
    <circle
      cx="6"
      cy="6"
      r="4"
      fill="none"
      stroke="currentColor"
      stroke-width="1.600"
      stroke-dasharray="2.100"
    />
  ),
  off: <path d="M2 6h8" stroke="currentColor" stroke-width="2" stroke-linecap="round" />,
};

export function Shape({ state }: { readonly state: Shown }) {
  return (
    <svg class={`shape mark-${state}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

/** A state as shape and word, never as colour alone. */
export function StateMark({ mark, title }: { readonly mark: Mark; readonly title?: string | undefined }) {
  return (
    <span class={`mark mark-${mark.state}`} title={title}>
      <Shape state={mark.state} />
      {tAny(mark.word)}
    </span>
  );
}

/** A box with a coloured edge and the state's shape. */
export function Notice(props: {
  readonly state: State;
  readonly children: JSX.Element | string | (JSX.Element | string | undefined)[];
}) {
  return (
    <div class={`notice notice-${props.state}`} role={props.state === "bad" ? "alert" : "status"}>
      <Shape state={props.state} />
      <div>{props.children}</div>
    </div>
  );
}
