import { serialText } from "./placeholders.ts";
import type { Asset } from "./types.ts";

/** Which device of the network may be which thing in the books. */

export const LINK_KEYS = ["serial", "mac", "code", "name"] as const;
/** What both say, in the order of trust. */
export type LinkKey = (typeof LINK_KEYS)[number];

export interface KnownDevice {
  readonly id: string;
  /** As pages show it: what people call it, else what it calls itself. */
  readonly name: string;
  readonly serials: readonly (string | null | undefined)[];
  readonly macs: readonly (string | null | undefined)[];
}
export type LinkAsset = Pick<Asset, "id" | "name" | "serial" | "mac" | "code" | "device">;

export interface Suggested {
  readonly asset: string;
  readonly device: string;
  readonly by: LinkKey;
  /** What both say, as it was compared. */
  readonly value: string;
  /** Another asset or device would fit as well: a person must look. */
  readonly ambiguous: boolean;
}

/**
 * Pairs of an asset and a device that say the same, by whichever tells first of serial, MAC address, code and name. What is
 * linked already takes no part. Where several would fit, the first is shown and marked; a device that was given without doubt
 * is offered to no other asset.
 */
export function suggestLinks(
  assets: readonly LinkAsset[],
  devices: readonly KnownDevice[],
): readonly Suggested[] {
  const taken = new Set(assets.flatMap(({ device }) => device ?? []));
  const free = devices.filter(({ id }) => !taken.has(id));
  const open = assets.filter(({ device }) => device === null);
  const done = new Set<string>();
  return LINK_KEYS.flatMap((by) => suggestBy(by, open, free, done));
}

/** `done`: ids of assets and devices that need no further look; grows. */
function suggestBy(
  by: LinkKey,
  assets: readonly LinkAsset[],
  devices: readonly KnownDevice[],
  done: Set<string>,
): readonly Suggested[] {
  const byValue = new Map<string, KnownDevice[]>();
  for (const device of devices) {
    if (done.has(device.id)) continue;
    for (const value of deviceValues(device, by)) byValue.set(value, [...(byValue.get(value) ?? []), device]);
  }
  const waiting = assets.filter(({ id }) => !done.has(id));
  const alike = Map.groupBy(waiting, (asset) => assetValue(asset, by));
  return waiting.flatMap((asset) => {
    const value = assetValue(asset, by);
    const fits = value === "" ? [] : (byValue.get(value) ?? []).filter(({ id }) => !done.has(id));
    const [first] = fits;
    if (first === undefined) return [];
    const ambiguous = fits.length > 1 || (alike.get(value)?.length ?? 0) > 1;
    done.add(asset.id);
    if (!ambiguous) done.add(first.id);
    return [{ asset: asset.id, device: first.id, by, value, ambiguous }];
  });
}

const plain = (text: string | null | undefined): string => (text ?? "").normalize("NFC").trim().toLowerCase();
const serialOf = (text: string | null | undefined): string => plain(serialText(text));
/** "AA-BB-CC-00-11-22" and "aa:bb:cc:00:11:22" are one card; all zeros are none. */
const macOf = (text: string | null | undefined): string => {
  const digits = plain(text).replaceAll(/[^0-9a-f]/g, "");
  return digits.length === 12 && !/^0+$/.test(digits) ? digits.replaceAll(/..(?!$)/g, "$&:") : "";
};

function assetValue({ serial, mac, code, name }: LinkAsset, by: LinkKey): string {
  switch (by) {
    case "serial":
      return serialOf(serial);
    case "mac":
      return macOf(mac);
    case "code":
      return plain(code);
    case "name":
      return plain(name);
  }
}

function deviceValues({ name, serials, macs }: KnownDevice, by: LinkKey): ReadonlySet<string> {
  const values = by === "serial" ? serials.map(serialOf) : by === "mac" ? macs.map(macOf) : [plain(name)];
  return new Set(values.filter((value) => value !== ""));
}
