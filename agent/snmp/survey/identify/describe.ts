/**
 * What a description in plain words (sysDescr) says of model, version and serial number, whoever made the device.
 * Every pattern is linear: the text is hostile.
 */
export interface Described {
  readonly model?: string;
  readonly version?: string;
  readonly serial?: string;
}

/** `kernel`: whether the version of a kernel is the device's, as it is of a computer. */
export function describe(text: string, vendorNames: readonly string[], kernel: boolean): Described {
  const model = modelIn(text, vendorNames);
  const version = versionIn(text, kernel);
  // A card in a UPS or PDU has a number of its own.
  const serial = OF_A_CARD.test(text) ? undefined : firstOf(SERIAL, text);
  return {
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
    ...(serial === undefined ? {} : { serial }),
  };
}

const OF_A_CARD = /\b(?:management|snmp|network) (?:card|adapter)\b|\bSNMP agent\b/i;
const SERIAL: readonly RegExp[] = [
  /\bserial\s?(?:number|num|no\.?|nr\.?|#)?\s?(?:is\b)?[ .:=#]{1,3}([A-Za-z0-9][\w/-]{3,39})/i,
  /\bS\/?N\s?[:=#.]\s?([A-Za-z0-9][\w/-]{3,39})/,
];

const LETTERS = String.raw`([A-Z]{1,6}\d{0,4}\.[A-Z\d][\w.]{1,24})`;
const NUMBER = String.raw`[vV]?(\d[\w()-]{0,24}(?:[._]\w[\w()-]{0,24}){0,8})`;
/** No standard, no measure. */
const DOTTED = String.raw`(?!802\.\d|\d{1,5}\.\d{1,3}(?:k?VA|k?W|V|A|[GM]Hz|[GMT]B)\b)(\d{1,10}(?:\.[\w()-]{1,24}){1,8})`;
/** Where the text says that it is one; then what only looks like one. */
const LABELLED_VERSION: readonly RegExp[] = [
  // What runs before what starts it: "FW:7.5.0.2 SW:v7.6.1.033".
  ...[String.raw`software|sw|app\w*|os`, "firmware|fw"].map(
    (what) =>
      new RegExp(
        String.raw`\b(?:${what})[ ,:]{0,2}(?:version|ver\.?|revision|rev\.?|release)?[ :=.]{1,3}(?:is )?${NUMBER}`,
        "i",
      ),
  ),
  new RegExp(
    String.raw`\b(?<!\b(?:hw|hardware)[ :]{0,2})(?:version|ver\.?|revision|rev\.?|release)[ :=.]{0,3}(?:[a-z][\w-]{2,24}_)?${NUMBER}`,
    "i",
  ),
  new RegExp(String.raw`\b(?:[Vv]ersion|[Rr]evision) ${LETTERS}`),
];
const BARE_VERSION: readonly RegExp[] = [
  new RegExp(String.raw`(?:^|[\s,;(])[vV]${DOTTED}`),
  /(?:^|[\s,;(])([A-Z]{1,3}(?:\.\d{1,6}){2,5})(?=$|[\s,;)])/,
  new RegExp(String.raw`(?:^|(?<!Linux|VxWorks|[Kk]ernel|U-Boot)[\s,;(])${DOTTED}(?=$|[\s,;)])`),
  /\bVxWorks (\d[\d.]{0,10})/,
];

const YEAR = /^(?:19|20)\d\d$/;
/** Systems of which the second word is the host's name and the third the version of the kernel. */
const UNAME = /^(?:Linux|FreeBSD|OpenBSD|NetBSD|DragonFly|SunOS|Darwin|AIX|HP-UX)\s/;

function versionIn(text: string, isComputer: boolean): string | undefined {
  const kernel = /^(?:Linux|FreeBSD|OpenBSD|NetBSD|DragonFly|SunOS)(?: \S+)? (\d[\w.+()-]*)/.exec(text)?.[1];
  if (kernel !== undefined) return isComputer ? kernel : undefined;
  // Of an appliance's Linux only a version that is called one: other numbers are the kernel's.
  const patterns = UNAME.test(text) ? LABELLED_VERSION : [...LABELLED_VERSION, ...BARE_VERSION];
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined && !YEAR.test(found)) return withoutTail(found);
  }
  return undefined;
}

/** Without a bracket that was not opened, or punctuation. */
function withoutTail(text: string): string {
  const open = text.split("(").length;
  const bare = text.endsWith(")") && text.split(")").length > open ? text.slice(0, -1) : text;
  return bare.replace(/[-.(_]+$/, "");
}

const LABELLED: readonly RegExp[] = [
  /\bmodel(?:\s?(?:name|no\.?|number|id))?\s?[:=]\s?([^,;()]{2,60})/i,
  /\b(?:product|system type|series|hwsku|mdl|pid)\s?[:=]\s?([^,;()]{2,60})/i,
];
/** Where the model ends and the rest begins. */
const AFTER_MODEL =
  /\s*(?:[,;:(\n|]|\s-\s|\b(?:software|firmware|hardware|version|ver\b\.?|rev\b\.?|revision|release|copyright|running|series software|device\b|build|serial|s\/n|hw:|fw:|sw:)|\bv\d{1,2}(?:\.|\b)|\d+\.\d+\.\d)/i;
/** "DGS-1210-28", "T2600G-28TS", "UPS2000": letters and digits together, no unit, no count, no standard. */
const MODEL_WORD = /^(?=\S*\d)(?=\S*\p{L})[\p{L}\d][\p{L}\d/+._-]{2,39}$/u;
const NO_MODEL =
  /^(?:\d+[-\s]?(?:x|port|ports|ge|g|gb|fe|mb|mbps|kva|kw|va|u|bit|v|tx|poe)\b.*|\d+x\d.*|[vrb]\.?\d{1,2}(?:[._-].*)?|v\d+r\d+.*|(?:ver|rev|build|fw|sw|hw|x86|i[3-6]86|amd64|armv|aarch|ipv|snmpv|802\.|10\/)\S*\d.*|x86_64|mips\S*|[av]dsl\S*|ipv[46]|wi-?fi\d|\d{1,2}:\d{2}.*|\d+(?:\.\d+)+\S*|h\.26\d|[a-z]{1,3}\d{1,3}\.\d.*|\w{0,8}os\d?[-_].*)$/i;

function modelIn(text: string, vendorNames: readonly string[]): string | undefined {
  const labelled = firstOf(LABELLED, text);
  if (labelled !== undefined) return labelled.trim();
  if (UNAME.test(text)) return undefined;
  const bare = withoutNames(text, vendorNames);
  const end = AFTER_MODEL.exec(bare)?.index ?? bare.length;
  return modelAtStart(bare.slice(0, end)) ?? modelElsewhere(bare);
}

function modelAtStart(text: string): string | undefined {
  const words = text.split(" ").slice(0, 12);
  const all = words.join(" ").trim();
  // "PowerConnect 5424", "Eaton 5P 2200": nothing but a name and a number.
  if (SHORT_NAME.test(all) && !words.some((word) => NO_MODEL.test(word) || COMMON.test(word))) return all;
  const place = words.findIndex(isModelWord);
  if (place < 0) return numbered(text);
  // "bizhub C250i", "TeraStation TS5400R": at most two words of the family before it.
  const family = words.slice(0, place);
  const named =
    family.length <= 2 && family.every((word) => /^\p{L}[\p{L}-]*$/u.test(word) && !COMMON.test(word));
  return (named ? words.slice(0, place + 1) : words.slice(place, place + 1)).join(" ");
}

const isModelWord = (word: string): boolean => MODEL_WORD.test(word) && !NO_MODEL.test(word);

/** "Poseidon 4002 SNMP Supervisor": a name with a number of its own before other words. */
function numbered(text: string): string | undefined {
  const [, model, name = ""] = /^(([\p{L}-]{3,20}) \d{3,5}[A-Z]{0,3})(?: |$)/u.exec(text) ?? [];
  return COMMON.test(name) ? undefined : model;
}

/** "… Release 2416 HP FF 5700-40XG-2QSFP Switch Copyright", "… XY software (S5850-48S), Version 6": said further on. */
function modelElsewhere(text: string): string | undefined {
  for (const pattern of [BEFORE_ITS_KIND, IN_BRACKETS]) {
    for (const [, word = ""] of text.matchAll(pattern)) if (isModelWord(word)) return word;
  }
  // Nothing but a name and a version: "USW-Flex-XG, 6.2.14".
  return /^([A-Z]{2,8}(?:-[A-Za-z\d+]{1,16}){1,3}),? v?\d{1,5}(?:\.\d{1,8}){1,4}$/.exec(text)?.[1];
}

/** Without the underscore of names of images ("CAT9K_IOSXE"). */
const BEFORE_ITS_KIND =
  /(?:^|[\s,])([A-Za-z\d][A-Za-z\d+/-]{3,39}) {1,2}(?:series|switch|router|software)\b/gi;
const IN_BRACKETS = /\(([A-Z][A-Za-z\d+/-]{3,39})(?=[ )])/g;

const SHORT_NAME = /^(?:[\p{L}-]{2,20} ){1,2}[\p{L}\d]{0,6}\d[\p{L}\d/-]{0,12}$/u;
const COMMON =
  /^(?:the|a|an|model|type|router|switch|system|network|networks|inc|ltd|co|corporation|wireless|ethernet|snmp|series|agent|windows|build|port)$/i;

function withoutNames(text: string, names: readonly string[]): string {
  for (const name of names) {
    if (text.toLowerCase().startsWith(`${name.toLowerCase()} `))
      return text
        .slice(name.length + 1)
        .replace(/^(?:inc|ltd|corp|corporation|networks|systems|technologies|co)\b[.,\s]*/i, "");
  }
  return text;
}

function firstOf(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
