import { dateOf } from "../core/assets/dates.ts";
import { HOUR, SECOND, type Clock } from "../core/clock.ts";
import { say, type Language } from "../core/messages/say.ts";
import { FaultError, type Result } from "../core/result.ts";
import type { Registry } from "./ports.ts";

/** This machine's own page should move while a person looks at it. */
const LOCAL_HOST_EVERY_MS = 5 * SECOND;

/**
 * The smallest organisation that the local agent can belong to: made once, at the first start. Gives the id of this
 * machine's site.
 */
export async function firstOrganisation(
  registry: Registry,
  clock: Clock,
  language: Language,
): Promise<string> {
  const known = await registry.setting("local_site");
  if (known !== undefined) return known;
  const validFrom = dateOf(clock.now());
  const unit = must(
    await registry.addUnit({
      name: say(language, "server.first.unit"),
      kind: "commune",
      parent: null,
      validFrom,
    }),
  );
  const site = must(await registry.addSite({ unit: unit.id, name: say(language, "server.first.site") }));
  await registry.setHostEvery(site.id, LOCAL_HOST_EVERY_MS);
  must(
    await registry.addTarget(site.id, { name: say(language, "server.first.target"), address: "127.0.0.1" }),
  );
  await registry.setSetting("local_site", site.id);
  return site.id;
}

/** A token for the local agent: one use, one hour. */
export async function localToken(
  registry: Registry,
  site: string,
  clock: Clock,
  newToken: () => { readonly secret: string; readonly hash: string },
): Promise<string> {
  const { secret, hash } = newToken();
  must(await registry.addToken(site, { hash, expiresAt: clock.now() + HOUR, uses: 1 }));
  return secret;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new FaultError(result.fault.code, result.fault.params);
  return result.value;
}
