import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { workbookOf } from "../../test/support/broken-sheets.ts";
import { readSheets } from "./read-sheet.ts";
import { checkArchive } from "./zip-guard.ts";

interface Entry {
  readonly data: Buffer;
  readonly method?: number;
  /** What the archive says that it unpacks to. */
  readonly says?: number;
}

/** An archive by hand, as nobody's library would write it. */
function zip(entries: readonly Entry[], { count = entries.length, gap = "" } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [n, { data, method = 8, says = data.length }] of entries.entries()) {
    const name = Buffer.from(`part${n}.xml`);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(says, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02_01_4b_50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(says, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    parts.push(local, name, packed);
    directory.push(central, name);
    at += local.length + name.length + packed.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, table, Buffer.from(gap), end]);
}
const zeros = (bytes: number) => ({ data: Buffer.alloc(bytes) });

test("what fits is let through, to the byte", async () => {
  expect(checkArchive(zip([zeros(600), { data: Buffer.from("abcd"), method: 0 }]), 604)).toBe("fits");
  expect(checkArchive(zip([zeros(600), { data: Buffer.from("abcd"), method: 0 }]), 603)).toBe("too_large");
  expect(checkArchive(await workbookOf({ rows: [["Tên tài sản", "Mã"]] }), 1_000_000)).toBe("fits");
});

test("an archive that lies about its sizes is counted, not believed", () => {
  const bomb = zip([{ ...zeros(50_000_000), says: 10 }]);
  expect(bomb.length).toBeLessThan(60_000);
  expect(checkArchive(bomb, 1_000_000)).toBe("too_large");
  expect(checkArchive(zip([{ ...zeros(10), says: 0xff_ff_ff_00 }]), 1_000_000)).toBe("fits");
});

test("entries that the archive does not own up to are counted, too", () => {
  const many = Array.from({ length: 20 }, () => ({ ...zeros(100_000), says: 1 }));
  expect(checkArchive(zip(many, { count: 1 }), 1_000_000)).toBe("too_large");
  expect(checkArchive(zip(Array.from({ length: 5_001 }, () => zeros(0))), 1_000)).toBe("too_large");
});

test("what two programs might read in two ways is not read", () => {
  const good = zip([zeros(10)]);
  expect(checkArchive(good.subarray(1), 1_000)).toBe("broken");
  expect(checkArchive(good.subarray(0, -1), 1_000)).toBe("broken");
  expect(checkArchive(zip([zeros(10)], { gap: "PK\u0001\u0002" }), 1_000)).toBe("broken");
  expect(checkArchive(zip([zeros(10)], { gap: "PK\u0006\u0007" }), 1_000)).toBe("broken");
  expect(checkArchive(zip([{ ...zeros(10), method: 12 }]), 1_000)).toBe("broken");
  expect(checkArchive(Buffer.from("PK"), 1_000)).toBe("broken");
});

test("a bomb sent as a spreadsheet is refused in words, before anything unpacks it", async () => {
  const read = await readSheets(new Uint8Array(zip([{ ...zeros(210 * 1024 * 1024), says: 10 }])));
  expect(read).toMatchObject({ ok: false, fault: { code: "sheet_too_large", params: { most: 200 } } });
});
