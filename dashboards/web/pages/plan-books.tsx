import type { VersionDetail } from "../../../core/wire/plans.ts";
import type { Purchase } from "../lib/asset-form.ts";
import { assetStart, type Line, type newThings, type Registered } from "../lib/plan-asset.ts";
import { assetHref } from "../lib/router.ts";
import type { Column } from "../pieces/data-table.tsx";
import { planWords } from "../state/plan-words.ts";
import { mayEdit } from "../state/session.ts";

/** What stands in the books of what was bought of a line, and the way to enter the rest. */
export function booksColumn(
  version: string,
  detail: Pick<VersionDetail, "registered"> & { readonly newThings: ReturnType<typeof newThings> },
  enter: (purchase: Purchase) => void,
): Column<Line> {
  const of = ({ candidate }: Line): readonly Registered[] =>
    detail.registered.filter((one) => one.candidate === candidate);
  return {
    id: "books",
    label: planWords("web.plan.inBooks"),
    sort: (line) => of(line).length,
    text: (line) =>
      of(line)
        .map(({ name, code }) => code ?? name)
        .join(", "),
    cell: (line) => {
      const start = mayEdit() ? assetStart(detail.newThings.get(line.candidate), line, of(line)) : undefined;
      return (
        <>
          {of(line).map(({ asset, name, code, quantity }) => (
            <div key={asset}>
              <a class="cell-open" href={assetHref(asset)}>
                {code ?? name}
                {quantity > 1 ? ` × ${quantity}` : ""}
              </a>
            </div>
          ))}
          {start === undefined ? null : (
            <button
              type="button"
              class="button button-plain"
              onClick={() => enter({ start, line: { version, candidate: line.candidate } })}
            >
              {planWords("web.plan.enterInBooks")}
            </button>
          )}
        </>
      );
    },
  };
}
