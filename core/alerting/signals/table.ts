import type { SignalSource } from "../site-model.ts";
import { cards } from "../inferred/cards.ts";
import { hostsLost } from "../inferred/hosts-lost.ts";
import { lanFacts } from "../inferred/lan-facts.ts";
import { loss } from "../inferred/loss.ts";
import { services } from "../services.ts";
import { devices } from "./devices.ts";
import { equipment } from "./equipment.ts";
import { pcs } from "./pcs.ts";
import { ports } from "./ports.ts";
import { site } from "./site.ts";
import { stp } from "./stp.ts";
import { targets } from "./targets.ts";

/** Everything that gives signals, in the order in which it is asked. */
export const SIGNAL_SOURCES: readonly SignalSource[] = [
  site,
  devices,
  ports,
  stp,
  targets,
  equipment,
  pcs,
  services,
  loss,
  cards,
  lanFacts,
  hostsLost,
];
