import type { Message } from "./message.ts";

export const webAssetMessages = {} as const satisfies Record<`web.${string}`, Message>;
