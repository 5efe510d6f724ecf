import type { Processor } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { ProcessorRule } from "../knowledge.ts";
import type { ReadPart } from "../part.ts";
import { readFirst, readRule, rulesFor, type RuleRow, type RuleSources } from "../rules.ts";

/**
 * How busy the processors are: what the maker's own objects say, else HOST-RESOURCES-MIB (RFC 2790), else the idle
 * time of UCD-SNMP-MIB.
 */
const LOAD = "1.3.6.1.2.1.25.3.3.1.2"; // hrProcessorLoad
const IDLE = "1.3.6.1.4.1.2021.11.11.0"; // ssCpuIdle

export const readProcessors: ReadPart<readonly Processor[]> = async (ask, known) => {
  const rules = await rulesFor(ask, known, ({ processors }) => processors);
  const byRules = (chosen: readonly ProcessorRule[]) =>
    readFirst(ask, chosen, sourcesOf, (rule) => byRule(ask, rule));
  const [own] = await Promise.all([
    byRules(rules.filter(({ fallback }) => fallback !== true)),
    // In the same requests as the rules' objects: most devices need the one or the other.
    ask.has(LOAD),
    ask.get({ idle: IDLE }),
  ]);
  if (own.length > 0) return own;
  const loads = await byRule(ask, { percent: LOAD });
  if (loads.length > 0) return loads;
  const idle = await byRule(ask, { idlePercent: IDLE });
  return idle.length > 0 ? idle : byRules(rules.filter(({ fallback }) => fallback === true));
};

const sourcesOf = ({ percent, idlePercent, name, only }: ProcessorRule): RuleSources<"percent" | "idle"> => ({
  numbers: { percent, idle: idlePercent },
  name,
  only,
});

async function byRule(ask: Ask, rule: ProcessorRule): Promise<readonly Processor[]> {
  const rows = (await readRule(ask, sourcesOf(rule))).flatMap(processorOf);
  // Numbered where the device has no better names for them.
  return rows.map(({ name, percent }, i) => ({
    name: name ?? (rows.length === 1 ? "CPU" : `CPU ${i + 1}`),
    percent,
  }));
}

function processorOf({ name, numbers }: RuleRow<"percent" | "idle">): { name?: string; percent: number }[] {
  const { percent, idle } = numbers;
  const busy = percent ?? (idle === undefined ? undefined : 100 - idle);
  if (busy === undefined || !isPercent(busy)) return [];
  return [{ ...(name === undefined ? {} : { name }), percent: busy }];
}

const isPercent = (value: number): boolean => value >= 0 && value <= 100;
