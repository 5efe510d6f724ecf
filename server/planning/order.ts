import { parseArgs } from "node:util";
import { FUNDING_SOURCES, type FundingSource } from "../../core/assets/types.ts";
import { LANGUAGES, say, type Language } from "../../core/messages/say.ts";

/** What the command line asks for. */
export interface PlanOrder {
  readonly year: number;
  readonly ceilings: Readonly<Partial<Record<FundingSource, number>>>;
  readonly total: number | null;
  /** How many years, the first of them `year`. */
  readonly years: number;
  /** The money of later years, by year; a year without has that of the first. */
  readonly yearBudgets: Readonly<Record<number, number>>;
  readonly units: readonly string[];
  /** The unit that issues the documents of several. */
  readonly issuer: string | undefined;
  readonly out: string;
  readonly data: string | undefined;
  readonly demo: boolean;
  readonly json: boolean;
  readonly language: Language;
}
export type Ordered =
  | { readonly ok: true; readonly order: PlanOrder }
  | { readonly ok: false; readonly reason: string };

const text = { type: "string" } as const;
const OPTIONS = {
  year: { ...text, default: "" },
  budget: text,
  source: { ...text, multiple: true, default: [] as string[] },
  years: { ...text, default: "1" },
  "year-budget": { ...text, multiple: true, default: [] as string[] },
  unit: { ...text, multiple: true, default: [] as string[] },
  issuer: text,
  out: { ...text, default: "" },
  data: text,
  lang: text,
  demo: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;
/** Whole đồng, plain or in groups of three with dots or commas. */
const MONEY = /^(?:\d{1,13}|\d{1,3}(?:\.\d{3}){1,4}|\d{1,3}(?:,\d{3}){1,4})$/;

/** 2020 to 2100 */
const YEAR = /^20[2-9]\d$|^2100$/;

/** As many as the page offers. */
const YEARS = /^[1-5]$/;

/** Mistakes are said in the language that was asked for. */
export function planOrder(args: readonly string[], otherwise: Language): Ordered {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch {
    return { ok: false, reason: say(otherwise, "server.plan.usage") };
  }
  const language = LANGUAGES.find((known) => known === values.lang) ?? otherwise;
  const mistakes: string[] = [];
  const money = (given: string): number => {
    const found = moneyOf(given);
    if (found === undefined) mistakes.push(say(language, "server.plan.bad_money", { given }));
    return found ?? 0;
  };
  const { year, budget, source, out } = values;
  if (!YEAR.test(year)) {
    mistakes.push(say(language, "server.plan.bad_year", { given: year }));
  }
  if (out === "") mistakes.push(say(language, "server.plan.no_out"));
  if (budget === undefined && source.length === 0) mistakes.push(say(language, "server.plan.no_budget"));
  const total = budget === undefined ? null : money(budget);
  const named = source.flatMap((given) => {
    const part = sourceOf(given);
    if (part !== undefined) return [[part.source, money(part.amount)] as const];
    const known = FUNDING_SOURCES.join(", ");
    mistakes.push(say(language, "server.plan.bad_source", { given, known }));
    return [];
  });
  const years = YEARS.test(values.years) ? Number(values.years) : 0;
  if (years === 0) mistakes.push(say(language, "server.plan.bad_years", { given: values.years }));
  const yearBudgets = values["year-budget"].flatMap((given) => {
    const [of, amount] = yearBudgetOf(given);
    if (of > Number(year) && of < Number(year) + years) return [[of, money(amount)] as const];
    mistakes.push(say(language, "server.plan.bad_year_budget", { given }));
    return [];
  });
  if (mistakes.length > 0) return { ok: false, reason: mistakes.join("\n") };
  // The budget is for all sources together; a source that is named has a ceiling of its own beside it.
  const rest = total === null ? [] : FUNDING_SOURCES.map((one) => [one, total] as const);
  return {
    ok: true,
    order: {
      year: Number(year),
      ceilings: Object.fromEntries([...rest, ...named]),
      total,
      years,
      yearBudgets: Object.fromEntries(yearBudgets),
      units: values.unit,
      issuer: values.issuer,
      out,
      data: values.data,
      demo: values.demo,
      json: values.json,
      language,
    },
  };
}

/** "--budget -5" is a negative amount, which is said, and not an option of the name 5. */
function read(args: readonly string[]) {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-\d/.test(arg) && before !== undefined && /^--[a-z-]+$/.test(before))
      joined.splice(-1, 1, `${before}=${arg}`);
    else joined.push(arg);
  }
  return parseArgs({ args: joined, options: OPTIONS }).values;
}

/** "city=300000000" */
function sourceOf(given: string): { readonly source: FundingSource; readonly amount: string } | undefined {
  const [, name, amount] = /^([a-z]+)=(.*)$/.exec(given) ?? [];
  const source = FUNDING_SOURCES.find((one) => one === name);
  return source === undefined || amount === undefined ? undefined : { source, amount };
}

/** "2028=300000000"; the year of what is not written so is 0. */
function yearBudgetOf(given: string): readonly [year: number, amount: string] {
  const [, year = "0", amount = ""] = /^(\d{4})=(.*)$/.exec(given) ?? [];
  return [Number(year), amount];
}

/** undefined: not a whole, non-negative number of đồng. */
function moneyOf(given: string): number | undefined {
  const trimmed = given.trim();
  return MONEY.test(trimmed) ? Number(trimmed.replaceAll(/[.,]/g, "")) : undefined;
}
