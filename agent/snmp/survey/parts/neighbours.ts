import type { Neighbour } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";
import { readCdp, readFdp } from "./neighbours-cdp.ts";
import { readLldp } from "./neighbours-lldp.ts";
import { readEdp, readNdp } from "./neighbours-vendor.ts";

/** Who sits at the other end of each cable, as the devices told each other. */
export const readNeighbours: ReadPart<readonly Neighbour[]> = async (ask, known) => {
  const found = await Promise.all([
    readLldp(ask),
    readCdp(ask),
    readFdp(ask, known),
    readEdp(ask, known),
    readNdp(ask, known),
  ]);
  return found.flat();
};
