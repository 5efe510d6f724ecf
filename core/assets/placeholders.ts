import { searchKey } from "../text.ts";

/**
 * "N/A", "Không có", "-": people fill an empty cell with what is no number, makers fill theirs with "Default string". As a
 * number it would make one thing of all that bear it.
 */
const SAYS_NONE =
  /^(?:[\p{P}\p{S}\s]*|none|null|nil|n\s?[/.]?\s?a\.?|unknown|(?:khong|ko|chua)(?: (?:co|ro|biet|thay|cap|xac dinh|doc duoc))?(?: (?:ma|so|seri|serial|so seri|s\/n))?|kxd)$/u;
/** Of serials: what makers leave in thousands of machines, what a worn label gives, one letter or only noughts. */
const NO_SERIAL =
  /^(?:0+|1234567\d*|default string|system serial number|to be filled.*|x+|k|no|(?:bi )?(?:mo|mat|bong|rach)(?: (?:so|chu|tem|nhan))*)$/u;

const keyOf = (text: string): string => searchKey(text).trim().replaceAll(/\s+/g, " ");

/** A code or number as it was given; null: it only says that there is none. */
export function codeText(text: string | null | undefined): string | null {
  return text === null || text === undefined || SAYS_NONE.test(keyOf(text)) ? null : text;
}

/** A serial number as it was given; null: it is none. */
export function serialText(text: string | null | undefined): string | null {
  const said = codeText(text);
  return said === null || NO_SERIAL.test(keyOf(said)) ? null : said;
}
