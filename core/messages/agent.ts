import type { Message } from "./message.ts";

export const agentMessages = {
  "agent.placeholder": { vi: "-", en: "-" },
} as const satisfies Record<`agent.${string}`, Message>;
