import { amountInWords } from "../../core/messages/amount.ts";
import { formatNumber } from "../../core/format.ts";
import { say } from "../../core/messages/say.ts";
import {
  basesBlock,
  body,
  headBlock,
  heading,
  packDocument,
  section,
  signBlock,
  titleBlock,
  toBlock,
  type Block,
} from "./docx-layout.ts";
import type { YearReport } from "./input.ts";
import { sumOf } from "./plan-figures.ts";
import { agencyInText, dayInWords, known, money, recipientInText } from "./words.ts";
import { yearSums } from "./year-figures.ts";
import { changesTable, equipmentTable, lanTable, normsAppendix, worstTable } from "./year-tables.ts";

/**
 * The yearly report on IT equipment and LAN quality as .docx: counts, what is too old, availability and hours lost by unit,
 * the worst ten, what the money spent has changed; appendix I holds every kind against its norm.
 */
export async function yearReportDocx(input: YearReport): Promise<Uint8Array> {
  const { language, year, units } = input;
  const about = say(language, "doc.year.about", { year });
  const names = { agency: agencyInText(input), recipient: recipientInText(input) };
  const opening = say(language, "doc.year.opening", { ...names, year, units: money(units.length, language) });
  const main: Block[] = [
    headBlock(input, say(language, "doc.report.kind")),
    ...titleBlock(say(language, "doc.report.title"), about),
    ...toBlock(input),
    ...basesBlock(input.legal, input),
    body(opening),
    ...equipmentBlock(input),
    ...lanBlock(input),
    heading(say(language, "doc.year.worst")),
    input.worst.length === 0 ? body(say(language, "doc.none")) : worstTable(input),
    ...moneyBlock(input),
    heading(say(language, "doc.year.ask")),
    body(
      say(language, "doc.end", { text: say(language, "doc.year.ask_text", names) }),
      {},
      { keepNext: true, spacing: { after: 360 } },
    ),
    signBlock(input),
  ];
  return packDocument(`${say(language, "doc.report.title")} ${about}`, input, [
    section(main),
    normsAppendix(input),
  ]);
}

function equipmentBlock(input: YearReport): Block[] {
  const { language } = input;
  const { assets, overLife, unsupported } = yearSums(input);
  const text = say(language, "doc.year.equipment_text", {
    date: dayInWords(input.on, language),
    assets: money(assets, language),
    over: money(overLife, language),
    unsupported: money(unsupported, language),
  });
  return [heading(say(language, "doc.year.equipment")), body(text), equipmentTable(input)];
}

function lanBlock(input: YearReport): Block[] {
  const { language, units } = input;
  const { outageHours, incidents, measured } = yearSums(input);
  const none = say(language, "doc.not_measured");
  const text = say(language, "doc.year.lan_text", {
    hours: known(outageHours, (value) => formatNumber(value, language)) || none,
    incidents: known(incidents, (value) => money(value, language)) || none,
    measured: money(measured, language),
    units: money(units.length, language),
  });
  return [heading(say(language, "doc.year.lan")), body(text), lanTable(input)];
}

function moneyBlock(input: YearReport): Block[] {
  const { language, changes } = input;
  const head = heading(say(language, "doc.year.money"));
  if (changes.length === 0) return [head, body(say(language, "doc.year.money_none"))];
  const spent = sumOf(changes);
  const text = say(language, "doc.year.money_text", {
    amount: money(spent, language),
    words: say(language, "doc.year.words", { words: amountInWords(spent, language) }),
    lines: money(changes.length, language),
  });
  return [head, body(text), changesTable(input)];
}
