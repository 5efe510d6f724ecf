import type { Identity } from "../../../core/survey.ts";
import type { Ask } from "./ask.ts";
import type { Knowledge } from "./knowledge.ts";

/** What was read of the device before its parts are. */
export interface Known {
  /** sysDescr, cleaned; "" when the device has none. */
  readonly description: string;
  /** sysObjectID; "" when the device has none. */
  readonly objectId: string;
  /** Enterprise numbers (IANA) below which the device has objects, and the one of sysObjectID. */
  readonly enterprises: ReadonlySet<number>;
  /** What is known of makers (`config/devices`), those first that concern this device. */
  readonly knowledge: readonly Knowledge[];
}

/** Reads one part of a survey. */
export type ReadPart<T> = (ask: Ask, known: Known) => Promise<T>;
/** … and what the thing is, where the part depends on it. */
export type ReadPartOf<T> = (ask: Ask, known: Known & { readonly identity: Identity }) => Promise<T>;
