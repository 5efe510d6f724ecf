import type { Message } from "./message.ts";
import { webAttentionMessages } from "./web-attention.ts";
import { webEquipmentMessages } from "./web-equipment.ts";
import { webFormMessages } from "./web-forms.ts";
import { webFrameMessages } from "./web-frame.ts";
import { webPageMessages } from "./web-pages.ts";

/** What the built-in web says, by part of the screen. */
export const webMessages = {
  ...webFrameMessages,
  ...webAttentionMessages,
  ...webPageMessages,
  ...webEquipmentMessages,
  ...webFormMessages,
} as const satisfies Record<`web.${string}`, Message>;
