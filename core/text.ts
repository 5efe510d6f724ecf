/**
 * Text from devices, PCs and people's files is hostile until it went through here: control and invisible characters
 * out, one space for any white space, NFC (so that "Hương" is found however it was typed), length bounded.
 * Encoding for HTML, CSV or XML is the exit's business, not this one's.
 */
export function cleanText(text: string, maxLength = 255): string {
  const bounded = text.length > maxLength * 4 ? text.slice(0, maxLength * 4) : text;
  const clean = bounded
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Z}\t\r\n\v\f]+/gu, " ")
    .replaceAll(/\p{C}/gu, "")
    .trim();
  if (clean.length <= maxLength) return clean;
  // Cutting may split a surrogate pair; toWellFormed marks the broken half and the mark is dropped.
  return clean
    .slice(0, maxLength)
    .toWellFormed()
    .replace(/\uFFFD$/u, "")
    .trimEnd();
}

/** For searching and sorting: lower case, without diacritics, đ as d ("Hương Sơn" → "huong son"). */
export function searchKey(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}
