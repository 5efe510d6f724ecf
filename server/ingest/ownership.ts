import type { Fault } from "../../core/result.ts";
import type { Block } from "../../core/wire/block.ts";
import type { EntityRefs } from "./check-block.ts";

/** The site of what has this id; answers at once when it is known. */
type SiteOf = (id: string) => string | undefined | Promise<string | undefined>;

/** Whose site is asked for: of an entity's owner (device, target, service check or agent), or of a device and nothing else. */
export interface Owners {
  readonly any: SiteOf;
  readonly device: SiteOf;
}

/**
 * The first part of a block that does not belong to the sender's site. The block's own agent may be an earlier
 * enrolment of the same PC: what that one measured still waits in its spool.
 */
export async function foreignPart(
  block: Block,
  site: string,
  siteOf: Owners,
  refs: EntityRefs,
): Promise<Fault | undefined> {
  for (const { owner, field, kind } of owners(block, refs)) {
    const found = siteOf[kind](owner);
    const home = typeof found === "object" ? await found : found;
    if (home !== site) return { code: "entity_foreign", params: { field } };
  }
  return undefined;
}

interface Owner {
  readonly owner: string;
  readonly field: string;
  readonly kind: keyof Owners;
}

function* owners(block: Block, refs: EntityRefs): Generator<Owner> {
  yield { owner: block.agent, field: "agent", kind: "any" };
  for (const { entity } of block.samples) {
    yield { owner: refs(entity)?.owner ?? "", field: entity, kind: "any" };
  }
  for (const [index, event] of block.events.entries()) {
    if ("device" in event) yield { owner: event.device, field: `events.${index}.device`, kind: "device" };
    if ("entity" in event) {
      yield { owner: refs(event.entity)?.owner ?? "", field: `events.${index}.entity`, kind: "any" };
    }
  }
  for (const [index, { device }] of block.facts.entries()) {
    yield { owner: device, field: `facts.${index}.device`, kind: "device" };
  }
}
