import { signal, type ReadonlySignal } from "@preact/signals";

const state = signal(false);

/** The page is being printed: long tables are drawn whole, for on paper nobody scrolls. */
export const printing: ReadonlySignal<boolean> = state;

/** Called once. The browser lays the paper out after what these events changed has been drawn. */
export function startPrinting(): void {
  window.addEventListener("beforeprint", () => {
    state.value = true;
  });
  window.addEventListener("afterprint", () => {
    state.value = false;
  });
}
