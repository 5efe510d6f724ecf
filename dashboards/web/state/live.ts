import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Instant } from "../../../core/clock.ts";
import type { Latest, LiveClock, LiveLatest } from "../../../core/wire/views.ts";
import { newsByEntity, reconnectDelay, SILENCE_MS } from "../lib/live.ts";
import { serverSays } from "./clock.ts";
import { language } from "./preferences.ts";

/** The one live line of the page that is open. */
export type Line =
  | { readonly state: "closed" | "connecting" | "open" }
  /** It broke; `retryAt` on the monotonic clock of the browser. */
  | { readonly state: "lost"; readonly retryAt: number };

const lineSignal = signal<Line>({ state: "closed" });
export const line: ReadonlySignal<Line> = lineSignal;
/** Time of the newest data of the view that is open; undefined where no view has data. The top line shows its age. */
export const newest = signal<Instant | null | undefined>(undefined);

/** Counts up when alerts of what the open line watches changed, and when a line that was away is there again. */
const alertNews = signal(0);

/** Asks for alerts anew as soon as the server says that some changed; a line must be open ({@link useLive}). */
export function useAlertNews({ reload }: { readonly reload: () => Promise<void> }): void {
  useEffect(() => {
    const before = alertNews.peek();
    let [busy, again] = [false, false];
    // One question at a time: on a bad line answers are slower than news, and a newer question drops the older one's answer.
    const ask = async () => {
      again = busy;
      if (busy) return;
      busy = true;
      await reload();
      busy = false;
      if (again) await ask();
    };
    return alertNews.subscribe((count) => {
      if (count !== before) void ask();
    });
  }, [reload]);
}

/** The view's newest data are of this time; when the view closes, nothing is claimed any more. */
export function useNewest(at: Instant | null | undefined): void {
  useEffect(() => {
    newest.value = at;
  }, [at]);
  useEffect(
    () => () => {
      newest.value = undefined;
    },
    [],
  );
}

interface Listener {
  readonly news: (news: ReadonlyMap<string, Latest>) => void;
  /** The line is open (again): what happened meanwhile must be asked for. */
  readonly opened: () => void;
}

/** Server-sent text that is not what we expect is dropped; the next one will do. */
function parse(event: Event): unknown {
  try {
    return JSON.parse((event as MessageEvent<string>).data);
  } catch {
    return undefined;
  }
}

interface Ears extends Listener {
  /** Anything at all came. */
  readonly heard: () => void;
  readonly lost: () => void;
}

function listen(search: string, { opened, heard, lost, news }: Ears): EventSource {
  const source = new EventSource(`/api/live${search}`);
  source.addEventListener("open", () => {
    heard();
    opened();
  });
  source.addEventListener("error", lost);
  source.addEventListener("clock", (event) => {
    heard();
    const clock = parse(event) as LiveClock | undefined;
    if (clock !== undefined) serverSays(clock.now);
  });
  source.addEventListener("alerts", () => {
    heard();
    alertNews.value += 1;
  });
  source.addEventListener("latest", (event) => {
    heard();
    const told = parse(event) as LiveLatest | LiveLatest[] | undefined;
    if (told !== undefined) news(newsByEntity(Array.isArray(told) ? told : [told]));
  });
  return source;
}

/** Keeps a line open and opens it again when it breaks, waiting longer each time. Returns how to close it. */
function openLine(search: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let opened = false;

  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(lost, SILENCE_MS);
  };
  const shut = () => {
    clearTimeout(retry);
    clearTimeout(watch);
    source?.close();
    source = undefined;
  };
  const lost = () => {
    shut();
    const delay = reconnectDelay(attempt, Math.random);
    // The server ends every line after a while; only a line that does not come back is lost.
    lineSignal.value =
      attempt === 0 ? { state: "connecting" } : { state: "lost", retryAt: performance.now() + delay };
    attempt += 1;
    retry = setTimeout(connect, delay);
  };
  const connect = () => {
    shut();
    if (!opened && attempt === 0) lineSignal.value = { state: "connecting" };
    source = listen(search, {
      opened: () => {
        attempt = 0;
        lineSignal.value = { state: "open" };
        if (opened) {
          listener.opened();
          alertNews.value += 1;
        }
        opened = true;
      },
      heard,
      lost,
      news: listener.news,
    });
    heard();
  };
  // Browsers allow six connections to a server: pages that nobody looks at must not hold them.
  const look = () => {
    if (document.hidden) {
      shut();
      lineSignal.value = { state: "closed" };
    } else {
      attempt = 0;
      connect();
    }
  };
  document.addEventListener("visibilitychange", look);
  if (!document.hidden) connect();
  return () => {
    document.removeEventListener("visibilitychange", look);
    shut();
    lineSignal.value = { state: "closed" };
  };
}

/** Live values and alerts of what the page watches: a site or a device, by id; neither: the alerts of everything that one sees. */
export function useLive(
  watch: { readonly site?: string; readonly device?: string },
  listener: Listener,
): void {
  const { site, device } = watch;
  useEffect(() => {
    const params = new URLSearchParams({ lang: language.value });
    if (site !== undefined) params.set("site", site);
    if (device !== undefined) params.set("device", device);
    return openLine(`?${params.toString()}`, listener);
    // The listener only reaches into the resource of the same key.
  }, [site, device]);
}
