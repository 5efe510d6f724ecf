import { expect, test } from "vitest";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { volumeSize, type VolumeSize } from "./files.ts";
import { createVolumeMeter, VOLUME_LIMIT_MS } from "./volumes.ts";

const mounts = ["/", "/dead1", "/dead2", "/dead3", "/srv"].map((path) => ({ part: path, path }));
const never = new AbortController().signal;

/** Disks that answer, and dead ones that answer only when they are revived. */
function disks() {
  const asked: string[] = [];
  const waiting = new Map<string, (size: VolumeSize) => void>();
  return {
    asked,
    revive: (path: string) => waiting.get(path)?.({ total: 5, used: 1 }),
    size: (path: string): Promise<VolumeSize | undefined> => {
      asked.push(path);
      if (!path.startsWith("/dead")) return Promise.resolve({ total: 10, used: 4 });
      return new Promise((resolve) => waiting.set(path, resolve));
    },
  };
}

test("a hung mount costs one time limit and does not stall the rest", async () => {
  const clock = fakeClock();
  const measure = createVolumeMeter(disks().size, clock);
  const answer = measure(
    [mounts[0], mounts[1], mounts[4]].filter((mount) => mount !== undefined),
    never,
  );
  await clock.advance(VOLUME_LIMIT_MS);
  expect((await answer).map(({ part }) => part)).toEqual(["/", "/srv"]);
});

test("at most two calls hang at once; a hung disk is not asked again before it answered", async () => {
  const clock = fakeClock();
  const pc = disks();
  const measure = createVolumeMeter(pc.size, clock);
  const first = measure(mounts, never);
  await clock.advance(2 * VOLUME_LIMIT_MS);
  expect((await first).map(({ part }) => part)).toEqual(["/"]);
  expect(pc.asked).toEqual(["/", "/dead1", "/dead2"]);

  expect(await measure(mounts, never)).toEqual([]);
  expect(pc.asked).toHaveLength(3);

  pc.revive("/dead1");
  await clock.advance(0);
  const third = measure(mounts, never);
  await clock.advance(VOLUME_LIMIT_MS);
  expect((await third).map(({ part }) => part)).toEqual(["/"]);
  expect(pc.asked.slice(3)).toEqual(["/", "/dead1"]);
});

test("an aborted run asks no further disk", async () => {
  const pc = disks();
  expect(await createVolumeMeter(pc.size, fakeClock())(mounts, AbortSignal.abort())).toEqual([]);
  expect(pc.asked).toEqual([]);
});

test.each([
  [100, 40, 4_096, { total: 409_600, used: 245_760 }],
  [0, 0, 4_096, undefined],
  [100, 200, 4_096, undefined],
  [100, -1, 4_096, undefined],
  [Number.NaN, 0, 4_096, undefined],
])("%d blocks of which %d are free, %d bytes each, are %j", (blocks, free, bytes, expected) => {
  expect(volumeSize(blocks, free, bytes)).toEqual(expected);
});
