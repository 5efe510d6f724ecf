import type { Fault } from "../../core/result.ts";
import type { Block } from "../../core/wire/block.ts";
import type { EntityRefs } from "./check-block.ts";

/** The site that a device, target or agent belongs to; answers at once when it is known. */
export type SiteOf = (owner: string) => string | undefined | Promise<string | undefined>;

/**
 * The first part of a block that does not belong to the sender's site. The block's own agent may be an earlier
 * enrolment of the same PC: what that one measured still waits in its spool.
 */
export async function foreignPart(
  block: Block,
  site: string,
  siteOf: SiteOf,
  refs: EntityRefs,
): Promise<Fault | undefined> {
  for (const { owner, field } of owners(block, refs)) {
    const found = siteOf(owner);
    const home = typeof found === "object" ? await found : found;
    if (home !== site) return { code: "entity_foreign", params: { field } };
  }
  return undefined;
}

function* owners(block: Block, refs: EntityRefs): Generator<{ owner: string; field: string }> {
  yield { owner: block.agent, field: "agent" };
  for (const { entity } of block.samples) {
    yield { owner: refs(entity)?.owner ?? "", field: entity };
  }
  for (const [index, event] of block.events.entries()) {
    if ("device" in event) yield { owner: event.device, field: `events.${index}.device` };
    if ("entity" in event) yield { owner: refs(event.entity)?.owner ?? "", field: `events.${index}.entity` };
  }
  for (const [index, { device }] of block.facts.entries())
    yield { owner: device, field: `facts.${index}.device` };
}
