import { sayMoney } from "../lib/money.ts";
import { language } from "../state/preferences.ts";
import { words } from "../state/asset-words.ts";

/** Whole đồng, or a dash that says why. */
export function Money({ amount, why }: { readonly amount: number | null; readonly why?: string }) {
  if (amount !== null) return <span class="nowrap">{sayMoney(amount, language.value)}</span>;
  return (
    <span class="quiet" title={why ?? words("web.asset.unknownValue")}>
      <span aria-hidden="true">—</span>
      <span class="unseen">{why ?? words("web.asset.unknownValue")}</span>
    </span>
  );
}

/** A dash for what nobody wrote down. */
export const textOr = (text: string | null | undefined) =>
  text === null || text === undefined || text === "" ? (
    <span class="quiet" title={words("web.asset.notWritten")}>
      —
    </span>
  ) : (
    text
  );
