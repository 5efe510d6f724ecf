import type { DeviceEvidence } from "./evidence.ts";
import type { AssetTables, SupportRow } from "./tables.ts";

/** Support of a network device: of its firmware by version, and of the hardware by model. */
export interface DeviceSupport {
  readonly firmware: SupportRow | undefined;
  readonly hardware: SupportRow | undefined;
}

/** Products of the table by what stands in the device's vendor, model or version. */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/fortinet|fortigate|fortios/i, "FortiOS"],
  [/ios[- ]?xe/i, "IOS XE"],
  [/palo ?alto|pan-?os/i, "PAN-OS"],
  [/openwrt/i, "OpenWrt"],
];

/** Rows without a known end raise nothing and are not answered. */
export function deviceSupport(
  { vendor = "", model = "", version = "" }: Pick<DeviceEvidence, "vendor" | "model" | "version">,
  tables: Pick<AssetTables, "support">,
): DeviceSupport {
  const text = `${vendor} ${model} ${version}`;
  const product = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1];
  const numbers = /(\d+(?:\.\d+)+)/.exec(version)?.[1];
  const firmware =
    product === undefined || numbers === undefined
      ? undefined
      : tables.support.find(
          (row) =>
            row.kind === "network_os" &&
            row.product === product &&
            (numbers === row.version || numbers.startsWith(`${row.version}.`)),
        );
  return { firmware, hardware: hardwareOf(`${vendor} ${model}`, tables.support) };
}

function hardwareOf(text: string, rows: readonly SupportRow[]): SupportRow | undefined {
  const words = text.toUpperCase().split(/\s+/);
  let best: SupportRow | undefined;
  let length = 0;
  for (const row of rows) {
    for (const model of row.models ?? []) {
      if (model.length > length && words.some((word) => word.startsWith(model))) {
        best = row;
        length = model.length;
      }
    }
  }
  return best;
}
