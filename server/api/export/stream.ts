import type { Clock } from "../../../core/clock.ts";

/** A body that is taken so slowly holds up others for nothing: a download that somebody paused, a PC that was closed. */
export const IDLE_MS = 60_000;

interface Watched {
  readonly clock: Pick<Clock, "sleep">;
  /** The body is over, whichever way it ended. Called once. */
  readonly ended: () => void;
}

/**
 * A body that is made only as fast as the other side takes it; when that one goes, `source` is ended (its `finally` runs). When
 * `watched`, also when nothing was taken for {@link IDLE_MS}: then the connection breaks, so that nobody takes a part for the whole.
 */
export function streamOf(
  source: AsyncIterator<string | Uint8Array>,
  watched?: Watched,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let idle = new AbortController();
  let over = false;
  const end = () => {
    idle.abort();
    if (!over) watched?.ended();
    over = true;
  };
  const watch = async (controller: ReadableStreamDefaultController) => {
    const { signal } = (idle = new AbortController());
    await watched?.clock.sleep(IDLE_MS, signal);
    if (watched === undefined || signal.aborted) return;
    end();
    controller.error(new Error("the body was not taken"));
    await source.return?.();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        idle.abort();
        try {
          const { done, value } = await source.next();
          if (over) return;
          if (done === true) {
            end();
            controller.close();
            return;
          }
          controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
          void watch(controller).catch(() => undefined);
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel() {
        end();
        await source.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
