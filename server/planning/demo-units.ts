import type { UnitProfile } from "../../core/assets/types.ts";

/**
 * The units of the demonstration: Mỹ Đức as it was until 30/6/2025 (22 communes and a township, codes of the General
 * Statistics Office) and the four communes that they became on 1/7/2025 (NQ 1656/NQ-UBTVQH15). What is kept of people and
 * equipment is invented.
 */
export interface OldUnit {
  readonly code: string;
  readonly name: string;
}
export interface NewUnit {
  readonly code: string;
  readonly name: string;
  readonly from: readonly string[];
}

export const OLD_UNITS: readonly OldUnit[] = [
  { code: "10441", name: "thị trấn Đại Nghĩa" },
  { code: "10444", name: "Đồng Tâm" },
  { code: "10447", name: "Thượng Lâm" },
  { code: "10450", name: "Tuy Lai" },
  { code: "10453", name: "Phúc Lâm" },
  { code: "10456", name: "Mỹ Thành" },
  { code: "10459", name: "Bột Xuyên" },
  { code: "10462", name: "An Mỹ" },
  { code: "10465", name: "Hồng Sơn" },
  { code: "10468", name: "Lê Thanh" },
  { code: "10471", name: "Xuy Xá" },
  { code: "10474", name: "Phùng Xá" },
  { code: "10477", name: "Phù Lưu Tế" },
  { code: "10480", name: "Đại Hưng" },
  { code: "10483", name: "Vạn Kim" },
  { code: "10486", name: "Đốc Tín" },
  { code: "10489", name: "Hương Sơn" },
  { code: "10492", name: "Hùng Tiến" },
  { code: "10495", name: "An Tiến" },
  { code: "10498", name: "Hợp Tiến" },
  { code: "10501", name: "Hợp Thanh" },
  { code: "10504", name: "An Phú" },
];

export const NEW_UNITS: readonly NewUnit[] = [
  { code: "10441", name: "xã Mỹ Đức", from: ["10441", "10504", "10480", "10501", "10477"] },
  { code: "10465", name: "xã Hồng Sơn", from: ["10462", "10465", "10498", "10468", "10474", "10471"] },
  { code: "10459", name: "xã Phúc Sơn", from: ["10456", "10459", "10453", "10447", "10450", "10444"] },
  { code: "10489", name: "xã Hương Sơn", from: ["10495", "10492", "10483", "10486", "10489"] },
];

export const MERGED_ON = "2025-07-01";

/** Staff for the norms and names for the documents; the signer's name stays blank. */
export function demoProfile(unit: string, { name, from }: NewUnit): UnitProfile {
  const upper = name.toLocaleUpperCase("vi");
  return {
    unit,
    staff: 48 + from.length * 6,
    leaders: 9,
    counters: 5,
    superior: "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
    agency: `ỦY BAN NHÂN DÂN ${upper}`,
    abbreviation: "UBND",
    place: name.replace(/^xã /, ""),
    budgetCode: null,
    signAuthority: "TM. ỦY BAN NHÂN DÂN",
    signTitle: "CHỦ TỊCH",
    signName: null,
    recipients: ["Ủy ban nhân dân Thành phố Hà Nội", "Sở Tài chính Thành phố Hà Nội"],
  };
}
