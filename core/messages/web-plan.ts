import type { Message } from "./message.ts";

export const webPlanMessages = {} as const satisfies Record<`web.${string}`, Message>;
