import type { Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import type { Memory } from "./memory.ts";
import type { RollupFiles } from "./rollup-files.ts";

/** What the parts of an open store share. */
export interface StoreParts {
  readonly dir: string;
  readonly origin: number;
  readonly memory: Memory;
  readonly files: ChunkFiles;
  readonly cold: ColdDays;
  readonly rollups: RollupFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly damaged: (name: string) => void;
}
