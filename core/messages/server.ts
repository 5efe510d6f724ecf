import type { Message } from "./message.ts";

export const serverMessages = {} as const satisfies Record<`server.${string}`, Message>;
