/** Text for a short message of one part: 160 characters of the GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1). */
export const SMS_LENGTH = 160;

const SPELLED: Readonly<Record<string, string>> = {
  đ: "d",
  Đ: "D",
  "°": " do ",
  "→": "->",
  "…": "...",
  "–": "-",
  "—": "-",
  "\u2212": "-",
  "•": "-",
  "·": "-",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "`": "'",
  // These take two places each (extension table), and old gateways spoil them.
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "|": "/",
  "\\": "/",
  "~": "-",
  "^": "",
  "€": "EUR",
};

/** Diacritics off, everything outside the alphabet spelled or dropped, one line. */
export function plainLetters(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^ -Z_a-z]/gu, (sign) => SPELLED[sign] ?? (/\s/u.test(sign) ? " " : ""))
    .replaceAll(/ {2,}/gu, " ")
    .trim();
}

/** Fits one message; cut at a word, with dots that say so. */
export function smsText(text: string, most = SMS_LENGTH): string {
  const plain = plainLetters(text);
  if (plain.length <= most) return plain;
  const cut = plain.slice(0, most - 2);
  const end = cut.lastIndexOf(" ");
  return `${(end > most / 2 ? cut.slice(0, end) : cut.slice(0, most - 3)).trimEnd()}...`;
}

/** "0912 345 678", "+84 912…", "0084…" as gateways want it: "84912345678". undefined when it is no telephone number. */
export function phoneNumber(text: string): string | undefined {
  const digits = text.trim().replaceAll(/[\s.()-]/gu, "");
  if (!/^\+?\d+$/u.test(digits)) return undefined;
  const bare = digits.replace(/^\+/u, "").replace(/^00/u, "");
  const number = digits.startsWith("0") && !digits.startsWith("00") ? `84${bare.slice(1)}` : bare;
  // Vietnamese numbers have 9 (mobile) or 10 digits after 84; others 8 to 15 in all (E.164).
  const right = number.startsWith("84") ? /^84[1-9]\d{8,9}$/u : /^[1-9]\d{7,14}$/u;
  return right.test(number) ? number : undefined;
}
