import { randomFillSync } from "node:crypto";
import { createEngine, type EngineSettings } from "./engine/engine.ts";
import type { OpenSession } from "./protocol.ts";

type OpenerSettings = Omit<EngineSettings, "random"> & Partial<Pick<EngineSettings, "random">>;

/**
 * The sessions that the product asks devices with: our own engine, in every version. (`session.ts` does the same on
 * net-snmp; tests hold the two together.) Request ids are unguessable: in versions 1 and 2c nothing else tells an
 * answer from a lie that is sent in the device's name.
 */
export const createOpener = (settings: OpenerSettings): OpenSession =>
  createEngine({ random: unguessable(), ...settings });

/** Numbers from 0 to 1, from the system's generator. */
function unguessable(): () => number {
  const pool = new Uint32Array(256);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    const number = pool[at] ?? 0;
    at += 1;
    return number / 2 ** 32;
  };
}
