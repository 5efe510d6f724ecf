/** Old Vietnamese encodings, and how to tell that a text decoded with one of them is Vietnamese. */

/** TCVN 5712:1993 VN3, the "ABC" fonts that offices used: small letters; capitals with tones are another font. */
export const TCVN3 = tableOf(
  `a1ĂÂÊÔƠƯĐăâêôơưđ b5àảãáạ bbằẳẵắ c6ặầẩẫấậè ceẻẽéẹềểễếệìỉ dcĩíịò e1ỏõóọồổỗốộờởỡớợù f1ủũúụừửữứựỳỷỹýỵ`,
);

/** VISCII 1.1 (RFC 1456), the part above 7F. */
export const VISCII = tableOf(
  `80ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ`,
);

/** From runs: the first byte in hexadecimal, then the letters from there on. */
function tableOf(runs: string): ReadonlyMap<number, string> {
  return new Map(
    runs.split(" ").flatMap((run) => {
      const first = Number.parseInt(run.slice(0, 2), 16);
      return Array.from(run.slice(2), (letter, i) => [first + i, letter] as const);
    }),
  );
}

const INITIAL = "(?:ngh|ng|nh|n|ph|p|th|tr|t|gh|gi|g|kh|k|ch|c|qu|b|d|đ|h|l|m|r|s|v|x)?";
/** Vowels that may end a syllable, and those that a consonant must follow. */
const OPEN =
  "(?:iêu|yêu|ươi|ươu|uôi|uây|uyu|uya|oai|oay|oeo|ai|ay|ao|au|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy|ưa|ưi|ưu|[aeêioôơuưy])";
const CLOSED = "(?:uyê|iê|yê|oă|oa|oe|oo|uâ|uê|uô|uy|ươ|[aăâeêioôơuưy])(?:ch|c|m|ng|nh|n|p|t)";
const SYLLABLE = new RegExp(`^${INITIAL}(?:${CLOSED}|${OPEN})$`);

/** Grave, acute, tilde, hook above, dot below. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Before a stop (c, ch, p, t) there are only two tones: acute and dot below. */
const STOPPED = /(?:c|ch|p|t)$/;
const TONE_OF_STOPPED = /[\u0301\u0323]/;
/** Fewer letters ("Nº") tell nothing. */
const LEAST_LETTERS = 3;

/** Every word with letters beyond ASCII is a Vietnamese syllable, with one tone at most; there is such a word. */
export function isVietnamese(text: string): boolean {
  const words = text.match(/[\p{L}\p{M}\uFFFD]+/gu) ?? [];
  const marked = words.filter((word) => /[^a-z]/i.test(word));
  // eslint-disable-next-line no-control-regex -- what is no letter must be ASCII too
  const rest = text.replaceAll(/[\p{L}\p{M}]+/gu, "");
  return (
    marked.join("").length >= LEAST_LETTERS &&
    /^[\0-\x7f]*$/.test(rest) &&
    marked.every((word) => isSyllable(word))
  );
}

function isSyllable(word: string): boolean {
  if (/\p{Ll}\p{Lu}/u.test(word)) return false;
  const parts = word.toLowerCase().normalize("NFD");
  const tones = parts.match(TONES) ?? [];
  const plain = parts.replaceAll(TONES, "").normalize("NFC");
  if (tones.length > 1 || !SYLLABLE.test(plain)) return false;
  return !STOPPED.test(plain) || TONE_OF_STOPPED.test(tones[0] ?? "");
}
