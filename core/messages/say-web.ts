import { deviceFaults } from "./device-faults.ts";
import { storeFaults } from "./store-faults.ts";
import { speaker, type Rest } from "./speaker.ts";
import { webMessages } from "./web.ts";

/**
 * The sentences that pages need: a browser on a slow line need not fetch the others. What the server refuses comes with its
 * own sentence; what an agent reports of a device, and the store of itself, is a code alone.
 */
const messages = { ...deviceFaults, ...storeFaults, ...webMessages } as const;
export type WebMessageKey = keyof typeof messages;
export type WebMessageRest<Key extends WebMessageKey> = Rest<typeof messages, Key>;

export const { say, sayAny } = speaker(messages);
