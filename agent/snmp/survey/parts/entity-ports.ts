import { indexIn } from "../../oid.ts";
import type { Ask } from "../ask.ts";
import { arcsOf } from "./values.ts";

/** entAliasMappingIdentifier, ENTITY-MIB (RFC 6933), index PHYSICAL.LOGICAL: the interface that a physical port is. */
const ALIAS = "1.3.6.1.2.1.47.1.3.2.1.2";
const IF_INDEX = "1.3.6.1.2.1.2.2.1.1";

/** entPhysicalIndex → ifIndex. */
export const readAliases = (ask: Ask): Promise<ReadonlyMap<number, number>> =>
  ask.once("entity aliases", async () => {
    const aliases = new Map<number, number>();
    for (const [index, { alias }] of await ask.table({ alias: ALIAS })) {
      const ifIndex = alias?.type === "oid" ? indexIn(IF_INDEX, alias.value) : undefined;
      const [physical = 0] = arcsOf(index);
      if (ifIndex !== undefined && /^\d+$/.test(ifIndex)) aliases.set(physical, Number(ifIndex));
    }
    return aliases;
  });
