const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** "_x0041_" means "A" to a spreadsheet (ECMA-376 part 1, 22.9.2.19): the sign before it is written as a sign of its own. */
export const escapeSigns = (text: string): string => text.replaceAll(ESCAPE_LIKE, "_x005F_");
