import { useState } from "preact/hooks";
import { formatDate } from "../../../core/format.ts";
import type { AccessTokenMade, AccessTokenView } from "../../../core/wire/access-tokens.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { Moment } from "../pieces/value.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { accessTokens, revokeAccessToken } from "../state/access-tokens.ts";
import { slowNow } from "../state/clock.ts";
import { locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { words } from "../state/store-words.ts";
import { momentText } from "../state/texts.ts";
import { MadeDialog, NewTokenDialog } from "./token-dialogs.tsx";

/** With which programs read figures: who may, of what, until when. */
export function TokenSection({ units }: { readonly units: readonly UnitView[] }) {
  const resource = useResource("access tokens", accessTokens);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<AccessTokenMade | undefined>(undefined);
  const [revoking, setRevoking] = useState<AccessTokenView | undefined>(undefined);
  const reload = () => void resource.reload();
  return (
    <Section
      title={words("web.access.title")}
      actions={
        <button type="button" class="button" onClick={() => setMaking(true)}>
          {words("web.access.make")}
        </button>
      }
    >
      <p class="quiet small">{words("web.access.about")}</p>
      <View resource={resource} lines={3}>
        {(tokens) => (
          <DataTable
            label={words("web.access.title")}
            columns={columns(units, setRevoking)}
            rows={tokens}
            rowKey={({ id }) => id}
            initial={{ by: "state", descending: false }}
            empty={<Empty body={words("web.access.none")} />}
          />
        )}
      </View>
      {making ? (
        <NewTokenDialog
          units={units}
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
            reload();
          }}
        />
      ) : null}
      {made === undefined ? null : <MadeDialog made={made} onClose={() => setMade(undefined)} />}
      {revoking === undefined ? null : (
        <Confirm
          title={words("web.access.revokeTitle", { name: revoking.name })}
          body={words("web.access.revokeBody")}
          action={words("web.access.revoke")}
          done={words("web.access.revokedNow", { name: revoking.name })}
          request={() => revokeAccessToken(revoking.id)}
          onDone={reload}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </Section>
  );
}

type Validity = "valid" | "expired" | "revoked";
const validity = ({ revokedAt, expiresAt }: AccessTokenView): Validity => {
  if (revokedAt !== null) return "revoked";
  return expiresAt <= (slowNow.value ?? 0) ? "expired" : "valid";
};
const RANK: Readonly<Record<Validity, number>> = { valid: 0, expired: 1, revoked: 2 };

function columns(
  units: readonly UnitView[],
  revoke: (token: AccessTokenView) => void,
): readonly Column<AccessTokenView>[] {
  const unitText = ({ unit }: AccessTokenView): string =>
    unit === null
      ? words("web.access.allUnits")
      : (units.find(({ id }) => id === unit)?.name ?? words("web.access.unknownUnit"));
  const expiry = ({ expiresAt }: AccessTokenView) => formatDate(expiresAt, locale.value);
  return [
    {
      id: "state",
      label: words("web.access.state"),
      sort: (token) => RANK[validity(token)],
      text: (token) => words(`web.access.${validity(token)}`),
      cell: (token) => (
        <span class={`mark mark-${validity(token) === "valid" ? "good" : "unknown"}`}>
          <Shape state={validity(token) === "valid" ? "good" : "off"} />
          {words(`web.access.${validity(token)}`)}
        </span>
      ),
    },
    {
      id: "name",
      label: words("web.access.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ name }) => <span class="cell-name">{name}</span>,
    },
    { id: "unit", label: words("web.access.unit"), sort: unitText, text: unitText, cell: unitText },
    {
      id: "expires",
      label: words("web.access.expires"),
      sort: ({ expiresAt }) => expiresAt,
      text: expiry,
      cell: expiry,
    },
    {
      id: "used",
      label: words("web.access.used"),
      sort: ({ lastUsed }) => lastUsed,
      text: ({ lastUsed }) => momentText(lastUsed),
      cell: ({ lastUsed }) =>
        lastUsed === null ? (
          <span class="quiet">{words("web.access.unused")}</span>
        ) : (
          <Moment at={lastUsed} />
        ),
    },
    actions(revoke),
  ];
}

const actions = (revoke: (token: AccessTokenView) => void): Column<AccessTokenView> => ({
  id: "actions",
  label: t("web.col.actions"),
  fixed: "buttons",
  numeric: true,
  sort: () => null,
  text: () => "",
  cell: (token) =>
    validity(token) === "valid" ? (
      <button
        type="button"
        class="button button-plain"
        aria-label={words("web.access.revokeOf", { name: token.name })}
        onClick={() => revoke(token)}
      >
        {words("web.access.revoke")}
      </button>
    ) : null,
  blank: (token) => validity(token) !== "valid",
});
