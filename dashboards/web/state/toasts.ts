import { signal } from "@preact/signals";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
}

/** Short news at the edge of the screen; the newest last. */
export const toasts = signal<readonly Toast[]>([]);
/** Dialogs that are open: they lie above everything else, so the news must be shown inside them. */
export const openDialogs = signal(0);
let last = 0;

/** Long enough to read a sentence twice. */
const STAYS_MS = 7_000;

export function toast(text: string, bad = false): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-2), { id, text, bad }];
  setTimeout(() => dismiss(id), STAYS_MS);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((entry) => entry.id !== id);
}
