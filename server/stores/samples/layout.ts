import { ENTITY_KINDS, fieldNames, type EntityKind } from "../../../core/entities.ts";

/** Fields, and where to find one by its name or by its number in the store's files. */
interface Fields {
  readonly names: readonly string[];
  /** Field numbers, in the order of `names`; below 2^14. */
  readonly numbers: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly indexOfNumber: ReadonlyMap<number, number>;
}

/** Every field of a kind, in the table's order. */
export interface Layout extends Fields {
  readonly kind: EntityKind;
  /** By the names of their fields. */
  readonly shapes: Map<string, Shape>;
}

/**
 * Fields of a kind, in the table's order, as they lie in the rows of an entity in memory. Rows have room only for the
 * fields that the entity has sent so far: many switches send half of what a port can have. Entities of the same fields
 * share one shape.
 */
export interface Shape extends Fields {
  /** Numbers in a row: the time, then a value for each field. */
  readonly stride: number;
}

export function makeLayouts(
  numberOf: (kind: EntityKind, field: string) => number,
): ReadonlyMap<EntityKind, Layout> {
  return new Map(
    ENTITY_KINDS.map((kind) => {
      const names = fieldNames(kind);
      const fields = fieldsOf(
        names,
        names.map((name) => numberOf(kind, name)),
      );
      const layout: Layout = { kind, ...fields, shapes: new Map() };
      return [kind, layout];
    }),
  );
}

const fieldsOf = (names: readonly string[], numbers: readonly number[]): Fields => ({
  names,
  numbers,
  indexOf: new Map(names.map((name, i) => [name, i])),
  indexOfNumber: new Map(numbers.map((number, i) => [number, i])),
});

/** The shape of just these fields; names that the kind does not have are passed over. */
export function shapeOf(layout: Layout, fields: Iterable<string>): Shape {
  const wanted = new Set(fields);
  const names = layout.names.filter((name) => wanted.has(name));
  const key = names.join();
  const known = layout.shapes.get(key);
  if (known !== undefined) return known;
  const numbers = layout.numbers.filter((_, i) => wanted.has(layout.names[i] ?? ""));
  const shape: Shape = { ...fieldsOf(names, numbers), stride: names.length + 1 };
  layout.shapes.set(key, shape);
  return shape;
}
