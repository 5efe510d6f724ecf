import { join } from "node:path";
import type { Instant } from "../core/clock.ts";
import { type Language, say, sayAny } from "../core/messages/say.ts";
import type { AgentConfig } from "./config.ts";
import { readIdentity } from "./enrol.ts";
import { lockFolder } from "./lock.ts";
import { spoolFolder, stateFile } from "./paths.ts";
import { diskBytes, lookInto, parseName } from "./spool-files.ts";
import { readState } from "./state.ts";

export interface Status {
  /** Lines for a person. */
  readonly lines: readonly string[];
  /** Enrolled, and nothing wrong between the agent and its server. */
  readonly good: boolean;
}

/** How the agent on this PC is doing, seen from outside: it may be running as a service, or not at all. */
export async function agentStatus({ dataDir, language }: AgentConfig): Promise<Status> {
  const identity = await readIdentity(dataDir);
  if (identity === undefined)
    return { lines: [sayAny(language, "fault.agent_not_enrolled", {}) ?? ""], good: false };
  const state = await readState(stateFile(dataDir));
  const running = await isRunning(dataDir);
  const { trouble, lastContact, dropped } = state;
  const contact =
    lastContact === undefined
      ? say(language, "agent.status.noContact")
      : say(language, "agent.status.contact", { at: when(lastContact, language) });
  const lines = [
    say(language, "agent.status.site", { site: identity.site.name, server: identity.server }),
    say(language, running ? "agent.status.running" : "agent.status.stopped"),
    contact,
    ...(await spoolLines(dataDir, language)),
  ];
  const points = dropped.full + dropped.old;
  if (points > 0) lines.push(say(language, "agent.status.dropped", { points }));
  if (trouble === undefined) {
    lines.push(say(language, "agent.status.noTrouble"));
  } else {
    const { code, params } = trouble.fault;
    const says = sayAny(language, `fault.${code}`, params) ?? code;
    lines.push(say(language, "agent.status.trouble", { at: when(trouble.at, language), says }));
  }
  return { lines, good: trouble === undefined };
}

async function isRunning(dataDir: string): Promise<boolean> {
  const lock = await lockFolder(dataDir);
  await lock?.release();
  return lock === undefined;
}

async function spoolLines(dataDir: string, language: Language): Promise<string[]> {
  const folder = spoolFolder(dataDir);
  const waiting = (await lookInto(folder)).filter((name) => parseName(name) !== undefined);
  const parked = await lookInto(join(folder, "parked"));
  const oldest = parseName(waiting[0] ?? "")?.madeAt;
  const bytes = waiting.reduce((sum, name) => sum + diskBytes(name), 0);
  const lines = [
    oldest === undefined
      ? say(language, "agent.status.empty")
      : say(language, "agent.status.spool", {
          blocks: waiting.length,
          size: number(bytes / 1e6, language),
          oldest: when(oldest, language),
        }),
  ];
  if (parked.length > 0) lines.push(say(language, "agent.status.parked", { blocks: parked.length }));
  return lines;
}

const LOCALES: Readonly<Record<Language, string>> = { vi: "vi-VN", en: "en-GB" };
const number = (value: number, language: Language): string =>
  value.toLocaleString(LOCALES[language], { maximumFractionDigits: 1 });
const when = (at: Instant, language: Language): string =>
  new Date(at).toLocaleString(LOCALES[language], { dateStyle: "short", timeStyle: "short" });
