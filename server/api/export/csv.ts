import { DAY_OFFSET, type Instant } from "../../../core/clock.ts";
import { say, type Language } from "../../../core/messages/say.ts";
import { columnsOf, ownerOf, type Slice } from "./slices.ts";
import type { Selection } from "./selection.ts";

/**
 * A table as spreadsheets open it: RFC 4180, UTF-8 with a byte order mark, a row for each time of an entity and a column for
 * each figure. Figures have a decimal point and every digit that was read. Where several kinds are exported, `kind.field` heads
 * a column.
 */
export async function* csvOf(
  selection: Selection,
  slices: AsyncIterable<Slice>,
  language: Language,
): AsyncGenerator<string> {
  const columns = columnsOf(selection);
  const all = [...columns.values()].flat();
  const titles = all.map(({ kind, name, unit }) => {
    const title = columns.size > 1 ? `${kind}.${name}` : name;
    return unit === "" ? title : `${title} (${unit})`;
  });
  yield `\uFEFF${row([...headOf(language), ...titles].map(textCell))}`;
  for await (const slice of slices) {
    const first = all.findIndex(({ kind }) => kind === slice.kind);
    yield tableOf(slice, first, all.length);
  }
}

const headOf = (language: Language): string[] => [
  say(language, "server.export.time"),
  say(language, "server.export.ms"),
  say(language, "server.export.site"),
  say(language, "server.export.owner"),
  say(language, "server.export.kind"),
  say(language, "server.export.part"),
  say(language, "server.export.entity"),
];

/** The rows of one slice; its columns begin at column `first` of `total`. */
function tableOf({ at, columns, kind, part, entity, labels }: Slice, first: number, total: number): string {
  const who = [labels["site"] ?? "", ownerOf({ kind, labels }), kind, part, entity].map(textCell).join(",");
  const before = ",".repeat(Math.max(0, first));
  const behind = ",".repeat(Math.max(0, total - first - columns.length));
  let text = "";
  for (const [i, time] of at.entries()) {
    const figures = columns.map((values) => values?.[i] ?? "").join(",");
    text += `${isoTime(time)},${time},${who},${before}${figures}${behind}\r\n`;
  }
  return text;
}

const row = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;

/** By the legal time of Viet Nam: `2026-11-25T07:42:00.000+07:00`. */
export const isoTime = (at: Instant): string =>
  new Date(at + DAY_OFFSET).toISOString().replace("Z", "+07:00");

/**
 * A cell of text. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"): devices
 * choose their own names. Also behind a semicolon or tab: where these part cells (as in Vietnamese Excel, which takes the comma
 * for the decimal mark), quotation marks in the middle of a line keep nothing together.
 */
export function textCell(text: string): string {
  const harmless = text.replaceAll(/(?<=^|[;\t\r\n])(?=[=+\-@\t\r])/gu, "'");
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
