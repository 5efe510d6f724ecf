/**
 * Memory for the rows of many entities, carved out of few large pieces and used again at once.
 *
 * A typed array of its own for each entity costs more than the rows in it: it is given back only by V8's full collection,
 * long after a larger one took its place, and there are 70,000 of them in a province.
 */
export interface Room {
  /** So many units of memory, in one piece; what is in it is left from others. */
  take(units: number): Float64Array;
  /** Takes back what `take` gave; nobody may look at it afterwards. */
  give(piece: Float64Array): void;
}

/** The room for what is so wide. */
export type Rooms = (width: number) => Room;

/** What is of one width shares a room, whoever it belongs to; `count` times the width is a unit. */
export function makeRooms(count: number): Rooms {
  const rooms = new Map<number, Room>();
  return (width) => {
    const known = rooms.get(width);
    if (known !== undefined) return known;
    const room = makeRoom(count * width);
    rooms.set(width, room);
    return room;
  };
}

/** Units in a large piece. */
const UNITS = 512;
/** More than this many units are not worth keeping for others. */
const LARGEST = 32;

/**
 * `unit`: numbers in a unit. One large piece of which nobody has a part is kept for whoever comes next, more of them are not:
 * when many entities get wider they all leave for another room.
 */
export function makeRoom(unit: number): Room {
  const slabs: (Float64Array | undefined)[] = [];
  /** Units of each that somebody has. */
  const taken: number[] = [];
  const gone: number[] = [];
  let spare = -1;
  const placeOf = new Map<ArrayBufferLike, number>();
  const free = makeFree();
  const grow = () => {
    const slab = new Float64Array(UNITS * unit);
    const index = gone.pop() ?? slabs.length;
    placeOf.set(slab.buffer, index * UNITS);
    slabs[index] = slab;
    taken[index] = 0;
    free.give(index * UNITS, UNITS);
  };
  const drop = (index: number) => {
    free.forget(index * UNITS, UNITS);
    placeOf.delete((slabs[index] as Float64Array).buffer);
    slabs[index] = undefined;
    gone.push(index);
  };
  return {
    take: (units) => {
      if (units === 0 || units > LARGEST) return new Float64Array(units * unit);
      let start = free.take(units);
      if (start === undefined) {
        grow();
        start = free.take(units) as number;
      }
      const index = Math.floor(start / UNITS);
      taken[index] = (taken[index] as number) + units;
      const from = (start % UNITS) * unit;
      return (slabs[index] as Float64Array).subarray(from, from + units * unit);
    },
    give: (piece) => {
      const place = placeOf.get(piece.buffer);
      if (place === undefined || piece.length === 0) return;
      const units = piece.length / unit;
      free.give(place + piece.byteOffset / Float64Array.BYTES_PER_ELEMENT / unit, units);
      const index = place / UNITS;
      const left = (taken[index] as number) - units;
      taken[index] = left;
      if (left > 0) return;
      if (spare !== index && taken[spare] === 0) drop(index);
      else spare = index;
    },
  };
}

/** Which units are free. Neighbours within a slab become one, so that pieces of any size find a place. */
function makeFree() {
  /** How long, by where they start and by where they end. */
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  /** Where they start, by how long they are; the last set is for all that are longer. */
  const bins = Array.from({ length: LARGEST + 2 }, () => new Set<number>());
  const binOf = (units: number) => bins[Math.min(units, LARGEST + 1)];
  const add = (start: number, units: number) => {
    starts.set(start, units);
    ends.set(start + units, units);
    binOf(units)?.add(start);
  };
  const remove = (start: number, units: number) => {
    starts.delete(start);
    ends.delete(start + units);
    binOf(units)?.delete(start);
  };
  return {
    take: (units: number): number | undefined => {
      for (let size = units; size < bins.length; size += 1) {
        for (const start of bins[size] ?? []) {
          const length = starts.get(start) ?? units;
          remove(start, length);
          if (length > units) add(start + units, length - units);
          return start;
        }
      }
      return undefined;
    },
    give: (first: number, units: number): void => {
      const before = first % UNITS === 0 ? 0 : (ends.get(first) ?? 0);
      const end = first + units;
      const after = end % UNITS === 0 ? 0 : (starts.get(end) ?? 0);
      if (before > 0) remove(first - before, before);
      if (after > 0) remove(end, after);
      add(first - before, before + units + after);
    },
    forget: remove,
  };
}
