import { assetWordMessages } from "../../../core/messages/asset-words.ts";
import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webAssetMessages } from "../../../core/messages/web-assets.ts";
import type { AssetCategory, Condition, FundingSource } from "../../../core/assets/types.ts";
import { language } from "./preferences.ts";

const messages = { ...assetWordMessages, ...webAssetMessages } as const;
type Words = typeof messages;
const { sayAny } = speaker(messages);

/** As `t`, for the pages of assets. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
export const wordsAny = (key: string): string => sayAny(language.value, key, {}) ?? key;

export const categoryText = (category: AssetCategory): string => wordsAny(`doc.category.${category}`);
export const conditionText = (condition: Condition): string => wordsAny(`doc.condition.${condition}`);
export const sourceText = (source: FundingSource): string => wordsAny(`doc.source.${source}`);
