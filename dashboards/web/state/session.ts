import { signal } from "@preact/signals";
import type { Me } from "../../../core/wire/views.ts";
import { mayAccountFor, mayChange, readsPapersOnly } from "../lib/states.ts";
import type { Problem } from "../lib/problem.ts";
import { api, ask, onRefused } from "./api.ts";
import { navigate, route } from "./location.ts";

/** Who is signed in: undefined while nobody knows yet, null is nobody. */
export const me = signal<Me | null | undefined>(undefined);
/** Why nobody knows who is signed in. */
export const sessionProblem = signal<Problem | undefined>(undefined);

export const mayEdit = (): boolean => mayChange(me.value?.role);
export const mayAccount = (): boolean => mayAccountFor(me.value?.role);
export const papersOnly = (): boolean => readsPapersOnly(me.value?.role);

/** Asks who is signed in; whoever is not is led to the sign-in page. */
export async function askWho(): Promise<void> {
  const answer = await ask(api.me.$get());
  if (answer.ok) {
    me.value = answer.value;
    sessionProblem.value = undefined;
  } else if (me.value === undefined) {
    sessionProblem.value = answer.problem;
  }
}

/** Called once. */
export function startSession(): void {
  onRefused((code) => {
    // An administrator said so while the page was open: whoever asks who they are is led to set it up.
    if (code === "second_factor_due") void askWho();
    if (code !== "not_signed_in") return;
    const expired = me.value !== null && me.value !== undefined;
    me.value = null;
    sessionProblem.value = undefined;
    const { page } = route.value;
    if (page === "sign-in" || page === "setup") return;
    const back = window.location.pathname + window.location.search;
    const params = new URLSearchParams();
    if (back !== "/") params.set("back", back);
    if (expired) params.set("reason", "expired");
    const text = params.toString();
    navigate(text === "" ? "/sign-in" : `/sign-in?${text}`, true);
  });
  void askWho();
}

/** Ends the session; true when the server confirmed it. */
export async function signOut(): Promise<boolean> {
  const answer = await ask(api.auth["sign-out"].$post());
  if (!answer.ok) return false;
  me.value = null;
  navigate("/sign-in");
  return true;
}
