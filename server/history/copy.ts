import { createHash } from "node:crypto";
import { DAY, type Clock, type Instant } from "../../core/clock.ts";
import { EARLIEST, LATEST, MAX_BLOCK_POINTS } from "../../core/wire/limits.ts";
import type { TakesRollups } from "../history-port.ts";
import type { RawColumns, SampleStore, StoredBlock, StoredEntity } from "../ports.ts";
import { copyRollups } from "./copy-rollups.ts";

export interface CopyOptions {
  readonly from: SampleStore;
  readonly to: SampleStore & TakesRollups;
  /** Of one site; of all otherwise. */
  readonly site?: string | undefined;
  /** Readings from then on. */
  readonly since?: Instant | undefined;
  readonly clock: Clock;
  /** After each entity. */
  readonly progress?: (figures: CopyFigures) => void;
}

export interface CopyFigures {
  readonly entities: number;
  readonly entitiesDone: number;
  readonly points: number;
  readonly blocks: number;
  /** Blocks that an earlier copy had brought already. */
  readonly knownBlocks: number;
  /** Values that the target has taken and not put in place yet. */
  readonly waiting: number;
  /** Hours and days that were copied as roll-ups, because their readings are gone. */
  readonly rollups: number;
  /** Since when the source has roll-ups only that were not copied, because those of all sites lie together. */
  readonly rollupsLeft: Instant | undefined;
}

const WINDOW = 7 * DAY;
/** More than so many values waiting in the target, and it gets time to put them in place. */
const MUCH_WAITING = 200_000;
const PAUSE = 50;
const LONGEST_WAIT = 10 * 60_000;

/**
 * Copies what one store has to another: first roll-ups of days whose readings are gone (unless one site is asked for), then
 * readings, entity by entity, a week at a time. Every block's id follows from what it holds,
 * so that a copy that was broken off goes on where it was and a second one changes nothing. Rejects with a FaultError when
 * either store does.
 */
export async function copyHistory(options: CopyOptions): Promise<CopyFigures> {
  const { from, to, site, since = EARLIEST, clock, progress } = options;
  const entities = from.entities(site);
  const { raw = LATEST } = from.coverage();
  const tally = { points: 0, blocks: 0, knownBlocks: 0 };
  // Before anything else: the target's own nights write the same files.
  const rollups = site === undefined ? await copyRollups({ from, to, since, now: clock.now() }) : 0;
  const rollupsLeft = site === undefined ? undefined : rollupsOnly(from);
  const figures = (entitiesDone: number): CopyFigures => ({
    ...tally,
    entities: entities.length,
    entitiesDone,
    waiting: to.stats().headPoints,
    rollups,
    rollupsLeft,
  });
  // Weeks begin at the same instants in every run, or what was copied before would not be known again.
  const first = Math.floor(Math.max(since, raw) / WINDOW) * WINDOW;
  for (const [done, entity] of entities.entries()) {
    const newest = newestOf(from, entity.entity);
    for (let start = first; start <= newest; start += WINDOW) {
      const columns = await from.raw(entity.entity, Math.max(start, since), start + WINDOW);
      for (const block of blocksOf(entity, columns, clock.now())) {
        const { known } = await to.append(block);
        tally.blocks += 1;
        tally.knownBlocks += known ? 1 : 0;
        tally.points += pointsOf(block);
      }
      await settle(to, clock, MUCH_WAITING);
    }
    progress?.(figures(done + 1));
  }
  return figures(entities.length);
}

/** Since when the source has roll-ups from before its first reading; undefined when it has none. */
function rollupsOnly(store: SampleStore): Instant | undefined {
  const { raw, hour = Infinity, day = Infinity } = store.coverage();
  const rolled = Math.min(hour, day);
  return raw !== undefined && rolled < raw - DAY ? rolled : undefined;
}

const newestOf = (store: SampleStore, entity: string): Instant =>
  [...(store.last(entity)?.values() ?? [])].reduce((most, { at }) => Math.max(most, at), 0);

/** Gives a store time until at most `most` values wait in it; a store that keeps the newest in memory never gets to none. */
export async function settle(store: SampleStore, clock: Clock, most: number): Promise<void> {
  const until = clock.monotonic() + LONGEST_WAIT;
  let before = Infinity;
  for (let same = 0; same < 40 && clock.monotonic() < until;) {
    const { headPoints } = store.stats();
    if (headPoints <= most) return;
    same = headPoints < before ? 0 : same + 1;
    before = headPoints;
    store.tick(clock.now());
    await clock.sleep(PAUSE);
  }
}

function blocksOf(entity: StoredEntity, { at, fields }: RawColumns, now: Instant): readonly StoredBlock[] {
  const names = Object.keys(fields).toSorted();
  if (names.length === 0) return [];
  const rows = Math.max(1, Math.floor(MAX_BLOCK_POINTS / names.length));
  const blocks: StoredBlock[] = [];
  for (let first = 0; first < at.length; first += rows) {
    const samples = [
      {
        entity: entity.entity,
        at: at.slice(first, first + rows),
        fields: Object.fromEntries(
          names.map((name) => [name, (fields[name] ?? []).slice(first, first + rows)]),
        ),
      },
    ];
    blocks.push({ block: idOf(entity.site, samples), site: entity.site, receivedAt: now, samples });
  }
  return blocks;
}

/** Begins with the time of the first reading, as ids of blocks begin with a time (UUIDv7). Minus zero is not zero. */
function idOf(site: string, samples: StoredBlock["samples"]): string {
  const text = JSON.stringify([site, samples], (_, value: unknown) => (Object.is(value, -0) ? "-0" : value));
  const hash = createHash("sha256").update(text).digest("hex");
  const time = (samples[0]?.at[0] ?? 0).toString(16).padStart(12, "0").slice(-12);
  const hex = `${time}7${hash.slice(0, 3)}8${hash.slice(3, 18)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

const pointsOf = ({ samples }: StoredBlock): number =>
  samples.reduce(
    (sum, { fields }) =>
      sum +
      Object.values(fields).reduce((all, values) => all + values.filter((value) => value !== null).length, 0),
    0,
  );
