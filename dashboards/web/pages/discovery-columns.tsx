import type { FoundView } from "../../../core/wire/discovery.ts";
import { isReadable, readableWord } from "../lib/discovery.ts";
import { deviceHref } from "../lib/router.ts";
import type { Column } from "../pieces/data-table.tsx";
import { Shape, StateMark } from "../pieces/state-mark.tsx";
import { Moment, Unknown } from "../pieces/value.tsx";
import { t } from "../state/preferences.ts";
import { words } from "../state/discovery-words.ts";
import { momentText } from "../state/texts.ts";

/** The columns that the tables of found things share. */

/** How a found thing is called where a name is needed. */
export const foundName = ({ deviceName, name, address }: FoundView): string => deviceName ?? name ?? address;

export const nameColumn = (): Column<FoundView> => ({
  id: "name",
  label: t("web.col.name"),
  head: true,
  sort: ({ deviceName, name }) => deviceName ?? name,
  text: ({ deviceName, name }) => deviceName ?? name ?? "",
  cell: (found) => <Name found={found} />,
});

function Name({ found: { device, deviceName, name, description } }: { readonly found: FoundView }) {
  const shown = deviceName ?? name;
  const title = description ?? undefined;
  if (device !== null) {
    return (
      <a class="cell-name" href={deviceHref(device)} title={title}>
        {shown ?? words("web.discovery.noName")}
      </a>
    );
  }
  return (
    <span class={shown === null ? "quiet" : "cell-name"} title={title}>
      {shown ?? words("web.discovery.noName")}
    </span>
  );
}

export const addressColumn = (): Column<FoundView> => ({
  id: "address",
  label: t("web.col.address"),
  sort: ({ address }) => address,
  text: ({ addresses }) => addresses.join(" "),
  cell: ({ address, addresses, movedFrom }) => (
    <>
      <span class="nowrap" title={addresses.join(", ")}>
        {addresses.length > 1 ? words("web.discovery.more", { address, n: addresses.length - 1 }) : address}
      </span>
      {movedFrom === null ? null : (
        <div class="quiet small">{words("web.discovery.moved", { from: movedFrom })}</div>
      )}
    </>
  ),
});

export const macColumn = (): Column<FoundView> => ({
  id: "mac",
  label: t("web.col.mac"),
  rank: 3,
  sort: ({ mac }) => mac,
  text: ({ mac }) => mac ?? "",
  cell: ({ mac }) => (mac === null ? <Unknown /> : <span class="mono nowrap">{mac}</span>),
  blank: ({ mac }) => mac === null,
});

export const makerColumn = (): Column<FoundView> => ({
  id: "maker",
  label: words("web.col.maker"),
  sort: ({ vendor }) => vendor,
  text: ({ vendor }) => vendor ?? "",
  cell: ({ vendor }) => vendor ?? <Unknown />,
  blank: ({ vendor }) => vendor === null,
});

function readableText(found: FoundView): string {
  const word = readableWord(found);
  return word === undefined
    ? words("web.discovery.readableBy", { name: found.credential ?? "" })
    : words(word);
}

export const readableColumn = (): Column<FoundView> => ({
  id: "readable",
  label: words("web.col.readable"),
  sort: (found) => (isReadable(found) ? 0 : found.fault === null ? 2 : 1),
  text: readableText,
  cell: (found) => (
    <span class={isReadable(found) ? undefined : "quiet"} title={found.fault ?? undefined}>
      {readableText(found)}
    </span>
  ),
});

export const firstSeenColumn = (): Column<FoundView> => ({
  id: "first",
  label: words("web.col.firstSeen"),
  sort: ({ firstSeen }) => firstSeen,
  text: ({ firstSeen }) => momentText(firstSeen),
  cell: ({ firstSeen }) => <Moment at={firstSeen} />,
});

export const lastSeenColumn = (): Column<FoundView> => ({
  id: "last",
  label: words("web.col.seenLast"),
  sort: ({ lastSeen }) => lastSeen,
  text: ({ lastSeen }) => momentText(lastSeen),
  cell: ({ lastSeen }) => <Moment at={lastSeen} />,
});

export const presenceColumn = (): Column<FoundView> => ({
  id: "state",
  label: t("web.col.state"),
  sort: ({ vanishedAt, movedFrom }) => (vanishedAt !== null ? 0 : movedFrom !== null ? 1 : 2),
  text: ({ vanishedAt }) =>
    vanishedAt === null
      ? t("web.discovery.here")
      : t("web.discovery.vanished", { at: momentText(vanishedAt) }),
  cell: ({ vanishedAt }) =>
    vanishedAt === null ? (
      <StateMark mark={{ state: "good", word: "web.discovery.here" }} />
    ) : (
      <span class="mark mark-bad">
        <Shape state="bad" />
        {t("web.discovery.vanished", { at: momentText(vanishedAt) })}
      </span>
    ),
});
