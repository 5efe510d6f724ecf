import type { WirelessReading } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readWireless: ReadPart<WirelessReading | undefined> = async () => undefined;
