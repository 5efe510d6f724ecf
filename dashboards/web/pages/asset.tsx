import { useState } from "preact/hooks";
import type { AssetDetail, AssetView } from "../../../core/wire/assets.ts";
import type { DeviceSummary, UnitView } from "../../../core/wire/views.ts";
import { writeDate } from "../lib/assets.ts";
import { deviceHref, planHref } from "../lib/router.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { FindingList } from "../pieces/finding-list.tsx";
import { later } from "../pieces/later.tsx";
import { Money, textOr } from "../pieces/money.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Moment } from "../pieces/value.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { assetsApi, unitsOf } from "../state/assets-api.ts";
import { categoryText, conditionText, sourceText, words } from "../state/asset-words.ts";
import { useResource } from "../state/resource.ts";
import { mayAccount, mayEdit } from "../state/session.ts";
import { History, Repairs, WearTable } from "./asset-parts.tsx";
import { Photos } from "./asset-photos.tsx";
import { CountHere } from "./asset-count.tsx";
import { deviceMark } from "./device-columns.tsx";

const AssetDialog = later(async () => (await import("./asset-dialog.tsx")).AssetDialog, true);
const TransferDialog = later(async () => (await import("./asset-bulk.tsx")).TransferDialog, true);
const LiquidateDialog = later(async () => (await import("./asset-liquidation.tsx")).LiquidateDialog, true);
const CorrectDialog = later(async () => (await import("./asset-liquidation.tsx")).CorrectDialog, true);

interface Shown {
  readonly detail: AssetDetail;
  readonly units: readonly UnitView[];
  readonly device: DeviceSummary | undefined;
  /** Of devices and sites, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** One asset: the address that a label's QR code holds. */
export function AssetPage({ id }: { readonly id: string }) {
  const resource = useResource<Shown>(`asset ${id}`, async () => {
    const [detail, units, devices] = await Promise.all([
      assetsApi.get(id),
      unitsOf(),
      ask(api.devices.$get()),
    ]);
    if (!detail.ok) return detail;
    const linked = detail.value.asset.device;
    const all = devices.ok ? devices.value : [];
    const device = all.find((one) => one.id === linked);
    const known = units.ok ? units.value : [];
    const names = new Map([...all, ...known.flatMap(({ sites }) => sites)].map(({ id, name }) => [id, name]));
    return { ok: true, value: { detail: detail.value, units: known, device, names } };
  });
  return (
    <>
      <AssetTabs />
      <View resource={resource} lines={12}>
        {(data) => <One {...data} reload={() => void resource.reload()} />}
      </View>
    </>
  );
}

type Open = "edit" | "transfer" | "liquidate" | "correct";

function One({ detail, units, device, names, reload }: Shown & { readonly reload: () => void }) {
  const { asset } = detail;
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const close = () => setOpen(undefined);
  const dialog = { onClose: close, onDone: reload };
  const isThere = asset.state !== "liquidated";
  const may = mayEdit() && isThere;
  return (
    <>
      <PageHead
        title={asset.name}
        under={
          <>
            <span>{asset.code ?? words("web.asset.noCode")}</span>
            <span>{asset.unitName}</span>
            {asset.room === null ? null : <span>{asset.room}</span>}
          </>
        }
        actions={mayAccount() ? <Actions isThere={isThere} may={may} open={setOpen} /> : undefined}
      />
      <CountHere asset={asset} units={units} history={detail.history} onDone={reload} />
      <Record asset={asset} boughtAs={detail.boughtAs} />
      <Linked asset={asset} device={device} may={may} reload={reload} />
      <Section title={words("web.asset.findings")}>
        <FindingList
          findings={detail.findings}
          assets={[{ id: asset.id, name: asset.name, device: asset.device }]}
          empty={words("web.asset.noFindings")}
        />
      </Section>
      <WearTable rows={detail.wear} />
      <Repairs asset={asset} may={may} reload={reload} />
      <Photos asset={asset.id} photos={detail.photos} may={may} reload={reload} />
      <History events={detail.history} units={units} names={names} />
      {open === "edit" ? <AssetDialog units={units} asset={asset} {...dialog} /> : null}
      {open === "transfer" ? <TransferDialog units={units} assets={[asset]} {...dialog} /> : null}
      {open === "liquidate" ? <LiquidateDialog assets={[asset]} {...dialog} /> : null}
      {open === "correct" ? <CorrectDialog assets={[asset]} {...dialog} /> : null}
    </>
  );
}

/** What may be done: of what is gone, its decision's number may come yet. */
function Actions(props: {
  readonly isThere: boolean;
  readonly may: boolean;
  readonly open: (dialog: Open) => void;
}) {
  const { isThere, may, open } = props;
  const all: readonly (readonly [Open, string, boolean])[] = [
    ["edit", words("web.asset.edit"), isThere],
    ["transfer", words("web.asset.transfer"), may],
    ["liquidate", words("web.asset.liquidate"), isThere],
    ["correct", words("web.asset.correct"), !isThere],
  ];
  return (
    <>
      {all.map(([name, label, shown]) =>
        shown ? (
          <button
            key={name}
            type="button"
            class={name === "edit" ? "button button-main" : "button"}
            onClick={() => open(name)}
          >
            {label}
          </button>
        ) : null,
      )}
    </>
  );
}

function Record({
  asset,
  boughtAs,
}: {
  readonly asset: AssetView;
  readonly boughtAs: AssetDetail["boughtAs"];
}) {
  const facts: readonly (readonly [string, ReturnType<typeof textOr>])[] = [
    [words("web.asset.col.book"), words(`web.asset.book.${asset.book}`)],
    [words("web.asset.col.category"), categoryText(asset.category)],
    [
      words("web.asset.col.condition"),
      asset.condition === null ? textOr(null) : conditionText(asset.condition),
    ],
    [words("web.asset.field.quantity"), String(asset.quantity)],
    [words("web.asset.field.originalValue"), <Money amount={asset.originalValue} />],
    [words("web.asset.col.remaining"), <Money amount={asset.remaining} />],
    [words("web.asset.field.inUseOn"), textOr(writeDate(asset.inUseOn))],
    [
      words("web.asset.field.fundingSource"),
      asset.fundingSource === null ? textOr(null) : sourceText(asset.fundingSource),
    ],
    [words("web.asset.makeModel"), textOr([asset.vendor, asset.model].filter(Boolean).join(" "))],
    [words("web.asset.field.serial"), textOr(asset.serial)],
    [words("web.asset.field.mac"), textOr(asset.mac)],
    [words("web.asset.field.person"), textOr(asset.person)],
    [words("web.asset.field.supplier"), textOr(asset.supplier)],
    [words("web.asset.field.warrantyUntil"), textOr(writeDate(asset.warrantyUntil))],
    [words("web.asset.counter"), words(asset.oneStop ? "web.asset.yes" : "web.asset.no")],
    ...(asset.notes === null ? [] : [[words("web.asset.field.notes"), asset.notes] as const]),
    ...(boughtAs === null ? [] : [[words("web.asset.boughtAs"), <BoughtAs of={boughtAs} />] as const]),
    ...gone(asset),
  ];
  return (
    <div class="panel panel-body">
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const BoughtAs = ({ of }: { readonly of: NonNullable<AssetDetail["boughtAs"]> }) => (
  <>
    <a href={planHref(of.plan)}>{of.planName}</a> · {of.versionName} · {of.item}
  </>
);

function gone({ liquidation }: AssetView): readonly (readonly [string, string])[] {
  if (liquidation === null) return [];
  const { on, ground, decision } = liquidation;
  const text = [writeDate(on), words(`web.asset.ground.${ground}`), decision].filter(Boolean).join(" · ");
  return [[words("web.asset.state.liquidated"), text]];
}

/** The device of the network that it is, as it is now. */
function Linked(props: {
  readonly asset: AssetView;
  readonly device: DeviceSummary | undefined;
  readonly may: boolean;
  readonly reload: () => void;
}) {
  const { asset, device, may, reload } = props;
  const { refusal, send } = useSending();
  const unlink = async () => {
    await send(() => assetsApi.link(asset.id, null, asset.etag));
    // After a refusal, too: it says that this page is not what it was.
    reload();
  };
  return (
    <Section
      title={words("web.asset.onNetwork")}
      actions={
        asset.device !== null && may ? (
          <button type="button" class="button button-plain" onClick={() => void unlink()}>
            {words("web.asset.unlink")}
          </button>
        ) : undefined
      }
    >
      {refusal}
      <div class="panel panel-body">
        {asset.device === null ? (
          <p>
            {words("web.asset.notLinked")} <a href="/reconcile">{words("web.asset.toReconcile")}</a>
          </p>
        ) : device === undefined ? (
          <a href={deviceHref(asset.device)}>{asset.deviceName ?? asset.device}</a>
        ) : (
          <p class="linked">
            <StateMark mark={deviceMark(device)} />
            <a href={deviceHref(device.id)}>{device.name}</a>
            <span class="quiet">{device.address}</span>
            <Moment at={device.newest} />
          </p>
        )}
      </div>
    </Section>
  );
}
