import { loadCalendar } from "../../server/alert-calendar.ts";
import { loadAlertRules } from "../../server/alert-rules.ts";
import type { YearOptions } from "./site.ts";

/** What goes to a thread: plain values. */
export type YearArguments = Pick<YearOptions, "seed" | "firstDay" | "days" | "sites" | "faulty">;

/** The rules and the calendar that Cayda comes with. */
export function readOptions(year: YearArguments): YearOptions {
  const [rules, office] = [loadAlertRules(undefined, "en"), loadCalendar(undefined, "en")];
  if (!rules.ok) throw new Error(rules.mistakes.join("\n"));
  if (!office.ok) throw new Error(office.mistakes.join("\n"));
  return { ...year, defaults: rules.value, calendar: office.value.calendar };
}
