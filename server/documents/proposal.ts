import { ACTIONS } from "../../core/planning/types.ts";
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
import type { PlanDocument } from "./input.ts";
import { countOf, sumOf } from "./plan-figures.ts";
import { heedBlock, inWords, kindTable, needsAppendix, sourceTable, unmetAppendix } from "./plan-sections.ts";
import { agencyInText, clean, dayInWords, money, recipientInText } from "./words.ts";

/**
 * Tờ trình as .docx: number, date and signature blank, sums by kind and by source, appendix I with every line and its reason,
 * appendix II with what the money does not reach. What is to be heeded of the plan comes before the request; what the officer
 * must check of the paper itself (legal bases, blanks) is not in it: `planWarnings`.
 */
export async function proposalDocx(input: PlanDocument): Promise<Uint8Array> {
  const { language, year } = input;
  const about = say(language, "doc.proposal.about", { year });
  const kind = say(language, "doc.proposal.kind");
  const heed = heedBlock(input);
  const main: Block[] = [
    headBlock(input, kind),
    ...titleBlock(say(language, "doc.proposal.title"), about),
    ...toBlock(input),
    ...basesBlock(input.legal, input),
    body(
      say(language, "doc.proposal.opening", {
        agency: agencyInText(input),
        recipient: recipientInText(input),
        year,
      }),
    ),
    ...needBlock(input),
    ...contentBlock(input),
    heading(say(language, "doc.proposal.unmet")),
    unmetText(input),
    ...heed.block,
    heading(say(language, "doc.proposal.ask", { number: heed.number })),
    body(say(language, "doc.end", { text: askText(input) }), {}, { keepNext: true, spacing: { after: 360 } }),
    signBlock(input),
  ];
  const appendices = [
    needsAppendix(input, "TTr"),
    ...(input.notChosen.length > 0 ? [unmetAppendix(input, "TTr")] : []),
  ];
  return packDocument(`${say(language, "doc.proposal.title")} ${clean(about)}`, input, [
    section(main),
    ...appendices,
  ]);
}

function needBlock(input: PlanDocument): Block[] {
  const { language, lines } = input;
  const urgent = lines.filter(({ priority }) => priority === 1);
  const head = heading(say(language, "doc.proposal.need"));
  if (lines.length === 0) return [head, body(say(language, "doc.proposal.need_none"))];
  const text = say(language, "doc.proposal.need_text", {
    date: dayInWords(input.on, language),
    lines: money(lines.length, language),
    kinds: ACTIONS.filter((action) => countOf(lines, action) > 0)
      .map((action) =>
        say(language, `doc.part.${action}`, { count: money(countOf(lines, action), language) }),
      )
      .join(", "),
  });
  const more = say(language, "doc.proposal.urgent", {
    count: money(urgent.length, language),
    amount: money(sumOf(urgent), language),
  });
  return [
    heading(say(language, "doc.proposal.need")),
    body(text),
    ...(urgent.length > 0 ? [body(more)] : []),
  ];
}

/** Sums by kind and source, the total and its words; the report has them too. */
export function sumsBlock(input: PlanDocument): Block[] {
  const { language, lines } = input;
  const total = sumOf(lines);
  return [
    body(say(language, "doc.proposal.by_kind"), { bold: true }, { keepNext: true }),
    kindTable(input),
    body(
      say(language, "doc.proposal.by_source"),
      { bold: true },
      { keepNext: true, spacing: { before: 120 } },
    ),
    sourceTable(input),
    body(
      say(language, "doc.proposal.total", { amount: money(total, language) }),
      { bold: true },
      { spacing: { before: 120 } },
    ),
    inWords(total, input),
  ];
}

function contentBlock(input: PlanDocument): Block[] {
  const { language, ceiling } = input;
  return [
    heading(say(language, "doc.proposal.content")),
    ...sumsBlock(input),
    ...(ceiling === null
      ? []
      : [body(say(language, "doc.proposal.ceiling", { amount: money(ceiling, language) }))]),
  ];
}

/** What stays undone, or that nothing does; the report has it too. */
export function unmetText({ language, notChosen, year }: PlanDocument): Block {
  if (notChosen.length === 0) return body(say(language, "doc.proposal.unmet_none"));
  return body(
    say(language, "doc.proposal.unmet_text", {
      lines: money(notChosen.length, language),
      amount: money(sumOf(notChosen), language),
      year,
    }),
  );
}

const askText = (input: PlanDocument): string =>
  say(input.language, "doc.proposal.ask_text", {
    agency: agencyInText(input),
    recipient: recipientInText(input),
    amount: money(sumOf(input.lines), input.language),
    year: input.year,
  });
