import type { Board } from "../board.ts";
import { age } from "./age.ts";
import { agents } from "./agents.ts";
import { district } from "./district.ts";
import { pcs } from "./pcs.ts";
import { portBoard } from "./port.ts";
import { printers } from "./printers.ts";
import { site } from "./site.ts";
import { switchBoard } from "./switch.ts";
import { upsBoard } from "./ups.ts";

/** Every dashboard, one line each. */
export const BOARDS: readonly Board[] = [
  district,
  site,
  switchBoard,
  portBoard,
  pcs,
  upsBoard,
  printers,
  age,
  agents,
];
