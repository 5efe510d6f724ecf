import type { JSX } from "preact";

const PATHS = {
  today: <path d="M3 4.500h12M3 9h12M3 13.500h7" />,
  alerts: <path d="M9 2.500 16.500 15.500h-15zM9 7v4M9 13.300h.01" />,
  devices: (
    <>
      <rect x="2" y="3" width="14" height="4.500" rx="1" />
      <rect x="2" y="10.500" width="14" height="4.500" rx="1" />
      <path d="M5 5.300h.01M5 12.800h.01M8.500 5.300h4M8.500 12.800h4" />
    </>
  ),
  assets: <path d="M3 3h12v12H3zM3 7h12M6 10h6M6 12.500h4" />,
  plan: <path d="M3 2.500v13h12.500M6.500 12V9M9.500 12V6M12.500 12V7.500" />,
  settings: (
    <>
      <path d="M3 5h5M12 5h3M3 13h3M10 13h5" />
      <circle cx="10" cy="5" r="2" />
      <circle cx="8" cy="13" r="2" />
    </>
  ),
  search: (
    <>
      <circle cx="8" cy="8" r="4.500" />
      <path d="m11.500 11.500 4 4" />
    </>
  ),
  close: <path d="m5 5 8 8m0-8-8 8" />,
  sun: (
    <>
      <circle cx="9" cy="9" r="3" />
      <path d="M9 2v1.500M9 14.500V16M2 9h1.500M14.500 9H16M4 4l1 1M13 13l1 1M14 4l-1 1M5 13l-1 1" />
    </>
  ),
  moon: <path d="M14.500 11A6 6 0 0 1 7 3.500a6 6 0 1 0 7.500 7.500z" />,
  leave: <path d="M7 3H4a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3M11.500 12l3-3-3-3M14.500 9H7" />,
} as const satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof PATHS;

/** A drawing beside words; where it stands alone, its button carries the words. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      stroke-width="1.500"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}

/** The banyan. */
export function Logo({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0f766e" />
      <path
        fill="none"
        stroke="#fff"
        stroke-width="2.400"
        stroke-linecap="round"
        stroke-linejoin="round"
        d="M16 26V13M10 26v-8M22 26v-8M5.500 15.500C5.500 9.800 10 6 16 6s10.500 3.800 10.500 9.500M5.500 15.500h21"
      />
    </svg>
  );
}
