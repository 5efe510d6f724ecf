import { computed, effect, signal } from "@preact/signals";
import type { Locale } from "../../../core/format.ts";
import { say, sayAny, type WebMessageKey, type WebMessageRest } from "../../../core/messages/say-web.ts";
import { LANGUAGES, type Language } from "../../../core/messages/speaker.ts";

/** Language and theme: this browser's own, kept in its storage. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const LANGUAGE_KEY = "cayda.language";
const THEME_KEY = "cayda.theme";

/** Storage may be forbidden (private windows, policies): then the choice lasts as long as the page. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See `recall`.
  }
}

export const language = signal<Language>(LANGUAGES.find((known) => known === recall(LANGUAGE_KEY)) ?? "vi");
export const theme = signal<Theme>(THEMES.find((known) => known === recall(THEME_KEY)) ?? "system");

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(prefersDark.matches);
/** What is really shown. */
export const isDark = computed(() => (theme.value === "system" ? systemDark.value : theme.value === "dark"));

const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
export const locale = computed<Locale>(() => ({ language: language.value, timeZone }));

/** A sentence in the language chosen; components that call it are drawn again when the language changes. */
export const t = <Key extends WebMessageKey>(key: Key, ...rest: WebMessageRest<Key>): string =>
  say(language.value, key, ...rest);

/** As `t`, for keys that are known only when running and take no parameters, such as the word of a state. */
export const tAny = (key: WebMessageKey): string => sayAny(language.value, key, {}) ?? key;

/** Keeps the document and the storage in step with the choices; called once. */
export function startPreferences(): void {
  prefersDark.addEventListener("change", ({ matches }) => {
    systemDark.value = matches;
  });
  effect(() => {
    document.documentElement.lang = language.value;
    remember(LANGUAGE_KEY, language.value);
  });
  effect(() => {
    document.documentElement.dataset["theme"] = isDark.value ? "dark" : "light";
    remember(THEME_KEY, theme.value);
  });
}
