import { cleanText } from "../../core/text.ts";

/**
 * What firmware and systeminformation say when nobody filled a field in. All of it means "unknown" and is left out:
 * two thousand PCs of the make "To Be Filled By O.E.M." with the same serial would look like one.
 * Compared without case, blanks and punctuation.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  // systeminformation, where it found nothing (its "Computer" and "Docker Container" are guesses of a model)
  "unknown",
  "computer",
  "dockercontainer",
  "undefined",
  "null",
  "nan",
  // SMBIOS tables as board makers ship them: AMI and its customers, ASUS, Gigabyte, MSI, ECS
  "tobefilledbyoem",
  "tobefilledbyoemdefaultstring",
  "oem",
  "oemstring",
  "defaultstring",
  "default",
  "systemmanufacturer",
  "systemproductname",
  "systemname",
  "systemversion",
  "systemserialnumber",
  "baseboardmanufacturer",
  "baseboardproductname",
  "baseboardserialnumber",
  "chassisserialnumber",
  "chassismanufacture",
  "mbserialnumber",
  "serialnumber",
  "productname",
  "manufacturer",
  // dmidecode and the kernel, for fields that are there but empty
  "none",
  "empty",
  "invalid",
  "na",
  "notspecified",
  "notavailable",
  "notapplicable",
  "noassetinformation",
  "noassettag",
  "notprovided",
  "notdefined",
]);

/** The text cleaned; undefined when it is no text, empty or a placeholder. */
export function stated(value: unknown, maxLength = 128): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = cleanText(value, maxLength);
  const key = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return key === "" || PLACEHOLDERS.has(key) ? undefined : text;
}

/** Keyboard runs that makers leave in: 0123456789 from either end of it on, also with letters after. */
const RUN = "01234567890123456789abcdefghij";

/**
 * As {@link stated}, for makers, models and serials: what tells one PC from another. Also refuses one character said
 * again and again (0, xxxxxxxx, FFFF-FFFF) and counting ("123456789").
 */
export function identity(value: unknown, maxLength = 128): string | undefined {
  const text = stated(value, maxLength);
  const key = text?.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "") ?? "";
  if (/^(.)\1*$/u.test(key) || (key.length >= 6 && RUN.includes(key))) return undefined;
  return text;
}

/** `mm/dd/yyyy` of SMBIOS or `yyyy-mm-dd…` as `yyyy-mm-dd`; undefined when it is no day between 1980 and 2100. */
export function isoDay(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const american = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(value);
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T\s]|$)/.exec(value);
  const [year, month, day] =
    american === null ? [iso?.[1], iso?.[2], iso?.[3]] : [american[3], american[1], american[2]];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (!(time >= Date.UTC(1980, 0, 1)) || !(time < Date.UTC(2100, 0, 1))) return undefined;
  const date = new Date(time);
  // 31 February would have become a day in March.
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  return date.toISOString().slice(0, 10);
}
