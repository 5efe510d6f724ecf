import { searchKey } from "../../text.ts";
import type { AssetCategory } from "../types.ts";

/**
 * Words of names and what they mean, without diacritics. In Vietnamese the head of a name comes first ("màn hình máy tính" is a
 * screen, "máy tính, màn hình LED 19 inch" a computer): the word that stands first decides, of those at one place the first here.
 */
const KINDS: readonly (readonly [AssetCategory, RegExp])[] = [
  ["copier", /\bmay photo|\bphoto ?copy|\bmay sao chup|\bcopier\b/],
  [
    "multifunction",
    /\bmay in\b.*\b(?:da chuc nang|mfp|mfc|dcp|mf ?\d{3})|\bmay in\b[\s,+/-]*(?:(?:va|kem|kiem) )?(?:scan|photo|copy|quet|fax)|\b(?:may|thiet bi)(?: in| laser| van phong)* da (?:chuc )?nang|^da chuc nang|\blaserjet\b.*\bmfp\b|multifunction|all.in.one printer|\bmf[pc]\b|\bmf ?\d{3}|\bdcp\b/,
  ],
  ["printer", /\bmay in\b|\bprinter\b|\blaserjet\b|\blbp ?\d*\b/],
  ["scanner", /\bmay (?:scan|quet)\b|\bscan tai lieu|\bscanner\b|\bscan(?:jet|snap)\b/],
  ["shredder", /\bhuy (?:tai lieu|giay)|\bshredder\b/],
  [
    "laptop",
    /\bmay (?:vi )?tinh (?:ca nhan )?(?:xach tay|laptop|notebook|bang\b)|\bmay xach tay|^xach tay|\blap ?top|\bnotebook|\btablet\b|\bipad\b|\bmacbook|\blatitude\b|\bthinkpad\b|\bprobook\b|\belitebook\b|\bvivobook\b/,
  ],
  ["server", /\bmay chu\b|\bserver\b|\bsever\b|\bpoweredge\b|\bproliant\b/],
  ["nas", /\bnas\b|\bluu tru mang|\bsynology\b|\bqnap\b/],
  ["firewall", /\btuong lua|\bfirewall\b|\bfortigate/],
  ["switch", /\bchuyen mach|\bswitch\b|\bbo chia mang|\bhub mang/],
  ["router", /\bdinh tuyen|\brouter\b|\bmodem\b|\bvigor|\bmikrotik\b|\bdraytek\b/],
  [
    "access_point",
    /\bwi-?fi\b|\b(?:mang|phat|phat song|thu phat|song) khong day|\baccess point\b|^ap(?:$| wifi| unifi| aruba| ruckus| cisco)|\b(?:unifi|aruba|ruckus|phat) ap\b/,
  ],
  ["ups", /\bluu dien|\bups\b|\bsantak\b/],
  [
    "conference",
    /\bcamera (?:hoi nghi|hop)\b|\bhop truc tuyen|\bhoi nghi (?:truyen hinh|truc tuyen)|\bvcs\b|\bvideo conference/,
  ],
  ["camera", /\bcamera/],
  ["led_screen", /\b(?:man hinh|bang|bien)(?: (?:dien tu|chu|quang cao|ghep))* led\b/],
  [
    "audio",
    /\bam thanh|\bam ?ly\b|\bamply\b|\btang am\b|\bloa\b|\bmicro(?:phone)?s?\b(?! ?soft)|\bmixer\b|\btruyen thanh|\baudio\b/,
  ],
  [
    "cabling",
    /\bday (?:mang|nhay)|\bcap mang|\bnut mang|\bhe thong mang\b|\bmang (?:noi bo|lan)\b|\bcabl(?:e|ing)/,
  ],
  [
    "software",
    /\bphan mem|\bban quyen|\bsoftware\b|\blicen[sc]e|\bmicrosoft (?:office|windows|365|sql|visio|project)|\boffice (?:20\d\d|365|home|standard|pro)|\b(?:sql|windows) server\b|\bkey (?:windows|win|office)|^(?:ms )?(?:windows|win|office) ?\d|\bdiet virus|\banti-?virus|\bkaspersky|^bkav/,
  ],
  [
    "government_line",
    /\b(?:kenh|duong)(?: truyen)?\b.{0,20}\b(?:slcd|so lieu chuyen dung)|\bt?slcd\b|\btruyen so lieu/,
  ],
  [
    "internet_line",
    /\b(?:kenh|duong|cuoc|thue bao)(?: truyen)?(?: cap quang)? internet|\binternet cap quang|\bftth\b/,
  ],
  [
    "desktop",
    /\bmay (?:bo )?de ban|^de ban|\bmay (?:vi )?tinh|\bmay bo\b|\bdesktop\b|\bpc\b|\bcase may|\bthung may|\bmay tram\b|\bworkstation\b|^cpu (?:\+|va|dell|hp|dong bo|may)|\boptiplex\b|\bprodesk\b|\belitedesk\b|\bthinkcentre\b/,
  ],
];

const SET = String.raw`^(?:(?:\d+|bo|cai|chiec|cap|he thong|thiet bi|cum|dan|cay)\s+)*`;
const starting = (words: string): RegExp => new RegExp(`${SET}(?:${words})`);

/** Screens by the inch are for one computer or a wall; from here on it is for a hall. */
const HALL_INCHES = 40;

/**
 * What stands beside computers and networks and is of no kind above: furniture, parts, screens, telephones. Told only by how
 * the name starts: "máy tính, RAM 8 GB, ổ cứng SSD" is no part.
 */
const BESIDE: readonly RegExp[] = [
  // Furniture.
  starting(
    String.raw`ban (?:de|dat|ghe|hop|lam viec|may|vi tinh|lap ?top)\b|ghe\b|ke (?:de|may|sach|tivi)\b`,
  ),
  starting(String.raw`tu (?:rack|mang|dung|de|sat|go|tai lieu|ho so|dien|server|may|lanh)\b|rack\b`),
  starting(
    String.raw`gia (?:treo|do|de)\b|chan (?:de|loa|may)\b|tui\b|ba ?lo\b|cap (?:dung|da)\b|khung treo`,
  ),
  // Parts, spare parts, consumables.
  starting(
    String.raw`ban phim|chuot\b|(?:bo )?nguon\b(?!.*\b(?:luu dien|ups)\b)|o (?:cung|ssd|hdd|cam|dien)(?! mang)\b|ssd\b|hdd\b|bo nho\b|ram\b|card\b|vga\b`,
  ),
  starting(
    String.raw`main(?:board)?\b|bo mach|de tan nhiet|pin\b|ac quy|binh ac quy|sac\b|adapter|bo sac|the nho|usb\b|tai nghe|webcam`,
  ),
  starting(
    String.raw`(?:hop |ong )?muc\b|trong (?:may in|muc)|drum\b|cartridge|linh kien|phu kien|day (?:hdmi|vga|nguon)\b|cap (?:hdmi|vga|usb|sac|nguon)\b`,
  ),
  starting(
    String.raw`(?:bo chia|bo chuyen|cong chuyen|dau chuyen|cong chia|bo gop|switch)(?: mach| doi| tin hieu)* (?:hdmi|vga|usb|kvm)\b|kvm\b`,
  ),
  // Screens for one computer (those of a hall are said below), projectors, television sets.
  starting(String.raw`man hinh\b|man chieu|man anh|ti ?vi\b|tv\b|smart tv|televi|may chieu|projector`),
  // Other machines of an office.
  starting(
    String.raw`(?:may )?dien thoai|tong dai|(?:may )?fax\b|may (?:bo dam|anh|quay|cham cong|huy kim|dem tien|lanh|dieu hoa|bom|phat dien|hut|khoan)\b|bo dam\b`,
  ),
  starting(
    String.raw`may tinh (?:bo tui|cam tay|tien)\b|may (?:quet|doc) (?:ma|the|van tay)\b|dau doc|on ap|(?:may )?bien ap|cong tac|quat\b|den\b|dieu hoa`,
  ),
];

const LED = /\b(?:man hinh|bang|bien)(?: (?:dien tu|chu|quang cao|ghep))* led\b/;
const INCHES = /(\d{2,3}(?:[.,]\d+)?) ?(?:inch|in\b|"|”|''|″)/;

/** "Màn hình LED hội trường P3" is a wall of lamps; "Màn hình LED Dell 24 inch" stands on a desk. */
function isHallScreen(key: string): boolean {
  if (!LED.test(key)) return false;
  const inches = INCHES.exec(key)?.[1];
  if (inches !== undefined) return Number(inches.replace(",", ".")) >= HALL_INCHES;
  return !/\b(?:dell|hp|lenovo|asus|acer|aoc|viewsonic|benq|may tinh|vi tinh)\b/.test(key);
}

/**
 * The kind of a thing by its name or by a word for its kind: `other` where a word says that it is of none of Cayda's kinds;
 * undefined when no word says anything.
 */
export function categoryOf(text: string): AssetCategory | undefined {
  const key = searchKey(text)
    .replaceAll(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  if (BESIDE.some((pattern) => pattern.test(key)) && !isHallScreen(key)) return "other";
  let best: AssetCategory | undefined;
  let first = Infinity;
  for (const [category, pattern] of KINDS) {
    const at = key.search(pattern);
    if (at < 0 || at >= first) continue;
    first = at;
    best = category;
  }
  return best === "led_screen" && !isHallScreen(key) ? undefined : best;
}

/** "Máy vi tính" in the column of kinds holds for those on a desk and those that one carries: the name tells which. */
export function finerKind(said: AssetCategory, words: string, name: string): AssetCategory {
  const isCoarse = said === "desktop" && /^(?:bo )?may (?:vi )?tinh$/.test(searchKey(words).trim());
  return isCoarse && categoryOf(name) === "laptop" ? "laptop" : said;
}
