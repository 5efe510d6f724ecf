import type { Attention } from "../lib/attention.ts";
import { t } from "../state/preferences.ts";
import { Shape } from "./state-mark.tsx";

const SHOWN = 6;

/** What needs a person: what happened, what it means, what to do next. */
export function AttentionList({ entries }: { readonly entries: readonly Attention[] }) {
  return (
    <div class="panel">
      {entries.slice(0, SHOWN).map(({ id, state, what, means, next, href }) => (
        <div key={id} class="attention">
          <Shape state={state} />
          <div>
            <p class="attention-what">{href === undefined ? what : <a href={href}>{what}</a>}</p>
            <p>{means}</p>
            <p class="attention-next">{next}</p>
          </div>
        </div>
      ))}
      {entries.length > SHOWN ? (
        <p class="table-none">{t("web.attention.more", { n: entries.length - SHOWN })}</p>
      ) : null}
    </div>
  );
}
