import type { DeviceClass } from "../core/survey.ts";
import type { AgentRecord, DeviceRecord } from "./ports.ts";

/** What a person calls it, else what it calls itself, else where it is. */
export function nameOf(
  { id, name, facts, inventory, address }: DeviceRecord,
  agent: Pick<AgentRecord, "hostname"> | undefined,
): string {
  const names = [name, facts?.name, inventory?.value.hostname, agent?.hostname, address];
  return names.find((one) => typeof one === "string" && one !== "") ?? id;
}

/** What a person said that it is, else what its own words make of it. */
export const classOf = ({ class: said, identity }: DeviceRecord): DeviceClass =>
  said === "unknown" ? (identity?.value.class ?? said) : said;
