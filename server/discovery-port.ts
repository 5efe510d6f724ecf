import type { Actor } from "./people-port.ts";
import type { Result } from "../core/result.ts";
import type { DiscoveryInput, DiscoveryView, FoundView } from "../core/wire/discovery.ts";

/** Discovery of a site: its settings (credentials are write-only), and what was found there. */
export interface Discovery {
  /** Undefined when there is no such site. Who made a card is not the registry's business. */
  discovery(site: string): Promise<SiteDiscovery | undefined>;
  /** Also asks for a sweep. Faults: `sweep_range_invalid`, `sweep_range_large`, `not_found` (a credential). */
  setDiscovery(site: string, input: DiscoveryInput, by?: Actor): Promise<Result<null>>;
  /** Fault: `discovery_off`. */
  scanNow(site: string, by?: Actor): Promise<Result<null>>;
  /**
   * Makes a device of what was found, with the credential that worked; of a known device that moved, takes the new
   * address over. Answers the device's id. Faults: `not_found`, `already_exists`.
   */
  acceptFound(site: string, found: string, by?: Actor): Promise<Result<string>>;
  /** Fault: `not_found`. */
  ignoreFound(site: string, found: string, ignored: boolean, by?: Actor): Promise<Result<null>>;
}

type SiteDiscovery = Omit<DiscoveryView, "siteName" | "found"> & {
  readonly found: readonly Omit<FoundView, "vendor" | "deviceName">[];
};
