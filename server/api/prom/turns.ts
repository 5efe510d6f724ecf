/** Lets a few tasks run at once and some wait; `undefined` for those that find no room. */
export function createTurns(
  running: number,
  waiting: number,
): <T>(task: () => Promise<T>) => Promise<T | undefined> {
  let free = running;
  const queue: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else {
      if (queue.length >= waiting) return undefined;
      // Whoever ends hands the place on, so that nobody overtakes.
      await new Promise<void>((resolve) => void queue.push(resolve));
    }
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
