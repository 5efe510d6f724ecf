import { MINUTE } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { AGENT_PATHS, PROTOCOL } from "../../core/wire/limits.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { DemoSender } from "../../server/planning/demo-devices.ts";
import { demoReading } from "../../server/planning/demo-samples.ts";
import type { DemoWritten } from "../../server/planning/demo-write.ts";
import { realClock } from "../support/real-clock.ts";

/** One made agent: what it sends each minute. */
interface Reporter extends DemoSender {
  readonly things: DemoWritten["evidence"];
  /** It asks what to do, and so is the one that polls its site. */
  readonly polls: boolean;
  readonly targets: readonly string[];
}

/** Of so many PCs one is switched off, as in any office. */
const OFF_ONE_OF = 19;
/** How long the first round takes. */
const FIRST_ROUND_MS = 8_000;

export interface Reports {
  /** Sends no more; waits for what is on its way. */
  stop(): Promise<void>;
}

/**
 * The made headquarters go on reporting: each PC as an agent of its own, once a minute over the agents' real door; the
 * first of each site for what is polled there, too.
 */
export function startReports(
  url: string,
  written: DemoWritten,
  past: number,
  targets: ReadonlyMap<string, string>,
): Reports {
  const reporters = reportersOf(written, targets);
  const waiting = new Set<ReturnType<typeof setTimeout>>();
  const sending = new Set<Promise<void>>();
  let told = false;
  const after = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      run();
    }, ms);
    waiting.add(timer);
  };
  const turn = (one: Reporter): void => {
    after(MINUTE, () => turn(one));
    const sent = report(url, written, past, one).catch((error: unknown) => {
      if (!told) process.stderr.write(`made agent ${one.agent}: ${String(error)}\n`);
      told = true;
    });
    sending.add(sent);
    void sent.then(() => sending.delete(sent));
  };
  for (const [at, one] of reporters.entries()) {
    after((at * FIRST_ROUND_MS) / reporters.length, () => {
      turn(one);
    });
  }
  return {
    async stop() {
      for (const timer of waiting) clearTimeout(timer);
      await Promise.all(sending);
    },
  };
}

function reportersOf(
  { evidence, devices, sites }: DemoWritten,
  targets: ReadonlyMap<string, string>,
): readonly Reporter[] {
  const polled = Map.groupBy(
    evidence.filter(({ device, pc }) => device !== undefined && pc === undefined),
    ({ asset }) => sites.get(asset.site ?? "") ?? "",
  );
  const pcs = evidence.filter(({ device, pc }) => device !== undefined && pc !== undefined);
  return pcs.flatMap((one, at): Reporter[] => {
    const sender = devices.senders.get(devices.ids.get(one.device?.id ?? "") ?? "");
    if (sender === undefined) return [];
    const polls = devices.agents.get(sender.site) === sender.agent;
    if (!polls && at % OFF_ONE_OF === OFF_ONE_OF - 1) return [];
    const target = targets.get(sender.site);
    return [
      Object.assign({}, sender, {
        polls,
        things: polls ? [one, ...(polled.get(sender.site) ?? [])] : [one],
        targets: polls && target !== undefined ? [target] : [],
      }),
    ];
  });
}

async function report(url: string, written: DemoWritten, past: number, one: Reporter): Promise<void> {
  const now = realClock.now();
  const headers = { authorization: `Bearer ${one.secret}`, "content-type": "application/json" };
  if (one.polls) await (await fetch(url + AGENT_PATHS.assignment, { headers })).arrayBuffer();
  const samples = [
    ...one.things.flatMap((thing) => demoReading(written, thing, now, past)),
    ...one.targets.map((target) => pinged(target, now)),
  ];
  const block = {
    protocol: PROTOCOL,
    agent: one.agent,
    block: uuidv7(now, (bytes) => crypto.getRandomValues(bytes)),
    madeAt: now,
    samples,
    events: [],
    facts: [],
  };
  const answer = await fetch(url + AGENT_PATHS.blocks, {
    method: "POST",
    headers,
    body: JSON.stringify(block),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
}

function pinged(target: string, now: number): SampleColumns {
  const rtt = Math.round((4 + Math.random() * 6) * 100) / 100;
  const fields = { sent: [5], received: [5], loss: [0], rtt_avg: [rtt] };
  return { entity: `target:${target}`, at: [now], fields };
}
