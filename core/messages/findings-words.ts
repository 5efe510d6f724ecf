import type { Message } from "./message.ts";

/** How pressing a finding is and how it is known; part of `findings.ts`. */
export const findingWords = {
  "finding.level.act": { vi: "cần xử lý", en: "act" },
  "finding.level.soon": { vi: "trong 12 tháng", en: "within 12 months" },
  "finding.level.watch": { vi: "theo dõi", en: "watch" },
  "finding.level.mend": { vi: "sửa, không mua", en: "mend, do not buy" },
  "finding.level.fine": { vi: "vẫn tốt", en: "fine" },
  "finding.basis.measured": { vi: "đo được", en: "measured" },
  "finding.basis.inferred": { vi: "suy ra", en: "concluded" },
  "finding.basis.recorded": { vi: "theo sổ", en: "recorded" },
} as const satisfies Record<`finding.${string}`, Message>;
