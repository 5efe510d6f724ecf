import { loadCalendar } from "../../server/alert-calendar.ts";
import { loadAlertRules } from "../../server/alert-rules.ts";
import { FAULTS, FOR_ALL } from "./faults.ts";
import type { YearOptions } from "./site.ts";

/** What goes to a thread: plain values. */
export interface YearArguments extends Pick<YearOptions, "seed" | "firstDay" | "days" | "sites" | "faulty"> {
  /** Names of the kinds of faults that strike; all by default. */
  readonly only?: readonly string[];
}

/** The rules and the calendar that Cayda comes with. */
export function readOptions(year: YearArguments): YearOptions {
  const [rules, office] = [loadAlertRules(undefined, "en"), loadCalendar(undefined, "en")];
  if (!rules.ok) throw new Error(rules.mistakes.join("\n"));
  if (!office.ok) throw new Error(office.mistakes.join("\n"));
  const { only, ...plain } = year;
  const kinds = [...FAULTS, ...FOR_ALL].filter(({ name }) => only?.includes(name));
  return {
    ...plain,
    ...(only === undefined ? {} : { only: kinds }),
    defaults: rules.value,
    calendar: office.value.calendar,
  };
}
