import type { Label } from "./labels.ts";
import type { Query, Source } from "./query.ts";
import type { Mapping, Step } from "./theme.ts";
import type { PanelWords, Words } from "./words/words.ts";

/** The dashboards as data: what is shown, in neither dialect and in both languages. `render.ts` makes Grafana's JSON of it. */
export interface Board {
  readonly key: BoardKey;
  readonly title: Words;
  readonly says: Words;
  readonly variables: readonly Variable[];
  readonly sections: readonly Section[];
  /** How often the screen asks anew. A district is a thousand ports. */
  readonly refresh?: "5m";
  /** Marks where devices of these entities started again. */
  readonly restarts?: Source<"device">;
}

export type BoardKey =
  | "district"
  | "site"
  | "switch"
  | "port"
  | "pcs"
  | "ups"
  | "printers"
  | "age"
  | "agents";

/** Values come from the entities that `from` tells; `field` is one that each of them has. */
export interface Variable {
  readonly name: "unit" | "site" | "device" | "port";
  readonly from: Source;
  readonly field: string;
  /** Begin with everything, or with the first value: all ports of a site at once are too much for one chart. */
  readonly all: boolean;
}

export interface Section {
  readonly title: Words;
  readonly panels: readonly Panel[];
}

/** Our own page that a click leads to. */
export type Page = "today" | "devices" | "settings" | "site" | "map" | "device" | "port";

interface Common {
  readonly words: PanelWords;
  /** One of Grafana's names of units. */
  readonly unit: string;
  readonly decimals?: number;
  readonly steps: readonly Step[];
  readonly mapping?: Mapping;
  readonly page: Page;
  readonly width: number;
  readonly height: number;
  /** Always this much up to now, whatever is chosen at the top (Grafana's notation, "15m"). */
  readonly last?: string;
  /** How often what is shown is read at most; no step of a chart is shorter. */
  readonly every?: "10m" | "1h" | "1d";
  readonly min?: number;
  readonly max?: number;
}

export interface Line {
  readonly query: Query;
  readonly name?: Words;
}

export interface Column {
  readonly title: Words;
  readonly query: Query;
  readonly unit: string;
  readonly decimals?: number;
  readonly steps?: readonly Step[];
  readonly mapping?: Mapping;
  /** A bar from 0 to this. */
  readonly upTo?: number;
}

export type Panel =
  | (Common & { readonly view: "stat"; readonly lines: readonly [Line] })
  | (Common & { readonly view: "chart"; readonly lines: readonly Line[] })
  | (Common & { readonly view: "timeline"; readonly lines: readonly [Line] })
  | (Common & { readonly view: "bars"; readonly lines: readonly [Line] })
  | (Common & {
      readonly view: "table";
      readonly labels: readonly Label[];
      readonly columns: readonly Column[];
      /** By which column, and how. */
      readonly sort: readonly [number, "down" | "up"];
    });

export type PanelOf<V extends Panel["view"]> = Extract<Panel, { readonly view: V }>;
