import { formatCount, formatMoment } from "../../../core/format.ts";
import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { topologyMessages } from "../../../core/messages/topology.ts";
import { webMapMessages } from "../../../core/messages/web-map.ts";
import type { NodeView, PlacementView, SayingView, TopologyView } from "../../../core/wire/topology.ts";
import type { SiteView } from "../../../core/wire/views.ts";
import { mapTree, type Branch } from "../lib/map-tree.ts";
import { deviceHref, siteHref } from "../lib/router.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Moment } from "../pieces/value.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { momentText } from "../state/texts.ts";

/** Who is connected to what: the tree from the gateway down, and a table to look a PC up in. */
export function MapPage({ id }: { readonly id: string }) {
  const site = useResource(`site ${id}`, () => ask(api.sites[":site"].$get({ param: { site: id } })));
  const map = useResource(`map ${id}`, () => ask(api.sites[":site"].topology.$get({ param: { site: id } })));
  return (
    <View resource={site} lines={4}>
      {(view) => (
        <>
          <Head site={view} />
          <View resource={map} lines={10}>
            {(topology) => <Content map={topology} now={view.now} />}
          </View>
        </>
      )}
    </View>
  );
}

function Head({ site }: { readonly site: SiteView }) {
  return (
    <PageHead
      title={words("web.map.title")}
      crumbs={
        <>
          <a href="/">{t("web.rail.today")}</a> / <a href={siteHref(site.id)}>{site.name}</a>
        </>
      }
    />
  );
}

/** Only this page says these sentences, so they come with it. */
const { sayAny } = speaker({ ...topologyMessages, ...webMapMessages });
type Words = typeof webMapMessages;
const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
const spoken = ({ key, params }: SayingView): string => sayAny(language.value, key, params) ?? key;

function Content({ map, now }: { readonly map: TopologyView; readonly now: number }) {
  const { roots, backups, loose } = mapTree(map);
  if (map.readAt === null && roots.length === 0) {
    return (
      <div class="panel">
        <Empty body={words("web.map.never")} />
      </div>
    );
  }
  const at = map.readAt === null ? "—" : formatMoment(map.readAt, slowNow.value ?? now, locale.value);
  return (
    <>
      {map.loops.map((loop) => (
        <Notice key={`${loop.kind} ${loop.device}`} state={loop.blocked ? "watch" : "bad"}>
          {spoken(loop.says)}
        </Notice>
      ))}
      <div class="panel panel-body">
        <ul class="tree">
          {roots.map((root) => (
            <BranchItem key={root.node.id} branch={root} />
          ))}
        </ul>
        <p class="quiet small">{words("web.map.note", { at })}</p>
      </div>
      {backups.length === 0 ? null : (
        <Section title={words("web.map.backups")}>
          <ul class="panel panel-body">
            {backups.map((link) => (
              <li key={link.ends.map(({ node, port }) => `${node} ${port}`).join()}>{spoken(link.says)}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words("web.map.places")}>
        <PlaceTable places={map.placements} nodes={map.nodes} />
      </Section>
      {loose.length === 0 ? null : (
        <Section title={words("web.map.loose")}>
          <p class="quiet">{words("web.map.looseWhy")}</p>
          <ul class="panel panel-body">
            {loose.map((node) => (
              <li key={node.id}>
                <NodeName node={node} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Devices and PCs have a page of their own. */
function NodeName({ node }: { readonly node: NodeView }) {
  if (node.kind === "device" || node.kind === "host") {
    return (
      <a class="cell-name" href={deviceHref(node.id)}>
        {node.name}
      </a>
    );
  }
  return <span class={node.kind === "hidden" ? "quiet" : "cell-name"}>{hiddenName(node)}</span>;
}

const hiddenName = ({ hidden, name }: NodeView): string =>
  hidden === undefined ? name : (sayAny(language.value, `topology.hidden.name.${hidden}`, {}) ?? name);

function BranchItem({ branch }: { readonly branch: Branch }) {
  const { node, port, ownPort, link, children, strangers } = branch;
  const inferred = link?.confidence === "inferred" || node.kind === "hidden";
  return (
    <li class={inferred ? "tree-inferred" : undefined}>
      <span class="tree-line" title={link === undefined ? undefined : spoken(link.says)}>
        {port === undefined ? null : <span class="tree-port">{words("web.map.port", { port })}</span>}
        <NodeName node={node} />
        {inferred ? <span class="tree-mark">{words("web.map.inferred")}</span> : null}
        {ownPort === undefined || children.length === 0 ? null : (
          <span class="quiet small">{words("web.map.up", { port: ownPort })}</span>
        )}
      </span>
      {node.says === undefined ? null : <p class="tree-says">{spoken(node.says)}</p>}
      {children.length + strangers.size === 0 ? null : (
        <ul>
          {children.map((child) => (
            <BranchItem key={child.node.id} branch={child} />
          ))}
          {[...strangers].map(([at, all]) => (
            <Strangers key={at} port={at} all={all} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Strangers({ port, all }: { readonly port: string; readonly all: readonly NodeView[] }) {
  const where = port === "" ? words("web.map.unknownPort") : words("web.map.port", { port });
  return (
    <li>
      <details>
        <summary>
          <span class="tree-port">{where}</span>{" "}
          <span class="quiet">
            {words("web.map.strangers", { n: formatCount(all.length, language.value) })}
          </span>
        </summary>
        <p class="small mono">{all.map(({ name }) => name).join(", ")}</p>
      </details>
    </li>
  );
}

function certainty({ confidence, exact, stale }: PlacementView): string {
  const parts = [exact ? words("web.map.exact") : words("web.map.behindIt")];
  if (confidence === "inferred") parts.push(words("web.map.inferred"));
  if (stale) parts.push(words("web.map.stale"));
  return parts.join(", ");
}

function placeColumns(known: ReadonlySet<string>): readonly Column<PlacementView>[] {
  const texts = (id: string, label: string, text: (row: PlacementView) => string): Column<PlacementView> => ({
    id,
    label,
    sort: text,
    text,
    cell: text,
  });
  return [
    {
      ...texts("name", t("web.col.name"), ({ name }) => name),
      head: true,
      // An address without a name is what one looks for last.
      sort: ({ node, name }) => `${known.has(node) ? 0 : 1}${name}`,
      cell: ({ name, says }) => (
        <span class="cell-name" title={spoken(says)}>
          {name}
        </span>
      ),
    },
    texts("switch", words("web.col.switch"), ({ deviceName }) => deviceName),
    texts("port", t("web.col.port"), ({ port }) => port),
    texts("certainty", words("web.col.certainty"), certainty),
    { ...texts("mac", t("web.col.mac"), ({ mac = "" }) => mac), rank: 3 },
    {
      id: "since",
      label: words("web.col.since"),
      rank: 2,
      sort: ({ since }) => since,
      text: ({ since }) => momentText(since ?? null),
      cell: ({ since }) => (since === undefined ? <span class="quiet">—</span> : <Moment at={since} />),
    },
  ];
}

function PlaceTable(props: {
  readonly places: readonly PlacementView[];
  readonly nodes: readonly NodeView[];
}) {
  const known = new Set(props.nodes.flatMap(({ id, kind }) => (kind === "station" ? [] : [id])));
  return (
    <DataTable
      label={words("web.map.places")}
      columns={placeColumns(known)}
      rows={props.places}
      rowKey={({ node, mac, device, port }) => `${node} ${mac} ${device} ${port}`}
      initial={{ by: "name", descending: false }}
      open={({ device, port }) => deviceHref(device, port)}
      empty={<Empty body={words("web.map.noPlaces")} />}
    />
  );
}
