import type { ModelDevice, ModelPort, ReadingPair } from "../site-model.ts";
import type { Subject } from "../types.ts";

/** A port with its newest readings: read once, shared by all of its rules. */
export interface PortNow {
  readonly device: ModelDevice;
  readonly port: ModelPort;
  readonly entity: string;
  /** `device/part`, as the LAN map names it. */
  readonly place: string;
  readonly subject: Subject;
  readonly pair: ReadingPair;
}

/** IANAifType of what has a cable: Ethernet in its spellings, aggregates. Cards of PCs often say none. */
const WIRED = new Set([6, 26, 62, 69, 117, 161]);
export const isWired = ({ ifType }: ModelPort): boolean => ifType === undefined || WIRED.has(ifType);
