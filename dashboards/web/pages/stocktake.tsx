import { useState } from "preact/hooks";
import type { AssetView, StockTakeDetail } from "../../../core/wire/assets.ts";
import { searchKey } from "../../../core/text.ts";
import { differenceOf, labelMeans, writeDate } from "../lib/assets.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { WordMark } from "../pieces/word-mark.tsx";
import { fileHref, stockTakesApi } from "../state/assets-api.ts";
import { conditionText, words } from "../state/asset-words.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { CountForm } from "./asset-count.tsx";

export function StockTakePage({ id }: { readonly id: string }) {
  const resource = useResource(`stocktake ${id}`, () => stockTakesApi.get(id), 15_000);
  return (
    <>
      <AssetTabs />
      <View resource={resource} lines={10}>
        {(detail) => <Take {...detail} reload={() => void resource.reload()} />}
      </View>
    </>
  );
}

type Seen = StockTakeDetail["seen"][number];
interface Line {
  readonly asset: AssetView;
  readonly seen: Seen | undefined;
}

function Take({ take, assets, seen, reload }: StockTakeDetail & { readonly reload: () => void }) {
  const [closing, setClosing] = useState(false);
  const byAsset = new Map(seen.map((one) => [one.asset, one]));
  const lines = assets.map((asset) => ({ asset, seen: byAsset.get(asset.id) }));
  const open = take.closedAt === null;
  return (
    <>
      <PageHead
        title={take.name}
        under={`${take.unitName} · ${writeDate(take.on)} · ${words(open ? "web.asset.take.open" : "web.asset.take.closed")}`}
        actions={
          <>
            {(["fixed", "tool"] as const).map((book) => (
              <a
                key={book}
                class="button"
                download=""
                href={fileHref(`stocktakes/${encodeURIComponent(take.id)}/document`, { book })}
              >
                {words(`web.asset.take.document.${book}`)}
              </a>
            ))}
            {open && mayEdit() ? (
              <button type="button" class="button" onClick={() => setClosing(true)}>
                {words("web.asset.take.close")}
              </button>
            ) : null}
          </>
        }
      />
      <Progress lines={lines} />
      {open && mayEdit() ? <Check take={take} lines={lines} reload={reload} /> : null}
      <Lines lines={lines} open={open} />
      {closing ? (
        <Confirm
          title={words("web.asset.take.close")}
          body={words("web.asset.take.closeBody", {
            n: lines.filter((line) => line.seen === undefined).length,
          })}
          action={words("web.asset.take.close")}
          done={words("web.asset.take.closedDone")}
          request={() => stockTakesApi.close(take.id)}
          onDone={reload}
          onClose={() => setClosing(false)}
        />
      ) : null}
    </>
  );
}

function Progress({ lines }: { readonly lines: readonly Line[] }) {
  const done = lines.filter((line) => line.seen !== undefined).length;
  const text = words("web.asset.take.progress", { n: done, total: lines.length });
  return (
    <div class="panel panel-body take-progress">
      <p aria-live="polite">{text}</p>
      <progress class="take-bar" max={Math.max(1, lines.length)} value={done} aria-label={text} />
    </div>
  );
}

/** What a typed text may mean; `sure`: the one it can only mean. */
function matching(lines: readonly Line[], wanted: string) {
  const keys = ({ asset }: Line) => [asset.id, asset.code ?? "", asset.serial ?? ""].map(searchKey);
  const matches =
    wanted === ""
      ? []
      : lines.filter((line) =>
          [...keys(line), searchKey(line.asset.name)].some((key) => key.includes(wanted)),
        );
  const exact = matches.find((line) => keys(line).includes(wanted));
  return { matches, sure: exact ?? (matches.length === 1 ? matches[0] : undefined) };
}

const MOST_SHOWN = 6;
function Matches(props: { readonly lines: readonly Line[]; readonly choose: (id: string) => void }) {
  const more = props.lines.length - MOST_SHOWN;
  return (
    <ul class="take-matches">
      {props.lines.slice(0, MOST_SHOWN).map(({ asset, seen }) => (
        <li key={asset.id}>
          <button type="button" class="found" onClick={() => props.choose(asset.id)}>
            <span>
              {asset.name}
              <span class="cell-under">{whichOne(asset)}</span>
            </span>
            {seen === undefined ? null : <span class="found-kind">{words("web.asset.take.seen")}</span>}
          </button>
        </li>
      ))}
      {more > 0 ? <li class="quiet small">{words("web.asset.take.more", { n: more })}</li> : null}
    </ul>
  );
}

/** What tells things of one name apart. */
const whichOne = ({ code, serial, room, person, unitName }: AssetView): string =>
  [code ?? words("web.asset.noCode"), serial, room, person, unitName].filter(Boolean).join(" · ");

/** A code, typed or read by the phone's own camera; what it names is counted at once. */
function Check(props: {
  readonly take: StockTakeDetail["take"];
  readonly lines: readonly Line[];
  readonly reload: () => void;
}) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const found = props.lines.find(({ asset }) => asset.id === chosen)?.asset;
  const wanted = searchKey(labelMeans(text));
  const { matches, sure } = matching(props.lines, wanted);
  const choose = (id: string | undefined) => {
    setChosen(id);
    setText("");
  };
  return (
    <div class="panel panel-body take-check">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (sure !== undefined) choose(sure.asset.id);
        }}
      >
        <TextField
          label={words("web.asset.take.code")}
          value={text}
          onValue={setText}
          hint={words("web.asset.take.codeHint")}
        />
      </form>
      {wanted !== "" && matches.length === 0 ? (
        <Notice state="watch">{words("web.asset.take.unknownCode", { code: text })}</Notice>
      ) : null}
      <Matches lines={matches} choose={choose} />
      {found === undefined ? null : (
        <CountForm
          key={found.id}
          take={props.take}
          asset={found}
          onDone={() => {
            choose(undefined);
            props.reload();
          }}
        />
      )}
    </div>
  );
}

/** Differences are findings only once the count is over; before, what was not seen is only still to come. */
function Lines({ lines, open }: { readonly lines: readonly Line[]; readonly open: boolean }) {
  const different = lines.filter(({ asset, seen }) => differenceOf(asset, seen) !== undefined);
  const counted = different.filter(({ seen }) => seen !== undefined);
  const shown = open ? counted : different;
  return (
    <>
      <Section title={words("web.asset.take.differences", { n: shown.length })}>
        <DataTable
          label={words("web.asset.take.differences", { n: shown.length })}
          columns={columns(open)}
          rows={shown}
          rowKey={({ asset }) => asset.id}
          initial={{ by: "state", descending: false }}
          empty={<Empty body={words("web.asset.take.noDifferences")} />}
        />
      </Section>
      <Section title={words("web.asset.take.all")}>
        <DataTable
          label={words("web.asset.take.all")}
          columns={columns(open)}
          rows={lines}
          rowKey={({ asset }) => asset.id}
          initial={{ by: "room", descending: false }}
          empty={<Empty body={words("web.asset.take.noAssets")} />}
        />
      </Section>
    </>
  );
}

const seenText = ({ seen }: Line): string =>
  seen === undefined
    ? ""
    : [String(seen.quantity), seen.condition === null ? "" : conditionText(seen.condition), seen.note ?? ""]
        .filter(Boolean)
        .join(" · ");

function columns(open: boolean): readonly Column<Line>[] {
  const state = ({ asset, seen }: Line) =>
    seen === undefined && open ? "waiting" : (differenceOf(asset, seen) ?? "same");
  const plain = (id: string, label: string, text: (line: Line) => string): Column<Line> => ({
    id,
    label,
    sort: (line) => text(line) || null,
    text,
    cell: (line) => text(line) || "—",
    blank: (line) => text(line) === "",
  });
  return [
    {
      ...plain("name", words("web.asset.col.name"), ({ asset }) => asset.name),
      head: true,
      cell: ({ asset }) => <span class="cell-name">{asset.name}</span>,
    },
    plain("code", words("web.asset.col.code"), ({ asset }) => asset.code ?? ""),
    plain("room", words("web.asset.field.room"), ({ asset }) => asset.room ?? ""),
    plain("books", words("web.asset.take.inBooks"), ({ asset }) =>
      [String(asset.quantity), asset.condition === null ? "" : conditionText(asset.condition)]
        .filter(Boolean)
        .join(" · "),
    ),
    plain("seen", words("web.asset.take.wasSeen"), seenText),
    {
      id: "state",
      label: words("web.asset.take.result"),
      sort: state,
      text: (line) => words(`web.asset.take.is.${state(line)}`),
      cell: (line) => {
        const is = state(line);
        const mark =
          is === "same" ? "good" : is === "waiting" ? "unknown" : is === "missing" ? "bad" : "watch";
        return <WordMark state={mark} text={words(`web.asset.take.is.${is}`)} />;
      },
    },
  ];
}
