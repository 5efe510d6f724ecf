import type { Message } from "./message.ts";

export const webMessages = {} as const satisfies Record<`web.${string}`, Message>;
