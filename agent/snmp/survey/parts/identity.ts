import type { Identity } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import type { System } from "../system.ts";

export async function readIdentity(_ask: Ask, { system }: Known & { readonly system: System }): Promise<Identity> {
  const { name, location, contact, description, objectId } = system;
  return {
    ...(name === undefined ? {} : { name }),
    ...(location === undefined ? {} : { location }),
    ...(contact === undefined ? {} : { contact }),
    ...(description === "" ? {} : { description }),
    ...(objectId === "" ? {} : { objectId }),
    from: {},
  };
}
