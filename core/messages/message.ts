/** One sentence in both languages. `{name}` marks a place that is filled in. */
export interface Message {
  readonly vi: string;
  readonly en: string;
}
