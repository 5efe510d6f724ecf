import type { SignalSource } from "../site-model.ts";
import { devices } from "./devices.ts";
import { equipment } from "./equipment.ts";
import { pcs } from "./pcs.ts";
import { ports } from "./ports.ts";
import { site } from "./site.ts";
import { targets } from "./targets.ts";

/** Everything that gives signals, in the order in which it is asked. */
export const SIGNAL_SOURCES: readonly SignalSource[] = [site, devices, ports, targets, equipment, pcs];
