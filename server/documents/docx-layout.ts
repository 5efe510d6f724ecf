import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  TableCell,
  type IParagraphOptions,
  type IRunOptions,
  type ISectionOptions,
} from "docx";
import { say } from "../../core/messages/say.ts";
import { agencyLines, agencyOf, clean, numberSuffix } from "./words.ts";
import type { DocumentHead, LegalBasis } from "./input.ts";

/**
 * The layout of administrative documents by Decree 30/2020/NĐ-CP, annex I: paper, margins, type sizes, the places of country,
 * agency, number, date, recipients and signature. Sizes are in half-points, lengths in twentieths of a point ("twips").
 */
const MM = 1440 / 25.4;
export const mm = (length: number): number => Math.round(length * MM);
const PAPER = { short: 210, long: 297 };
const MARGIN = { top: 20, bottom: 20, left: 30, right: 15 };
/** The width that text has, mm. */
export const TEXT_WIDTH = PAPER.short - MARGIN.left - MARGIN.right;
export const LANDSCAPE_WIDTH = PAPER.long - MARGIN.left - MARGIN.right;

const FONT = "Times New Roman";
const PT12 = 24;
const PT13 = 26;
export const PT14 = 28;
const SIX_POINTS = 120;
/** 1.15 lines: between single and one and a half. LibreOffice takes `line` without a rule for a fixed height. */
const LINE = { line: 276, lineRule: "auto" } as const;

export type Block = Paragraph | Table;

export const run = (text: string, options: IRunOptions = {}): TextRun =>
  new TextRun({ text, size: PT14, ...options });
/** A paragraph of one text; `of` overrides. */
export const line = (text: string, of: IRunOptions = {}, paragraph: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ ...paragraph, children: [run(text, of)] });
export const centred = (text: string, of: IRunOptions = {}, paragraph: IParagraphOptions = {}): Paragraph =>
  line(text, of, { alignment: AlignmentType.CENTER, ...paragraph });

/** Body text: justified, first line 1.27 cm in, 6 pt apart. */
export const body = (text: string, of: IRunOptions = {}, paragraph: IParagraphOptions = {}): Paragraph =>
  line(text, of, {
    alignment: AlignmentType.BOTH,
    indent: { firstLine: mm(12.7) },
    ...paragraph,
    spacing: { after: SIX_POINTS, ...LINE, ...paragraph.spacing },
  });
/** "I. SỰ CẦN THIẾT": stays with what follows. */
export const heading = (text: string): Paragraph =>
  body(text, { bold: true }, { keepNext: true, spacing: { before: SIX_POINTS } });

/** A solid line `length` mm long in the middle of a column `column` mm wide: the border of an all but empty paragraph. */
export function rule(length: number, column: number): Paragraph {
  const side = mm((column - length) / 2);
  return new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: "000000", space: 1 } },
    indent: { left: side, right: side },
    spacing: { before: 40, after: 0, line: 60, lineRule: "exact" },
    children: [new TextRun({ text: "", size: 4 })],
  });
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};

/** Two columns side by side without lines. Widths in mm. */
export function sideBySide(
  rows: readonly (readonly [Block[], Block[]])[],
  left: number,
  right: number,
): Table {
  const cell = (children: Block[], width: number): TableCell =>
    new TableCell({
      children,
      width: { size: mm(width), type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.TOP,
      margins: { left: 0, right: 0, top: 0, bottom: 0 },
      borders: NO_BORDERS,
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(left + right), type: WidthType.DXA },
    columnWidths: [mm(left), mm(right)],
    borders: NO_BORDERS,
    rows: rows.map(([a, b]) => new TableRow({ cantSplit: true, children: [cell(a, left), cell(b, right)] })),
  });
}

const LEFT = 68;
const RIGHT = TEXT_WIDTH - LEFT;
/** As long as the motto itself in 13 pt bold. Country and motto are a pair: 12 and 13, or 13 and 14, which is too wide here. */
const MOTTO_RULE = 56;

/** Country and motto beside agency; under them number and place, both blank for the clerk to fill in. */
export function headBlock(input: DocumentHead, kind: string): Block {
  const { profile, language } = input;
  const superior = agencyLines(clean(profile.superior).toLocaleUpperCase("vi")).filter((part) => part !== "");
  const left = [
    ...superior.map((part) => centred(part, { size: PT12 })),
    ...agencyLines(agencyOf(input)).map((part) => centred(part, { size: PT12, bold: true })),
    rule(20, LEFT),
  ];
  const right = [
    centred(say(language, "doc.nation"), { size: PT12, bold: true }),
    centred(say(language, "doc.motto"), { size: PT13, bold: true }),
    rule(MOTTO_RULE, RIGHT),
  ];
  const below = { spacing: { before: 80 } };
  const number = centred(
    say(language, "doc.number", { kind: numberSuffix(kind, profile) }),
    { size: PT13 },
    below,
  );
  const place = clean(profile.place) || "....................";
  const date = centred(
    say(language, "doc.place_date", { place, year: input.on.slice(0, 4) }),
    {
      size: PT13,
      italics: true,
    },
    below,
  );
  return sideBySide(
    [
      [left, right],
      [[number], [date]],
    ],
    LEFT,
    RIGHT,
  );
}
/** Tên loại and trích yếu, with the rule under it. */
export const titleBlock = (title: string, about: string): Block[] => [
  centred(title, { bold: true }, { spacing: { before: 360 } }),
  centred(about, { bold: true }, { indent: { left: mm(8), right: mm(8) } }),
  rule(50, TEXT_WIDTH),
];

/** "Kính gửi: …"; several on lines of their own, as the decree has it; none: dots to fill in. */
export function toBlock({ profile, language }: DocumentHead): Block[] {
  const names = profile.recipients.map((name) => clean(name)).filter((name) => name !== "");
  const to = say(language, "doc.to");
  if (names.length < 2)
    return [
      centred(
        `${to} ${names[0] ?? "................................................"}`,
        {},
        { spacing: { before: 240, after: 240 } },
      ),
    ];
  const left = mm(35);
  return [
    line(to, {}, { indent: { left }, spacing: { before: 240 } }),
    ...names.map((name, i) =>
      line(
        `- ${name}${i === names.length - 1 ? "." : ";"}`,
        {},
        {
          indent: { left: left + mm(22) },
          spacing: { after: i === names.length - 1 ? 240 : 0 },
        },
      ),
    ),
  ];
}

/** Căn cứ: italic, each on its line, ";" and at the last ".". */
export const basesBlock = (legal: readonly LegalBasis[], { language }: DocumentHead): Block[] =>
  legal.map(({ text }, i) =>
    body(`${say(language, "doc.basis", { text: clean(text) })}${i === legal.length - 1 ? "." : ";"}`, {
      italics: true,
    }),
  );

/** Nơi nhận beside the signer, by the unit's own titles; room for the signature. Never torn from the last line of text. */
export function signBlock({ profile, language }: DocumentHead): Block {
  const keep = { keepNext: true } as const;
  const small = { size: 22 };
  const left = [
    line(say(language, "doc.copies"), { size: 24, bold: true, italics: true }, keep),
    line(say(language, "doc.copy_same"), small, keep),
    line(say(language, "doc.copy_file"), small, keep),
  ];
  const caps = (text: string | null): string => clean(text).toLocaleUpperCase("vi");
  const authority = caps(profile.signAuthority);
  const right = [
    ...(authority === "" ? [] : [centred(authority, { bold: true }, keep)]),
    centred(caps(profile.signTitle), { bold: true }, keep),
    ...Array.from({ length: 4 }, () => centred("", {}, keep)),
    centred(clean(profile.signName), { bold: true }),
  ];
  return sideBySide([[left, right]], 72, TEXT_WIDTH - 72);
}

/** One section: its pages are numbered from 1, centred in the top margin, not on its first page. */
export function section(children: readonly Block[], landscape = false): ISectionOptions {
  const { top, bottom, left, right } = MARGIN;
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: PT13 })],
  });
  return {
    properties: {
      titlePage: true,
      page: {
        size: {
          width: mm(PAPER.short),
          height: mm(PAPER.long),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: mm(top),
          bottom: mm(bottom),
          left: mm(left),
          right: mm(right),
          header: mm(10),
          footer: mm(10),
        },
        pageNumbers: { start: 1 },
      },
    },
    headers: {
      default: new Header({ children: [number] }),
      first: new Header({ children: [new Paragraph("")] }),
    },
    children: [...children],
  };
}

/** The finished file. */
export async function packDocument(
  title: string,
  input: DocumentHead,
  sections: ISectionOptions[],
): Promise<Uint8Array> {
  const language = { value: input.language === "vi" ? "vi-VN" : "en-GB" };
  const document = new Document({
    title,
    creator: agencyOf(input),
    lastModifiedBy: agencyOf(input),
    description: "",
    styles: { default: { document: { run: { font: FONT, size: PT14, color: "000000", language } } } },
    sections,
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
