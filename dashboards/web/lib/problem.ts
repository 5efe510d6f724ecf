import { say } from "../../../core/messages/say-web.ts";
import type { Language } from "../../../core/messages/speaker.ts";

/** Why the server's answer is not what was asked for. Pure. */
export type Problem =
  | { readonly kind: "offline" }
  | { readonly kind: "fault"; readonly status: number; readonly code: string; readonly says: string }
  /** Something between us and the server answered (a proxy, another program on the port). */
  | { readonly kind: "strange"; readonly status: number };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** The fault in the body of an answer that is not 2xx; whatever else stands there is "strange", never a crash. */
export function readProblem(status: number, body: unknown): Problem {
  const error = property(body, "error");
  const [code, says] = [property(error, "code"), property(error, "says")];
  return typeof code === "string" && typeof says === "string"
    ? { kind: "fault", status, code, says }
    : { kind: "strange", status };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The sentence to show. */
export function sayProblem(problem: Problem, language: Language): string {
  switch (problem.kind) {
    case "offline":
      return say(language, "web.view.offline");
    case "fault":
      return problem.says;
    case "strange":
      return say(language, "web.view.strange", { status: problem.status });
  }
}

/** The code to tell somebody on the phone; undefined where there is none. */
export function codeOf(problem: Problem): string | undefined {
  switch (problem.kind) {
    case "offline":
      return undefined;
    case "fault":
      return problem.code;
    case "strange":
      return `HTTP ${problem.status}`;
  }
}

/** Trying again may help: the network, a busy or broken server; not a refusal or a thing that is gone. */
export const mayRetry = (problem: Problem): boolean =>
  problem.kind === "offline" || problem.status >= 500 || problem.status === 429;
