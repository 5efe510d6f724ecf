/** Parts of the program that are fetched later. Pure. */

/** "offline": the server does not answer. "missing": it does, and yet the part cannot be had: it may have another version by now. */
export type CodeFault = "offline" | "missing";
export type Code<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: CodeFault };

/** How the line to the server is. */
export interface Line {
  /** It answered a moment ago. */
  readonly heard: () => boolean;
  /** Whether it answers now. */
  readonly isReachable: () => Promise<boolean>;
}

/**
 * Fetches a part when the server can be reached, and not before: browsers keep an import that failed and never fetch it again
 * until the whole page is loaded anew (whatwg/html issue 6768).
 */
export async function codeFrom<T>(load: () => Promise<T>, line: Line): Promise<Code<T>> {
  if (!line.heard() && !(await line.isReachable())) return { ok: false, fault: "offline" };
  try {
    return { ok: true, value: await load() };
  } catch {
    return { ok: false, fault: (await line.isReachable()) ? "missing" : "offline" };
  }
}
