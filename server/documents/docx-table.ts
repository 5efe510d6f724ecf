import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import { mm } from "./docx-layout.ts";

/** A column of a table in a document. Widths in mm; they should fill the page's text width. */
export interface Column {
  readonly head: string;
  readonly width: number;
  readonly align?: "left" | "right" | "center";
}
export interface Row {
  readonly cells: readonly string[];
  /** A subtotal or total. */
  readonly bold?: boolean;
  /** The first cell spans so many columns; then there are as many cells less. */
  readonly span?: number;
}

const ALIGN = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER } as const;
const LINE = { style: BorderStyle.SINGLE, size: 4, color: "000000" } as const;
const BORDERS = {
  top: LINE,
  bottom: LINE,
  left: LINE,
  right: LINE,
  insideHorizontal: LINE,
  insideVertical: LINE,
};
const EDGE = mm(1);
const SHORT = 12;

/** A table with lines, its head repeated on every page, rows never torn. `size`: half-points. */
export function dataTable(columns: readonly Column[], rows: readonly Row[], size: number): Table {
  // A short table stays on one page; in a long one the name of a group stays with its first line.
  const short = rows.length <= SHORT;
  const keeps = (i: number): boolean =>
    i < rows.length - 1 && (short || (rows[i]?.span !== undefined && rows[i + 1]?.span === undefined));
  const cell = (
    text: string,
    at: number,
    bold: boolean,
    keepNext: boolean,
    span = 1,
    head = false,
  ): TableCell =>
    new TableCell({
      columnSpan: span,
      width: { size: widthOf(columns.slice(at, at + span)), type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      children: [
        new Paragraph({
          keepNext,
          alignment: ALIGN[head ? "center" : span > 1 ? "left" : (columns[at]?.align ?? "left")],
          children: [new TextRun({ text, size, bold })],
        }),
      ],
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map((column, i) => cell(column.head, i, true, true, 1, true)),
  });
  const lines = rows.map(
    ({ cells, bold = false, span = 1 }, row) =>
      new TableRow({
        cantSplit: true,
        children: cells.map((text, i) =>
          i === 0 ? cell(text, 0, bold, keeps(row), span) : cell(text, i + span - 1, bold, keeps(row)),
        ),
      }),
  );
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widthOf(columns), type: WidthType.DXA },
    columnWidths: columns.map(({ width }) => mm(width)),
    alignment: AlignmentType.CENTER,
    // Of the table, not of each cell: a long appendix is half as large.
    borders: BORDERS,
    margins: { left: EDGE, right: EDGE, top: 20, bottom: 20 },
    rows: [head, ...lines],
  });
}

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + mm(width), 0);
