import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { Instant } from "../../../core/clock.ts";
import { columnsOf, ownerOf, type Slice } from "./slices.ts";
import type { Selection } from "./selection.ts";

/** Rows that are held until they make a row group. */
const GROUP_ROWS = 20_000;
const TEXTS = ["entity", "site", "owner", "kind", "part"] as const;

interface Rows {
  readonly time: Date[];
  readonly texts: Readonly<Record<(typeof TEXTS)[number], string[]>>;
  readonly figures: (number | undefined)[][];
}

/**
 * A Parquet file, the same table as the CSV with plain names: time (UTC, milliseconds), who, and figures as doubles, which are null
 * where nothing was read. At most one row group is held in memory.
 */
export async function* parquetOf(
  selection: Selection,
  slices: AsyncIterable<Slice>,
): AsyncGenerator<Uint8Array> {
  const columns = columnsOf(selection);
  const all = [...columns.values()].flat();
  const names = all.map(({ kind, name }) => (columns.size > 1 ? `${kind}.${name}` : name));
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: sourcesOf(empty(all.length), names) }),
    createdBy: "cayda",
  });
  let rows = empty(all.length);
  const drain = async (): Promise<Uint8Array> => {
    if (rows.time.length > 0) {
      await writer.write({ columnData: sourcesOf(rows, names), rowGroupSize: GROUP_ROWS });
      rows = empty(all.length);
    }
    return taken(bytes);
  };
  for await (const slice of slices) {
    add(
      rows,
      slice,
      all.findIndex(({ kind }) => kind === slice.kind),
    );
    if (rows.time.length >= GROUP_ROWS) yield await drain();
  }
  yield await drain();
  await writer.finish();
  yield taken(bytes);
}

const empty = (figures: number): Rows => ({
  time: [],
  texts: { entity: [], site: [], owner: [], kind: [], part: [] },
  figures: Array.from({ length: figures }, () => []),
});

function add({ time, texts, figures }: Rows, slice: Slice, first: number): void {
  const { labels } = slice;
  const owner = ownerOf(slice);
  for (const [i, at] of slice.at.entries()) {
    time.push(new Date(at satisfies Instant));
    texts.entity.push(slice.entity);
    texts.site.push(labels["site"] ?? "");
    texts.owner.push(owner);
    texts.kind.push(slice.kind);
    texts.part.push(slice.part);
    for (const [place, column] of figures.entries())
      column.push(slice.columns[place - first]?.[i] ?? undefined);
  }
}

/** Without page indexes: these would gather in memory until the end. */
const sourcesOf = ({ time, texts, figures }: Rows, names: readonly string[]) => [
  { name: "time", data: time, type: "TIMESTAMP" as const, nullable: false, offsetIndex: false },
  ...TEXTS.map((name) => ({
    name,
    data: texts[name],
    type: "STRING" as const,
    nullable: false,
    offsetIndex: false,
  })),
  ...names.map((name, i) => ({ name, data: figures[i] ?? [], type: "DOUBLE" as const, offsetIndex: false })),
];

/** What was written since the last time; the writer goes on counting from there. */
function taken(bytes: ByteWriter): Uint8Array {
  const some = bytes.getBytes().slice();
  bytes.index = 0;
  return some;
}
