/** At most `most` at a time; the others wait their turn, first come first served. */
export interface Limiter {
  /** Resolves with the function that gives the place back, or with undefined when the signal aborts first. */
  enter(signal: AbortSignal): Promise<(() => void) | undefined>;
}

export function createLimiter(most: number): Limiter {
  let inside = 0;
  const waiting = new Set<() => void>();
  const leave = () => {
    inside -= 1;
    const [next] = waiting;
    next?.();
  };
  const place = () => {
    inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };
  return {
    enter: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        if (inside < most) return resolve(place());
        const giveUp = () => {
          waiting.delete(turn);
          resolve(undefined);
        };
        const turn = () => {
          waiting.delete(turn);
          signal.removeEventListener("abort", giveUp);
          resolve(place());
        };
        waiting.add(turn);
        signal.addEventListener("abort", giveUp, { once: true });
      }),
  };
}
