import { parseEntityRef } from "../../core/entities.ts";
import type { Subject } from "../../core/alerting/types.ts";
import type { Lab } from "./lab.ts";

/** A subject as the scenarios write it: "site" for the first commune, else the name of the thing, a port's after it. */
export async function subjectName(lab: Lab, { kind, key, site, device }: Subject): Promise<string> {
  if (kind === "site") return site === lab.sites[0] ? "site" : "other site";
  const { owner, part } = parseEntityRef(key) ?? { owner: key, part: "" };
  if (kind === "target") return (await lab.registry.target(owner))?.name ?? key;
  if (kind === "service" || kind === "district") return serviceName(lab, key, owner);
  const record = await lab.registry.device(device ?? owner);
  const name = record?.name ?? record?.inventory?.value.hostname ?? key;
  return kind === "port" ? `${name} ${part}` : name;
}

async function serviceName(lab: Lab, key: string, owner: string): Promise<string> {
  const services = await lab.registry.services();
  const check = (await lab.registry.checks()).find(({ id }) => id === owner);
  const found = services.find(({ id }) => id === check?.service || key.includes(id));
  return found?.name ?? key;
}
