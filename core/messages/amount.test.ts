import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountInWords } from "./amount.ts";

const CASES: readonly (readonly [number, string])[] = [
  [0, "Không đồng"],
  [1, "Một đồng"],
  [4, "Bốn đồng"],
  [5, "Năm đồng"],
  [10, "Mười đồng"],
  [11, "Mười một đồng"],
  [14, "Mười bốn đồng"],
  [15, "Mười lăm đồng"],
  [19, "Mười chín đồng"],
  [20, "Hai mươi đồng"],
  [21, "Hai mươi mốt đồng"],
  [24, "Hai mươi tư đồng"],
  [25, "Hai mươi lăm đồng"],
  [44, "Bốn mươi tư đồng"],
  [55, "Năm mươi lăm đồng"],
  [91, "Chín mươi mốt đồng"],
  [100, "Một trăm đồng"],
  [101, "Một trăm linh một đồng"],
  [104, "Một trăm linh bốn đồng"],
  [105, "Một trăm linh năm đồng"],
  [110, "Một trăm mười đồng"],
  [111, "Một trăm mười một đồng"],
  [115, "Một trăm mười lăm đồng"],
  [121, "Một trăm hai mươi mốt đồng"],
  [999, "Chín trăm chín mươi chín đồng"],
  [1000, "Một nghìn đồng"],
  [1001, "Một nghìn không trăm linh một đồng"],
  [1010, "Một nghìn không trăm mười đồng"],
  [1100, "Một nghìn một trăm đồng"],
  [10_000, "Mười nghìn đồng"],
  [21_000, "Hai mươi mốt nghìn đồng"],
  [100_000, "Một trăm nghìn đồng"],
  [105_500, "Một trăm linh năm nghìn năm trăm đồng"],
  [1_000_000, "Một triệu đồng"],
  [1_000_001, "Một triệu không trăm linh một đồng"],
  [1_005_000, "Một triệu không trăm linh năm nghìn đồng"],
  [1_015_015, "Một triệu không trăm mười lăm nghìn không trăm mười lăm đồng"],
  [15_000_000, "Mười lăm triệu đồng"],
  [21_500_000, "Hai mươi mốt triệu năm trăm nghìn đồng"],
  [105_000_000, "Một trăm linh năm triệu đồng"],
  [123_456_789, "Một trăm hai mươi ba triệu bốn trăm năm mươi sáu nghìn bảy trăm tám mươi chín đồng"],
  [500_000_000, "Năm trăm triệu đồng"],
  [1_000_000_000, "Một tỷ đồng"],
  [1_000_000_001, "Một tỷ không trăm linh một đồng"],
  [1_050_000_000, "Một tỷ không trăm năm mươi triệu đồng"],
  [21_000_000_000, "Hai mươi mốt tỷ đồng"],
  [100_000_005_000, "Một trăm tỷ không trăm linh năm nghìn đồng"],
  [
    999_999_999_999,
    "Chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
  ],
  [1_000_000_000_000, "Một nghìn tỷ đồng"],
  [1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"],
  [1_000_000_000_005, "Một nghìn tỷ không trăm linh năm đồng"],
  [1_000_000_000_000_000, "Một triệu tỷ đồng"],
];

describe("amounts in Vietnamese words", () => {
  test.for(CASES)("%i: %s", ([n, words]) => {
    expect(amountInWords(n, "vi")).toBe(words);
    expect(words.normalize("NFC")).toBe(words);
  });

  test("every amount reads back as itself", () => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(readVietnamese(amountInWords(n, "vi"))).toBe(n);
      }),
      { numRuns: 2000 },
    );
  });

  test("no two of the first 20,000 amounts sound the same", () => {
    expect(new Set(Array.from({ length: 20_000 }, (_, n) => amountInWords(n, "vi"))).size).toBe(20_000);
  });

  test("chẵn is said where nothing remains below one thousand, and never of nothing", () => {
    expect(amountInWords(105_000_000, "vi", { even: true })).toBe("Một trăm linh năm triệu đồng chẵn");
    expect(amountInWords(105_000_500, "vi", { even: true })).not.toContain("chẵn");
    expect(amountInWords(0, "vi", { even: true })).toBe("Không đồng");
  });

  test("what is not an amount is a bug, not a sentence", () => {
    for (const n of [-1, 0.5, Number.NaN, Infinity, 2 ** 53])
      expect(() => amountInWords(n, "vi")).toThrow(RangeError);
  });
});

describe("amounts in English words", () => {
  test.for([
    [0, "Zero dong"],
    [21, "Twenty-one dong"],
    [105, "One hundred and five dong"],
    [1_005_000, "One million five thousand dong"],
    [105_000_000, "One hundred and five million dong"],
    [1_000_000_000_000, "One trillion dong"],
  ] as const)("%i: %s", ([n, words]) => {
    expect(amountInWords(n, "en")).toBe(words);
  });

  test("every amount reads back as itself", () => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(readEnglish(amountInWords(n, "en"))).toBe(n);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every size alike, and many zeroes inside: where number words go wrong. */
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 999_999_999_999n }).map(Number),
  fc.bigInt({ min: 0n, max: 1_000_000_000_000_000n }).map(Number),
  fc
    .array(fc.constantFrom("0", "0", "0", "1", "4", "5"), { minLength: 1, maxLength: 15 })
    .map((digits) => Number(digits.join(""))),
);

/** Reads the words by a grammar of its own, from left to right, one word at a time. */
function readVietnamese(text: string): number {
  const digit: Record<string, number> = {
    không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, lăm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9,
  }; // prettier-ignore
  // total: closed by tỷ; block: below tỷ; group: below nghìn; last: the digit not yet placed.
  let [total, block, group, last] = [0, 0, 0, 0];
  for (const word of text.toLowerCase().split(" ")) {
    if (word in digit) last = digit[word] ?? 0;
    else if (word === "trăm") [group, last] = [group + last * 100, 0];
    else if (word === "mươi") [group, last] = [group + last * 10, 0];
    else if (word === "mười") group += 10;
    else if (word === "nghìn") [block, group, last] = [block + (group + last) * 1e3, 0, 0];
    else if (word === "triệu") [block, group, last] = [block + (group + last) * 1e6, 0, 0];
    else if (word === "tỷ") [total, block, group, last] = [(total + block + group + last) * 1e9, 0, 0, 0];
    else if (word !== "linh" && word !== "đồng") throw new Error(`unknown word: ${word}`);
  }
  return total + block + group + last;
}

function readEnglish(text: string): number {
  const small =
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
      " ",
    );
  const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
  const large: Record<string, number> = {
    thousand: 1e3,
    million: 1e6,
    billion: 1e9,
    trillion: 1e12,
    quadrillion: 1e15,
  };
  let [total, group] = [0, 0];
  for (const word of text.toLowerCase().replaceAll("-", " ").split(" ")) {
    if (small.includes(word)) group += small.indexOf(word);
    else if (tens.includes(word)) group += (tens.indexOf(word) + 2) * 10;
    else if (word === "hundred") group *= 100;
    else if (word in large) [total, group] = [total + group * (large[word] ?? 0), 0];
    else if (word !== "and" && word !== "dong") throw new Error(`unknown word: ${word}`);
  }
  return total + group;
}
