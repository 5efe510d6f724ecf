/** The languages of the dashboards; Vietnamese is the default. */
export const LANGUAGES = ["vi", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in both languages, side by side: a missing translation does not compile. */
export type Words = Readonly<Record<Language, string>>;

/** A panel's title, and in three sentences what it shows, what is normal, and what to do when it is not. */
export interface PanelWords {
  readonly title: Words;
  readonly says: Words;
}
