import { computed, signal } from "@preact/signals";
import { parsePath, withQuery } from "../lib/router.ts";

/** The address bar, as a signal. */
const place = signal({ path: window.location.pathname, search: window.location.search });

export const path = computed(() => place.value.path);
export const route = computed(() => parsePath(place.value.path));
export const query = computed(() => new URLSearchParams(place.value.search));

function follow(): void {
  place.value = { path: window.location.pathname, search: window.location.search };
}

/** Goes to a page of ours; `replace` leaves no step in the browser's history. */
export function navigate(href: string, replace = false): void {
  const leaves = href.split("?", 1)[0] !== window.location.pathname;
  history[replace ? "replaceState" : "pushState"](null, "", href);
  follow();
  if (leaves) window.scrollTo(0, 0);
}

/** Changes parameters of the address without leaving the page or adding a step to the history. */
export function setQuery(change: Readonly<Record<string, string | undefined>>): void {
  navigate(`${place.value.path}${withQuery(place.value.search, change)}`, true);
}

/** The address that a click asks us to open in place; undefined when the browser should do what it always does. */
function ownLink(event: MouseEvent): string | undefined {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !plain || !(event.target instanceof Element)) return undefined;
  // A file is fetched by the browser itself.
  const link = event.target.closest<HTMLAnchorElement>("a:not([download])");
  if (link === null || link.target !== "") return undefined;
  const ours = link.origin === window.location.origin && link.hash === "";
  return ours ? link.pathname + link.search : undefined;
}

/** Lets plain clicks on our own links change the page without loading it anew; called once. */
export function startLocation(): void {
  window.addEventListener("popstate", follow);
  document.addEventListener("click", (event) => {
    const href = ownLink(event);
    if (href === undefined) return;
    event.preventDefault();
    navigate(href);
  });
}
