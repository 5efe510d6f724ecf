import type { Sheet } from "../../core/assets/import/preview-types.ts";
import { fail, ok, type Result } from "../../core/result.ts";

/** Text tables: commas, semicolons or tabs; UTF-8, UTF-16 or the old Windows code page of Vietnamese. */
export function readCsv(bytes: Uint8Array): Result<readonly Sheet[]> {
  const text = decode(bytes);
  if (text === undefined) return fail("sheet_unreadable");
  const rows = parse(text, separatorOf(text));
  return ok([{ name: "CSV", rows, merges: [] }]);
}

function decode(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Pictures and programs are no tables.
    return text.includes("\0") ? undefined : text;
  } catch {
    if (bytes.includes(0)) return undefined;
    // The decoder composes nothing: the code page writes marks behind their letters.
    return new TextDecoder("windows-1258").decode(bytes).normalize("NFC");
  }
}

/** The one that stands most often in the first lines, outside quotes. */
function separatorOf(text: string): string {
  const head = text.slice(0, 20_000).replaceAll(/"[^"]*"/g, "");
  let best = ",";
  let most = 0;
  for (const mark of ["\t", ";", ","]) {
    const count = head.split(mark).length - 1;
    if (count > most) {
      best = mark;
      most = count;
    }
  }
  return best;
}

/** RFC 4180, lenient about line ends; a quote that never ends takes the rest as one cell. */
function parse(text: string, separator: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = text.codePointAt(0) === 0xfeff ? 1 : 0;
  const endRow = () => {
    while (row.length > 0 && row.at(-1) === null) row.pop();
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? quoted(text, at, separator) : bare(text, at, separator);
    row.push(cell === "" ? null : cell);
    if (text[next] === separator) {
      at = next + 1;
      if (at === text.length) row.push(null);
      continue;
    }
    endRow();
    at = next + (text.startsWith("\r\n", next) ? 2 : 1);
  }
  if (row.length > 0) endRow();
  while (rows.length > 0 && (rows.at(-1) ?? []).length === 0) rows.pop();
  return rows;
}

interface Taken {
  readonly cell: string;
  readonly next: number;
}

function bare(text: string, from: number, separator: string): Taken {
  let next = from;
  while (next < text.length && text[next] !== separator && text[next] !== "\n" && text[next] !== "\r")
    next += 1;
  return { cell: text.slice(from, next), next };
}

function quoted(text: string, from: number, separator: string): Taken {
  let cell = "";
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return { cell: cell + text.slice(at), next: text.length };
    cell += text.slice(at, end);
    if (text[end + 1] !== '"') {
      const rest = bare(text, end + 1, separator);
      return { cell: cell + rest.cell, next: rest.next };
    }
    cell += '"';
    at = end + 2;
  }
}
