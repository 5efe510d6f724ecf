import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { planDocument, planLines, profile, yearReport } from "../../test/support/document-samples.ts";
import { unzip } from "../../test/support/unzip.ts";
import { anyText, HOSTILE, xmlMistake, xmlText } from "../../test/support/xml.ts";
import { proposalDocx } from "./proposal.ts";
import { reportDocx } from "./report.ts";
import { yearReportDocx } from "./year-report.ts";

const mainOf = (bytes: Uint8Array): string => unzip(bytes).get("word/document.xml") ?? "";

describe("tờ trình by Decree 30/2020", () => {
  let files: ReadonlyMap<string, string>;
  let xml: string;
  let lines: string[];
  beforeAll(async () => {
    files = unzip(await proposalDocx(planDocument()));
    xml = files.get("word/document.xml") ?? "";
    lines = xmlText(xml).split("\n");
  });

  test("is A4 upright with 20, 20, 30 and 15 mm of margin; its appendices lie down", () => {
    const sizes = [...xml.matchAll(/<w:pgSz [^>]*>/g)].map(([tag]) => tag);
    expect(sizes).toHaveLength(3);
    expect(sizes[0]).toContain('w:w="11906"');
    expect(sizes[0]).toContain('w:h="16838"');
    for (const landscape of sizes.slice(1)) {
      expect(landscape).toContain('w:w="16838"');
      expect(landscape).toContain('w:h="11906"');
      expect(landscape).toContain('w:orient="landscape"');
    }
    const margins = [...xml.matchAll(/<w:pgMar [^>]*>/g)].map(([tag]) => tag);
    expect(margins).toHaveLength(3);
    for (const margin of margins)
      for (const part of ['w:top="1134"', 'w:bottom="1134"', 'w:left="1701"', 'w:right="850"'])
        expect(margin).toContain(part);
  });

  test("numbers pages from 1 at the top in the middle, not on a first page, appendices by themselves", () => {
    expect(xml.match(/<w:titlePg\/>/g)).toHaveLength(3);
    expect(xml.match(/<w:pgNumType w:start="1"\/>/g)).toHaveLength(3);
    const headers = [...files]
      .filter(([name]) => /^word\/header\d+\.xml$/.test(name))
      .map(([, text]) => text);
    const numbered = headers.filter((text) => text.includes(">PAGE<"));
    expect(headers).toHaveLength(6);
    expect(numbered).toHaveLength(3);
    for (const header of numbered) {
      expect(header).toContain('<w:jc w:val="center"/>');
      expect(header).toContain('<w:sz w:val="26"/>');
    }
  });

  test("is in Times New Roman and Vietnamese throughout", () => {
    const styles = files.get("word/styles.xml") ?? "";
    const fonts = [...files.values()].flatMap((text) => [
      ...text.matchAll(/w:(?:ascii|hAnsi|cs|eastAsia)="([^"]*)"/g),
    ]);
    expect(fonts.length).toBeGreaterThan(3);
    expect(new Set(fonts.map(([, font]) => font))).toEqual(new Set(["Times New Roman"]));
    expect(styles).toContain('w:val="vi-VN"');
  });

  test("has country and motto, the agency, and leaves number, day and month to the clerk", () => {
    expect(lines).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    expect(lines).toContain("Độc lập - Tự do - Hạnh phúc");
    expect(lines).toContain("ỦY BAN NHÂN DÂN");
    expect(lines).toContain("XÃ HƯƠNG SƠN");
    expect(lines).toContain("Số:          /TTr-UBND");
    expect(lines).toContain("Hương Sơn, ngày       tháng       năm 2026");
  });

  test("has the type sizes of the annex", () => {
    const sizeOf = (text: string) => runsOf(xml).find((run) => run.text === text);
    expect(sizeOf("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")).toMatchObject({
      size: 24,
      bold: true,
      italic: false,
    });
    expect(sizeOf("Độc lập - Tự do - Hạnh phúc")).toMatchObject({ size: 26, bold: true });
    expect(sizeOf("THÀNH PHỐ HÀ NỘI")).toMatchObject({ size: 24, bold: false });
    expect(sizeOf("XÃ HƯƠNG SƠN")).toMatchObject({ size: 24, bold: true });
    expect(sizeOf("Số:          /TTr-UBND")).toMatchObject({ size: 26, bold: false });
    expect(sizeOf("Hương Sơn, ngày       tháng       năm 2026")).toMatchObject({ size: 26, italic: true });
    expect(sizeOf("TỜ TRÌNH")).toMatchObject({ size: 28, bold: true });
    expect(sizeOf("Nơi nhận:")).toMatchObject({ size: 24, bold: true, italic: true });
    expect(sizeOf("- Như trên;")).toMatchObject({ size: 22, bold: false });
    expect(sizeOf("CHỦ TỊCH")).toMatchObject({ size: 28, bold: true });
    expect(sizeOf("Phụ lục I")).toMatchObject({ size: 28, bold: true });
    const basis = runsOf(xml).filter(({ text }) => text.startsWith("Căn cứ "));
    expect(basis).toHaveLength(3);
    for (const run of basis) expect(run).toMatchObject({ size: 28, italic: true, bold: false });
  });

  test("justifies its text, first lines 1.27 cm in, 6 pt apart, between single and one and a half", () => {
    const paragraph = xml.split("<w:p>").find((part) => part.includes("Qua theo dõi")) ?? "";
    expect(paragraph).toContain('<w:jc w:val="both"/>');
    expect(paragraph).toContain('w:firstLine="720"');
    expect(paragraph).toContain('w:after="120"');
    expect(paragraph).toMatch(/w:line="276" w:lineRule="auto"/);
  });

  test("ends bases and recipients as the annex does, and the text with ./.", () => {
    const bases = lines.filter((text) => text.startsWith("Căn cứ "));
    expect(bases.map((text) => text.at(-1))).toEqual([";", ";", "."]);
    expect(lines).toContain("Kính gửi:");
    expect(lines).toContain("- Ủy ban nhân dân thành phố Hà Nội;");
    expect(lines).toContain("- Sở Tài chính thành phố Hà Nội.");
    expect(lines).toContain("- Lưu: VT.");
    expect(lines.filter((text) => text.endsWith("./."))).toHaveLength(1);
  });

  test("signs by the unit's own titles, with room for the signature", () => {
    const from = lines.indexOf("TM. ỦY BAN NHÂN DÂN");
    expect(from).toBeGreaterThan(0);
    expect(lines.slice(from, from + 7)).toEqual([
      "TM. ỦY BAN NHÂN DÂN",
      "CHỦ TỊCH",
      "",
      "",
      "",
      "",
      "Nguyễn Văn An",
    ]);
  });

  test("adds up by kind and by source, and says the total in words", () => {
    // 12 × 15,000,000 + 4 × 9,800,000 + 4 × 6,500,000 + 4 × 2,400,000
    const text = lines.join("\n");
    expect(text).toContain("Tổng kinh phí đề nghị: 254.800.000 đồng");
    expect(lines).toContain("(Bằng chữ: Hai trăm năm mươi tư triệu tám trăm nghìn đồng).");
    for (const sum of ["180.000.000", "39.200.000", "26.000.000", "9.600.000", "189.600.000", "330.000.000"])
      expect(lines).toContain(sum);
  });

  test("repeats the heads of its tables on every page and tears no row", () => {
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(4);
    expect(xml).not.toContain('<w:cantSplit w:val="false"/>');
    expect(lines).toContain(
      "(Kèm theo Tờ trình số          /TTr-UBND ngày       tháng       năm 2026 của Ủy ban nhân dân xã Hương Sơn)",
    );
  });

  test("does not assert in its text what the officer has to check", () => {
    expect(lines.join("\n")).not.toMatch(/không thấy bản gốc|chưa được đối chiếu/);
  });

  test("says before its request what whoever decides must heed of the plan, in a part of its own", () => {
    const at = lines.indexOf("IV. NHỮNG NỘI DUNG CẦN LƯU Ý");
    expect(lines[at + 1]).toBe("- Giá máy vi tính trong bảng giá đã quá 12 tháng.");
    expect(lines[at + 2]).toBe("V. KIẾN NGHỊ");
    expect(lines[at - 1]).toContain("(Phụ lục II)");
  });
});

test("a plan over its ceiling says so in both papers; one without anything to heed has no part for it", async () => {
  const over = {
    ...planDocument(),
    ceiling: 200_000_000,
    warnings: Array.from({ length: 30 }, (_, i) => `w${i}.`),
  };
  for (const make of [proposalDocx, reportDocx]) {
    const text = xmlText(mainOf(await make(over)));
    expect(text).toContain("- Tổng đề nghị 254.800.000 đồng vượt mức kinh phí 200.000.000 đồng.");
    expect(text).toContain("- Còn 19 lưu ý khác");
    expect(text).not.toContain("w11.");
    const fine = xmlText(mainOf(await make({ ...planDocument(), warnings: [] })));
    expect(fine).toContain("IV. KIẾN NGHỊ");
    expect(fine).not.toContain("LƯU Ý");
  }
});

test("a report and a yearly report are well-formed and say what is theirs", async () => {
  const report = mainOf(await reportDocx(planDocument()));
  expect(xmlMistake(report)).toBeUndefined();
  expect(xmlText(report)).toContain("mạng nội bộ bị gián đoạn tổng cộng 41,5 giờ làm việc");
  expect(xmlText(report)).toContain("Số:          /BC-UBND");
  const year = mainOf(await yearReportDocx(yearReport));
  expect(xmlMistake(year)).toBeUndefined();
  const text = xmlText(year);
  expect(text).toContain(
    "Tổng thời gian gián đoạn mạng trong năm: 87,5 giờ làm việc; 16 sự cố. Có 3/4 đơn vị được đo liên tục.",
  );
  expect(text).toContain(
    "Đã sử dụng 68.850.000 đồng (bằng chữ: Sáu mươi tám triệu tám trăm năm mươi nghìn đồng)",
  );
  expect(text.match(/chưa đo/g)?.length).toBe(5);
});

test("a unit without a profile gets blanks, never the word null or undefined", async () => {
  const blank = Object.fromEntries(Object.keys(profile).map((key) => [key, null]));
  const bare = { ...profile, ...blank, unit: "u", recipients: [] };
  const text = xmlText(
    mainOf(
      await proposalDocx({ ...planDocument([]), profile: bare, legal: [], notChosen: [], ceiling: null }),
    ),
  );
  expect(text).not.toMatch(/null|undefined|NaN/);
  expect(text).toContain("Kính gửi: ....");
  expect(text).toContain("Số:          /TTr-.....");
  expect(text).toContain("UBND XÃ HƯƠNG SƠN");
  expect(text).toContain("(Bằng chữ: Không đồng).");
  expect(text).toContain("chưa có nội dung nào cần đề nghị");
});

test("speaks English to who checks it, with figures grouped the English way", async () => {
  const english = { ...planDocument(), language: "en" } as const;
  const text = xmlText(mainOf(await proposalDocx(english)));
  expect(text).toContain("Total asked for: 254,800,000 dong");
  expect(text).toContain("Two hundred and fifty-four million eight hundred thousand dong");
  expect(text).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  expect(text).not.toMatch(/doc\.[a-z]+\.|Tổng cộng|Lý do/);
});

test("hostile text comes through as text: well-formed, without control or direction characters, in NFC", async () => {
  const [line] = planLines(1);
  if (line === undefined) throw new Error("no sample");
  const check = async (texts: readonly string[], head: string): Promise<void> => {
    const lines = texts.map((text) => {
      const old =
        line.old === null ? null : { ...line.old, name: text, model: text, serial: text, code: text };
      return { ...line, unit: text, room: text, item: text, reason: text, note: text, old };
    });
    const files = unzip(
      await proposalDocx({
        ...planDocument(lines),
        unitName: head,
        profile: { ...profile, agency: head, place: head, signName: head, recipients: [head] },
        legal: [{ text: head, source: head, verified: false }],
      }),
    );
    for (const [name, xml] of files) {
      if (!/\.(?:xml|rels)$/.test(name)) continue;
      expect(xmlMistake(xml), name).toBeUndefined();
      expect(xml).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
      expect(xml.normalize("NFC")).toBe(xml);
    }
    const main = files.get("word/document.xml") ?? "";
    expect(main).not.toMatch(/<w:(?:fldSimple|instrText|hyperlink)|<script/);
    expect(main.length).toBeLessThan(1_000_000);
  };
  await check(HOSTILE, HOSTILE.join(" "));
  await fc.assert(fc.asyncProperty(fc.array(anyText, { maxLength: 20 }), anyText, check), { numRuns: 2 });
});

interface Run {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
}
function runsOf(xml: string): Run[] {
  return [...xml.matchAll(/<w:r>(.*?)<\/w:r>/gs)].map(([, run = ""]) => ({
    text: xmlText(/<w:t[^>]*>.*<\/w:t>/s.exec(run)?.[0] ?? ""),
    size: Number(/<w:sz w:val="(\d+)"/.exec(run)?.[1]),
    bold: run.includes("<w:b/>"),
    italic: run.includes("<w:i/>"),
  }));
}
