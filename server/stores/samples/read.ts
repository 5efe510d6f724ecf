import type { Instant } from "../../../core/clock.ts";
import type { RangeAnswer, RangeQuery, RawColumns } from "../../ports.ts";
import { aggregate, fieldsFor, needsPairs, REACH, stepsOf } from "./aggregate.ts";
import type { Collect } from "./collect.ts";
import type { EntityHead } from "./head.ts";

export interface Reader {
  range(head: EntityHead | undefined, query: RangeQuery): Promise<RangeAnswer>;
  raw(
    head: EntityHead | undefined,
    from: Instant,
    to: Instant,
    fields?: readonly string[],
  ): Promise<RawColumns>;
}

export function makeReader(collect: Collect): Reader {
  return {
    range: async (head, query) => {
      const at = stepsOf(query);
      if (head === undefined) return { at, values: query.series.map(() => at.map(() => null)) };
      const { kind } = head.layout;
      const fields = fieldsFor(kind, query);
      const reach = needsPairs(query) ? REACH : 0;
      const readings = await collect(head, query.from - reach, query.to + reach, fields);
      return aggregate(query, kind, fields, readings);
    },
    raw: async (head, from, to, wanted) => {
      if (head === undefined) return { at: [], fields: {} };
      const names =
        wanted === undefined ? head.layout.names : wanted.filter((name) => head.layout.indexOf.has(name));
      const { at, columns } = await collect(head, from, to, names);
      const fields: Record<string, (number | null)[]> = {};
      for (const [i, name] of names.entries()) {
        const column = columns[i] ?? new Float64Array();
        if (column.every((value) => Number.isNaN(value))) continue;
        fields[name] = Array.from(column, (value) => (Number.isNaN(value) ? null : value));
      }
      return { at: [...at], fields };
    },
  };
}
