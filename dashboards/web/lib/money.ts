import { formatCount, formatNumber } from "../../../core/format.ts";
import type { Language } from "../../../core/messages/speaker.ts";

/** "12.500.000 đ": every digit, for tables of the accountant. */
export const sayMoney = (amount: number, language: Language): string => `${formatCount(amount, language)} đ`;

/** "1,25 tỷ đ", "482 triệu đ": short, for headings; whole đồng below a million. */
export function sayMoneyShort(amount: number, language: Language): string {
  const [billion, million] = language === "vi" ? ["tỷ đ", "triệu đ"] : ["bn đ", "m đ"];
  if (Math.abs(amount) >= 1e9) return `${formatNumber(amount / 1e9, language)} ${billion}`;
  if (Math.abs(amount) >= 1e6) return `${formatNumber(amount / 1e6, language)} ${million}`;
  return sayMoney(amount, language);
}

/** Words of a list stand in small letters; at the head of a line they begin with a large one. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
