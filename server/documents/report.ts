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
import type { PlanDocument, StateFigures } from "./input.ts";
import { heedBlock, needsAppendix, unmetAppendix } from "./plan-sections.ts";
import { sumsBlock, unmetText } from "./proposal.ts";
import { agencyInText, dayInWords, money, recipientInText } from "./words.ts";

/** Báo cáo of the state and the needs of a year as .docx: for the body above, where nothing is to be decided yet. */
export async function reportDocx(input: PlanDocument): Promise<Uint8Array> {
  const { language, year } = input;
  const about = say(language, "doc.report.about", { year });
  const names = { agency: agencyInText(input), recipient: recipientInText(input) };
  const ask = say(language, "doc.report.ask_text", names);
  const heed = heedBlock(input);
  const main: Block[] = [
    headBlock(input, say(language, "doc.report.kind")),
    ...titleBlock(say(language, "doc.report.title"), about),
    ...toBlock(input),
    ...basesBlock(input.legal, input),
    body(say(language, "doc.report.opening", { ...names, year })),
    heading(say(language, "doc.report.state")),
    ...(input.state === undefined ? [] : stateBlock(input, input.state)),
    heading(say(language, "doc.report.needs", { year })),
    ...sumsBlock(input),
    heading(say(language, "doc.report.unmet")),
    unmetText(input),
    ...heed.block,
    heading(say(language, "doc.report.ask", { number: heed.number })),
    body(say(language, "doc.end", { text: ask }), {}, { keepNext: true, spacing: { after: 360 } }),
    signBlock(input),
  ];
  const appendices = [
    needsAppendix(input, "BC"),
    ...(input.notChosen.length > 0 ? [unmetAppendix(input, "BC")] : []),
  ];
  return packDocument(`${say(language, "doc.report.title")} ${about}`, input, [section(main), ...appendices]);
}

function stateBlock(input: PlanDocument, state: StateFigures): Block[] {
  const { language } = input;
  const outage =
    state.outageHours === null
      ? say(language, "doc.report.outage_unknown")
      : say(language, "doc.report.outage", { hours: formatNumber(state.outageHours, language) });
  const text = say(language, "doc.report.state_text", {
    date: dayInWords(input.on, language),
    assets: money(state.assets, language),
    pcs: money(state.pcs, language),
    network: money(state.networkDevices, language),
    over: money(state.overLife, language),
    unsupported: money(state.unsupported, language),
  });
  return [body(text), body(outage)];
}
