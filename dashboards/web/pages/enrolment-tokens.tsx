import { useState } from "preact/hooks";
import { formatCount, formatDateTime } from "../../../core/format.ts";
import type { EnrolmentTokenView } from "../../../core/wire/organisation.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { api, ask } from "../state/api.ts";
import { words } from "../state/organisation-words.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";

/** With which PCs can still join the site; nothing while there is none. `made`: grows when one was made here. */
export function EnrolmentTokens({ site, made }: { readonly site: string; readonly made: number }) {
  const resource = useResource(`enrolment tokens ${site} ${made}`, () =>
    ask(api.sites[":site"].tokens.$get({ param: { site } })),
  );
  const [withdrawing, setWithdrawing] = useState<EnrolmentTokenView | undefined>(undefined);
  const tokens = resource.data.value ?? [];
  if (tokens.length === 0) return null;
  return (
    <Section title={words("web.enrol.title")}>
      <p class="quiet small">{words("web.enrol.about")}</p>
      <DataTable
        label={words("web.enrol.title")}
        columns={columns(setWithdrawing)}
        rows={tokens}
        rowKey={({ id }) => id}
        initial={{ by: "made", descending: true }}
        empty={null}
      />
      {withdrawing === undefined ? null : (
        <Confirm
          title={words("web.enrol.withdrawTitle", { at: moment(withdrawing.createdAt) })}
          body={words("web.enrol.withdrawBody")}
          action={words("web.enrol.withdraw")}
          done={words("web.enrol.withdrawn")}
          request={() =>
            ask(api.sites[":site"].tokens[":token"].$delete({ param: { site, token: withdrawing.id } }))
          }
          onDone={() => void resource.reload()}
          onClose={() => setWithdrawing(undefined)}
        />
      )}
    </Section>
  );
}

const count = (n: number) => formatCount(n, language.value);
const moment = (at: number) => formatDateTime(at, locale.value);

function columns(withdraw: (token: EnrolmentTokenView) => void): readonly Column<EnrolmentTokenView>[] {
  const made = ({ createdAt }: EnrolmentTokenView) => moment(createdAt);
  const by = ({ createdBy }: EnrolmentTokenView) => createdBy ?? words("web.enrol.nobody");
  const left = ({ usesLeft, uses }: EnrolmentTokenView) =>
    uses === null
      ? words("web.enrol.leftOnly", { n: count(usesLeft) })
      : words("web.enrol.leftOf", { n: count(usesLeft), uses: count(uses) });
  const expires = ({ expiresAt }: EnrolmentTokenView) => moment(expiresAt);
  return [
    {
      id: "made",
      label: words("web.enrol.made"),
      head: true,
      sort: ({ createdAt }) => createdAt,
      text: made,
      cell: made,
    },
    { id: "by", label: words("web.enrol.by"), sort: by, text: by, cell: by },
    { id: "left", label: words("web.enrol.left"), sort: ({ usesLeft }) => usesLeft, text: left, cell: left },
    {
      id: "expires",
      label: words("web.enrol.expires"),
      sort: ({ expiresAt }) => expiresAt,
      text: expires,
      cell: expires,
    },
    {
      id: "actions",
      label: t("web.col.actions"),
      fixed: "buttons",
      numeric: true,
      sort: () => null,
      text: () => "",
      cell: (token) => (
        <button type="button" class="button button-plain" onClick={() => withdraw(token)}>
          {words("web.enrol.withdraw")}
        </button>
      ),
    },
  ];
}
