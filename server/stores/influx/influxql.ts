/**
 * Text within InfluxQL, in the part of it that InfluxDB 1.8, 2.x and 3.x share. Binding of parameters is not in that part, so
 * whatever comes from elsewhere goes through here. "Influx Query Language reference, Literals": in a string only `\` and `'`
 * need a backslash, in an identifier `\` and `"`; a line break is written `\n`.
 */
export const literal = (text: string): string =>
  `'${text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", String.raw`\'`)
    .replaceAll("\n", String.raw`\n`)}'`;

export const identifier = (text: string): string =>
  `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`)}"`;
