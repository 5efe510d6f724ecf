import type { AssetTables, SupportRow } from "./tables.ts";
import type { DateText } from "./types.ts";

/** What an agent or a record says of an operating system. */
export interface OsWords {
  readonly platform?: string;
  /** "Microsoft Windows 10 Pro", "Ubuntu 22.04.4 LTS". */
  readonly name?: string;
  readonly version?: string;
  /** "19045", "10.0.19045", "19045.4529". */
  readonly build?: string;
}

/**
 * The row of the support table that holds for an operating system; undefined when it is not certain which, and so nothing is
 * said. The edition is read from the caption: Home and Pro, Enterprise and Education, LTSC and IoT end at different times; a
 * caption without an edition has a row only where all editions share it.
 */
export function supportOf(os: OsWords, tables: Pick<AssetTables, "support">): SupportRow | undefined {
  const name = os.name ?? "";
  if (/windows/i.test(name) || os.platform === "win32" || os.platform === "windows")
    return windows(os, tables.support);
  return other(name, os.version, tables.support);
}

function windows(
  { name = "", version, build }: OsWords,
  rows: readonly SupportRow[],
): SupportRow | undefined {
  const isServer = /server/i.test(name);
  const number = buildNumber(build) ?? buildNumber(version);
  const ofBuild = rows.filter(
    (row) =>
      (row.kind === "os_server") === isServer &&
      row.product.startsWith("Windows") &&
      buildNumber(row.build) === number,
  );
  const candidates = number !== undefined && ofBuild.length > 0 ? ofBuild : byName(name, rows, isServer);
  const release = isServer ? /server\s+(\d{4})/i.exec(name)?.[1] : undefined;
  const named = candidates.filter(({ version: of }) => release === undefined || of.startsWith(release));
  const edition = editionOf(name);
  const exact = (named.length > 0 ? named : candidates).filter((row) => editionFits(row.edition, edition));
  if (exact.length === 1) return exact[0];
  const rest = exact.length > 0 ? exact : candidates;
  const [first] = rest;
  return first !== undefined && rest.every(({ ends }) => ends === first.ends) ? first : undefined;
}

/**
 * For a Windows of which no build is known ("Windows 10 Pro" in a record): the row that ended last, when every row of that
 * name and edition has ended before `today`. Nothing otherwise, nor without an edition: LTSC goes on for years.
 */
export function endedWindows(
  { name = "" }: OsWords,
  { support }: Pick<AssetTables, "support">,
  today: DateText,
): SupportRow | undefined {
  const edition = editionOf(name);
  if (edition === undefined) return undefined;
  const rows = byName(name, support, false).filter((row) => editionFits(row.edition, edition));
  const over = rows.every(({ ends }) => ends !== null && ends < today);
  return over ? rows.toSorted((a, b) => ((a.ends ?? "") < (b.ends ?? "") ? 1 : -1))[0] : undefined;
}

type Edition = "home_pro" | "enterprise" | "ltsc" | "iot";

function editionOf(name: string): Edition | undefined {
  if (/iot/i.test(name)) return "iot";
  if (/lts[bc]/i.test(name)) return "ltsc";
  // Pro Education goes with Pro.
  if (/enterprise|(?<!pro )education/i.test(name)) return "enterprise";
  return /\bhome\b|\bpro\b|professional|\bcore\b/i.test(name) ? "home_pro" : undefined;
}

function editionFits(of: string | undefined, wanted: Edition | undefined): boolean {
  if (of === undefined) return wanted !== "ltsc" && wanted !== "iot";
  if (/IoT/i.test(of)) return wanted === "iot";
  if (/LTS/i.test(of)) return wanted === "ltsc";
  return /Enterprise/.test(of) ? wanted === "enterprise" : wanted === "home_pro";
}

/** The last whole number of a build text that has as many digits as builds have. */
function buildNumber(text: string | undefined): number | undefined {
  const digits = /(?:^|\.)(\d{4,5})(?:\.|$)/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** "Windows 7", "Windows 8.1", "Windows 10 22H2" as people write them. */
function byName(name: string, rows: readonly SupportRow[], isServer: boolean): readonly SupportRow[] {
  const words = isServer
    ? /server\s+(\d{4}(?:\s*R2)?)/i.exec(name)
    : /windows\s+(xp|vista|\d{1,2}(?:\.\d)?)(?:.*?\b(\d{2}h\d|\d{4})\b)?/i.exec(name);
  if (words === null) return [];
  const [, release = "", feature] = words;
  const label = `Windows ${isServer ? "Server " : ""}${release}`.toLowerCase();
  return rows.filter((row) => {
    if ((row.kind === "os_server") !== isServer || !/^Windows( Server)?$/.test(row.product)) return false;
    const known = row.label.toLowerCase();
    const rest = known.slice(label.length);
    if (!known.startsWith(label) || /^[\d.]/.test(rest)) return false;
    if (isServer && /^\s*r2/.test(rest)) return false;
    return feature === undefined || known.includes(feature.toLowerCase());
  });
}

/** Linux and macOS: product and the version's beginning. */
function other(
  name: string,
  version: string | undefined,
  rows: readonly SupportRow[],
): SupportRow | undefined {
  const text = `${name} ${version ?? ""}`;
  return rows.find((row) => {
    if (row.kind !== "os_client" && row.kind !== "os_server") return false;
    if (row.product.startsWith("Windows") || !text.toLowerCase().includes(row.product.toLowerCase()))
      return false;
    const start = text.toLowerCase().indexOf(row.product.toLowerCase()) + row.product.length;
    const [, numbers] = /(\d+(?:\.\d+)*)/.exec(text.slice(start)) ?? [];
    return numbers !== undefined && (numbers === row.version || numbers.startsWith(`${row.version}.`));
  });
}
