import { useEffect, useRef, useState } from "preact/hooks";
import { searchKey } from "../../../core/text.ts";
import type { DeviceSummary, Overview } from "../../../core/wire/views.ts";
import { deviceHref, siteHref } from "../lib/router.ts";
import { markOf, siteMark, type Mark } from "../lib/states.ts";
import { filterRows, sorted, type SortColumn } from "../lib/table.ts";
import { api, ask } from "../state/api.ts";
import { navigate } from "../state/location.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import { Shape } from "./state-mark.tsx";
import { View } from "./view.tsx";

interface Found {
  readonly href: string;
  readonly name: string;
  readonly kind: string;
  readonly more: string;
  readonly mark: Mark;
}

const COLUMNS: readonly SortColumn<Found>[] = [
  { id: "all", sort: ({ name }) => name, text: ({ name, kind, more }) => `${name} ${kind} ${more}` },
];
const MOST = 30;

function foundOf(overview: Overview, devices: readonly DeviceSummary[]): readonly Found[] {
  const sites = overview.units.flatMap((unit) =>
    unit.sites.map((site) => ({
      href: siteHref(site.id),
      name: site.name,
      kind: t("web.search.site"),
      more: unit.name,
      mark: siteMark(site),
    })),
  );
  const things = devices.map((device) => ({
    href: deviceHref(device.id),
    name: device.name,
    kind: t(`web.class.${device.class}`),
    more: [device.address, device.vendor, device.model].filter(Boolean).join(" "),
    mark: markOf(device.state),
  }));
  return [...sites, ...things];
}

/** What is called so comes before what belongs to something that is. */
const namesFirst = (found: readonly Found[], query: string): readonly Found[] => {
  const called = (one: Found) => Number(!searchKey(one.name).includes(searchKey(query.trim())));
  return sorted(found, (a, b) => called(a) - called(b));
};

/** The search button and its dialog; Ctrl K opens it from anywhere. */
export function Search() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen(true);
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <button type="button" class="search-button" onClick={() => setOpen(true)}>
        <Icon name="search" size={16} />
        {t("web.top.search")}
        <kbd>Ctrl K</kbd>
      </button>
      {open ? <SearchDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const resource = useResource("search", async () => {
    const [overview, devices] = await Promise.all([ask(api.overview.$get()), ask(api.devices.$get())]);
    if (!overview.ok) return overview;
    return devices.ok ? { ok: true as const, value: foundOf(overview.value, devices.value) } : devices;
  });
  const found = namesFirst(filterRows(resource.data.value ?? [], COLUMNS, query), query).slice(0, MOST);
  const go = (href: string) => {
    onClose();
    navigate(href);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = found[chosen];
    if (step !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(found.length - 1, chosen + step)));
    } else if (event.key === "Enter" && here !== undefined) {
      event.preventDefault();
      go(here.href);
    }
  };
  return (
    <Dialog title={t("web.search.title")} onClose={onClose}>
      <div class="panel-body">
        <input
          ref={input}
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="found"
          aria-label={t("web.search.title")}
          placeholder={t("web.search.hint")}
          value={query}
          onKeyDown={keys}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
        />
      </div>
      <View resource={resource} lines={4}>
        {() =>
          found.length === 0 ? (
            <p class="table-none">{t("web.search.none", { query })}</p>
          ) : (
            <FoundList found={found} chosen={chosen} onOpen={onClose} />
          )
        }
      </View>
    </Dialog>
  );
}

function FoundList(props: {
  readonly found: readonly Found[];
  readonly chosen: number;
  readonly onOpen: () => void;
}) {
  return (
    <div class="found-list" id="found" role="listbox" aria-label={t("web.search.title")}>
      {props.found.map(({ href, name, kind, more, mark }, i) => (
        <a
          key={href}
          class="found"
          role="option"
          aria-selected={i === props.chosen}
          tabIndex={-1}
          href={href}
          onClick={props.onOpen}
        >
          <Shape state={mark.state} />
          <span>{name}</span>
          <span class="found-kind">{[kind, more].filter(Boolean).join(" · ")}</span>
        </a>
      ))}
    </div>
  );
}
