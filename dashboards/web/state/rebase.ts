import { useState } from "preact/hooks";
import type { Mistakes } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { clashesOf, isStale, rebased } from "../lib/rebase.ts";

/**
 * A form over a record that somebody else may save while it is open. When the server says so, the record is read again and
 * the form becomes the new version with what was typed on top; `clashes` names the fields that both changed.
 */
export function useRebase<Seen, Form extends object>(first: Seen, formOf: (seen: Seen) => Form) {
  const [seen, setSeen] = useState(first);
  const [clashes, setClashes] = useState<Mistakes>({});
  return {
    /** The version that the form rests on: what differs from it is sent, and its etag. */
    seen,
    clashes,
    /** It was saved, and this is how it is now; for a form that stays open. */
    renew: (now: Seen) => {
      setSeen(now);
      setClashes({});
    },
    settle: async <T>(
      answer: Answer<T>,
      typed: { readonly form: Form; readonly set: (form: Form) => void },
      read: () => Promise<Answer<Seen>>,
    ): Promise<Answer<T>> => {
      const fresh = isStale(answer) ? await read() : undefined;
      if (fresh?.ok === true) {
        const [before, now] = [formOf(seen), formOf(fresh.value)];
        setClashes(clashesOf(typed.form, before, now));
        typed.set(rebased(typed.form, before, now));
        setSeen(fresh.value);
      }
      return answer;
    },
  };
}
