import { quietOf, spansToRead, type Past, type PastHost, type Quiet } from "../../core/alerting/outage.ts";
import type { SiteModel } from "../../core/alerting/site-model.ts";
import type { AlertState } from "../../core/alerting/types.ts";
import { MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import type { SampleStore } from "../ports.ts";

type PastStore = Pick<SampleStore, "raw" | "last">;

/** What a site has sent of the times in which nothing was heard of it, by the alert that missed it. */
export interface PastReader {
  of(
    model: SiteModel,
    open: readonly AlertState[],
    now: Instant,
    silentMs: number | undefined,
  ): Promise<ReadonlyMap<string, Past>>;
}

/** Once it is over late readings trickle in: there is no hurry. */
const AGAIN = MINUTE;
/** So many PCs tell as well as hundreds. */
const MOST_HOSTS = 40;
/** What an agent keeps while it sends is what it has just read; more is what it could not send before. */
const SENDING = 2;
// upsOutputSource (RFC 1628)
const BATTERY = 5;

export function createPastReader(store: PastStore): PastReader {
  const readAt = new Map<string, Instant>();
  return {
    async of(model, open, now, silentMs) {
      const past = new Map<string, Past>();
      for (const state of open) {
        const quiet = quietOf(state, now, silentMs);
        if (quiet === undefined) {
          readAt.delete(state.id);
          continue;
        }
        const since = now - (readAt.get(state.id) ?? 0);
        if (state.phase === "resolved" && since >= 0 && since < AGAIN) continue;
        readAt.set(state.id, now);
        past.set(state.id, await read(store, model, quiet));
      }
      return past;
    },
  };
}

async function read(store: PastStore, model: SiteModel, quiet: Quiet): Promise<Past> {
  const spans = spansToRead(quiet);
  const hosts: PastHost[] = [];
  const ups: { at: Instant; onBattery: boolean }[] = [];
  for (const { id, agent } of model.devices) {
    if (agent !== undefined && hosts.length < MOST_HOSTS) {
      const uptimes = await column(store, `host:${id}`, "uptime", spans);
      if (uptimes.length === 0) continue;
      const gateway = await column(store, `peer:${id}/gateway`, "received", spans);
      hosts.push({
        id,
        uptimes: uptimes.map(({ at, value }) => ({ at, bootAt: at - value * SECOND })),
        gateway: gateway.map(({ at, value }) => ({ at, answered: value > 0 })),
        complete: isComplete(store, agent.id, quiet),
      });
    } else if (store.last(`ups:${id}`) !== undefined) {
      const sources = await column(store, `ups:${id}`, "output_source", spans);
      ups.push(...sources.map(({ at, value }) => ({ at, onBattery: value === BATTERY })));
    }
  }
  return { hosts, ups: ups.toSorted((a, b) => a.at - b.at) };
}

/** It has said, since it is heard again, that nothing is left to be sent. */
function isComplete(store: PastStore, agent: string, { to }: Quiet): boolean {
  const blocks = store.last(`agent:${agent}`)?.get("spool_blocks");
  return blocks !== undefined && blocks.at >= to && blocks.value <= SENDING;
}

async function column(
  store: PastStore,
  entity: string,
  field: string,
  spans: ReturnType<typeof spansToRead>,
): Promise<readonly { readonly at: Instant; readonly value: number }[]> {
  const found: { at: Instant; value: number }[] = [];
  for (const [from, to] of spans) {
    const { at, fields } = await store.raw(entity, from, to, [field]);
    for (const [i, value] of (fields[field] ?? []).entries()) {
      const when = at[i];
      if (value !== null && when !== undefined) found.push({ at: when, value });
    }
  }
  return found;
}
