import type { DocumentInputs, DocumentKind, DocumentOrder } from "./make.ts";
import { answerOrder } from "./own-process.ts";

/** The program that makes one document and ends. Only the libraries of that document are loaded. */
type Maker<Kind extends DocumentKind> = (input: DocumentInputs[Kind]) => Promise<Uint8Array>;

const MAKERS: { readonly [Kind in DocumentKind]: () => Promise<Maker<Kind>> } = {
  proposal: async () => (await import("./proposal.ts")).proposalDocx,
  report: async () => (await import("./report.ts")).reportDocx,
  needs: async () => (await import("./replacement-xlsx.ts")).replacementXlsx,
  demand: async () => (await import("./demand-xlsx.ts")).demandXlsx,
  stocktake: async () => (await import("./stocktake-xlsx.ts")).stocktakeXlsx,
  wear: async () => (await import("./wear-xlsx.ts")).wearXlsx,
  yearReport: async () => (await import("./year-report.ts")).yearReportDocx,
  labels: async () => (await import("./labels.ts")).labelsFile,
  yearFigures: async () => (await import("./year-xlsx.ts")).yearReportXlsx,
};

async function make<Kind extends DocumentKind>({ kind, input }: DocumentOrder<Kind>): Promise<Uint8Array> {
  const maker = await MAKERS[kind]();
  return maker(input);
}

answerOrder((order) => make(order as DocumentOrder<DocumentKind>));
