import { MINUTE } from "../../../core/clock.ts";
import type { StoredBlock } from "../../../server/ports.ts";

/** Blocks of which everything follows from the number, so that what is stored can be compared value by value. */
export const BLOCKS_START = Date.UTC(2026, 10, 20);
export const BLOCK_ENTITIES = Array.from({ length: 10 }, (_, i) => `port:sw${i}/Gi0/${i}`);
const ROWS = 5;

export function blockAt(number: number): StoredBlock {
  const entity = BLOCK_ENTITIES[number % BLOCK_ENTITIES.length] ?? "";
  const at = Array.from({ length: ROWS }, (_, row) => BLOCKS_START + (number * ROWS + row) * (MINUTE / 60));
  return {
    block: `017f22e2-79b0-7cc3-98c6-${number.toString(16).padStart(12, "0")}`,
    site: `site-${number % 3}`,
    receivedAt: BLOCKS_START,
    samples: [
      { entity, at, fields: { in_octets: at.map((time) => valueOf(time)), in_errors: at.map(() => number) } },
    ],
  };
}

const valueOf = (time: number) => ((time * 7_919) % 1e9) / 7;
