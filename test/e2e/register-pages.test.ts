import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AssetDetail, AssetView } from "../../core/wire/assets.ts";
import { workbookOf } from "../support/broken-sheets.ts";
import { openOfficePages, type OfficePages } from "./support/office-pages.ts";
import { hasChromium, overflow, SCREENS, shoot, type OpenBrowser } from "./support/screens.ts";

/** The register as an officer keeps it: from an empty book and the accountant's spreadsheet to what is liquidated. */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the pages of the register are not used");

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const HEAD = [
  "STT",
  "Tên tài sản",
  "Mã tài sản",
  "Số sê-ri",
  "Nguyên giá",
  "Ngày đưa vào sử dụng",
  "ĐVT",
  "Màu sơn",
];
const DELL = "Máy vi tính để bàn Dell OptiPlex 3080";
const PRINTER = "Máy in HP LaserJet Pro M404dn";
const SWITCH = "Bộ chuyển mạch TP-Link TL-SG1024D";

describe.skipIf(!hasChromium)("an officer keeps the register", () => {
  let office: OfficePages;
  let url: string;
  let browser: OpenBrowser;
  let page: Page;
  const units = { hs: "", md: "", vk: "" };

  const call = <T>(...request: Parameters<OfficePages["call"]>) => office.call<T>(...request);
  const unit = async (name: string) =>
    (await call<{ id: string }>("POST", "/api/units", { name, kind: "commune", parent: null })).id;
  const books = () => call<AssetView[]>("GET", "/api/assets?liquidated=1");
  const named = async (name: string) => {
    const found = (await books()).find((asset) => asset.name === name);
    if (found === undefined) throw new Error(`${name} is not in the register`);
    return found;
  };
  const detail = async (name: string) => call<AssetDetail>("GET", `/api/assets/${(await named(name)).id}`);

  beforeAll(async () => {
    office = await openOfficePages();
    ({ url, browser, page } = office);
    units.hs = await unit("Xã Hương Sơn");
    units.md = await unit("Xã Mỹ Đức");
    units.vk = await unit("Xã Vạn Kim");
  }, 60_000);
  afterAll(async () => {
    await office?.close();
  });

  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const dialog = () => page.getByRole("dialog");
  const field = (label: string) => dialog().getByLabel(label);
  const press = (name: string | RegExp) =>
    dialog()
      .getByRole("button", { name, exact: typeof name === "string" })
      .click();
  const closed = () => dialog().waitFor({ state: "detached" });
  /** On the office screen and on the phone; nothing may need to be pushed sideways on either. */
  const look = async (name: string) => {
    for (const screen of ["phone", "office"] as const) {
      await page.setViewportSize(SCREENS[screen]);
      await shoot(page, `${name} ${screen}`);
      expect(await overflow(page), name).toBe(0);
      if ((await dialog().count()) > 0) expect(await page.evaluate(SIDEWAYS), name).toBe(0);
    }
    expect(browser.complaints).toEqual([]);
  };
  const choose = async (name: string, bytes: Uint8Array) =>
    dialog()
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: name.endsWith("x") ? XLSX : "text/csv", buffer: Buffer.from(bytes) });

  test("takes in the accountant's spreadsheet: each wrong cell is named first, nothing is written until said so", async () => {
    await page.goto(`${url}/assets`);
    await says("Sổ còn trống");
    await look("register empty");
    await page.getByRole("button", { name: "Nhập từ Excel" }).first().click();
    await choose("so-tai-san.xls", new Uint8Array([1]));
    await says(/Chỉ đọc được .xlsx và .csv/);
    await choose("hong.xlsx", new Uint8Array([80, 75, 3, 4, 1, 2, 3]));
    await dialog().getByRole("alert").waitFor();
    await look("import unreadable");
    const rows = [
      HEAD,
      [1, DELL, "MT-01", "SN-01", "15.000.000", "15/03/2020", "cái", "đen"],
      [2, "Máy vi tính Dell hỏng giá", "MT-02", "SN-02", "mười lăm triệu", "31/02/2020", "cái", "đen"],
      [3, PRINTER, "MI-01", null, 5_200_000, 2021, "cái", "trắng"],
      [4, "", "MT-03", "SN-03", 1, 2021, "cái", null],
      [null, "Tổng cộng", null, null, 20_200_000],
    ];
    await choose("so-tai-san.xlsx", await workbookOf({ rows }));
    await says("2 dòng có lỗi, 2 dòng nhập được.");
    const wrong = dialog().getByRole("row");
    await wrong
      .filter({ hasText: "E · Nguyên giá" })
      .getByText("Không đọc được số tiền “mười lăm triệu”")
      .waitFor();
    await wrong
      .filter({ hasText: "F · Ngày đưa vào sử dụng" })
      .getByText("Không đọc được ngày “31/02/2020”")
      .waitFor();
    await wrong
      .filter({ hasText: "Thiếu tên tài sản" })
      .getByRole("cell", { name: "5", exact: true })
      .waitFor();
    await says(/Không nhận ra cột: H “Màu sơn”/);
    await look("import with errors");
    // Nothing to press takes in the wrong rows.
    expect(await dialog().locator(".dialog-foot button").allInnerTexts()).toEqual([
      "Hủy",
      "Nhập 2 dòng, bỏ 2 dòng lỗi",
    ]);
    expect(await books()).toEqual([]);

    await press("Nhập 2 dòng, bỏ 2 dòng lỗi");
    await closed();
    await says("Đã nhập: thêm 2, cập nhật 0 tài sản.");
    await says(PRINTER);
    expect((await books()).map(({ name }) => name).toSorted()).toEqual([PRINTER, DELL].toSorted());
    const dell = await named(DELL);
    expect([dell.code, dell.serial, dell.originalValue, dell.inUseOn, dell.unit]).toEqual([
      "MT-01",
      "SN-01",
      15_000_000,
      "2020-03-15",
      units.hs,
    ]);
  });

  test("is told what a table in millions was taken for, and which rows stand below an unknown unit", async () => {
    await page.goto(`${url}/assets`);
    await page.getByRole("button", { name: "Nhập từ Excel" }).first().click();
    const rows = [
      [null, null, null, "Đơn vị tính: triệu đồng"],
      ["STT", "Tên tài sản", "Số sê-ri", "Nguyên giá"],
      ["I", "UBND xã Hương Sơn"],
      [1, DELL, "N/A", 15.5],
      ["II. UBND xã Hương Sơm"],
      [2, DELL, "SN-78", 15.5],
      [3, "Tổng đài điện thoại IP", "SN-79", 31],
    ];
    await choose("trieu.xlsx", await workbookOf({ rows }));
    await says("2 dòng có lỗi, 1 dòng nhập được.");
    await says(/tính bằng triệu đồng: mọi số trong cột được nhân với 1.000.000/);
    const below = dialog().getByRole("row").filter({ hasText: "(tiêu đề ở dòng 5)" });
    expect(await below.count()).toBe(2);
    await dialog().getByText("Xem 1 dòng đọc được đầu tiên").click();
    await dialog().getByText("15.500.000").waitFor();
    await look("import in millions");
    await press("Hủy");
    await closed();
  });

  test("takes in a .csv for the unit that was chosen last; a code that is there changes that asset", async () => {
    await page.goto(`${url}/assets`);
    await page.getByRole("button", { name: "Nhập từ Excel" }).click();
    const csv = `Tên tài sản;Mã tài sản;Nguyên giá;Năm sử dụng\r\n${SWITCH};SW-01;"2.400.000";2019\r\n${PRINTER};MI-01;5.500.000;2021\r\n`;
    await choose("bang.csv", new TextEncoder().encode(`\uFEFF${csv}`));
    await says("Đọc được 2 dòng, không có lỗi: thêm 1, sửa 1.");
    await field("Đơn vị của các dòng không ghi đơn vị").selectOption({ label: "Xã Vạn Kim" });
    await says(/Đã có trong sổ/);
    await look("import clean");
    await press("Nhập 2 dòng");
    await closed();
    await says("Đã nhập: thêm 1, cập nhật 1 tài sản.");
    expect((await named(SWITCH)).unit).toBe(units.vk);
    expect((await named(PRINTER)).originalValue).toBe(5_500_000);
  });

  test("takes the register out and in again without a change", async () => {
    const before = await books();
    for (const [link, name] of [
      ["Xuất Excel", "x.xlsx"],
      ["Xuất CSV", "x.csv"],
    ] as const) {
      await page.goto(`${url}/assets`);
      const coming = page.waitForEvent("download");
      await page.getByRole("link", { name: link }).click();
      const file = await (await coming).path();
      await page.getByRole("button", { name: "Nhập từ Excel" }).click();
      await choose(name, await readFile(file));
      await says("Đọc được 3 dòng, không có lỗi: thêm 0, sửa 3.");
      await press("Nhập 3 dòng");
      await closed();
      expect(await books()).toEqual(before);
    }
  });

  test("adds an asset by hand: each mistake stands at its field, and the first has the focus", async () => {
    await page.goto(`${url}/assets`);
    await page.getByRole("button", { name: "Thêm tài sản" }).click();
    await field("Địa chỉ MAC").fill("3c:52:82");
    await field("Số lượng").fill("0");
    await field("Ngày đưa vào sử dụng").fill("31/02/2024");
    await field("Nguyên giá").fill("mười triệu");
    await field("Bảo hành đến").fill("2024/13");
    await press("Lưu");
    await says("Viết dạng aa:bb:cc:dd:ee:ff.");
    const mistake = (label: string) => page.evaluate<string>(DESCRIBED(label));
    expect(await mistake("Tên tài sản")).toContain("Điền ô này.");
    expect(await mistake("Số lượng")).toContain("Số nguyên từ 1 đến 100.000.");
    expect(await mistake("Ngày đưa vào sử dụng")).toContain("Ngày viết dạng 31/12/2024.");
    expect(await mistake("Nguyên giá")).toContain("15.000.000");
    expect(await mistake("Bảo hành đến")).toContain("Ngày viết dạng 31/12/2024.");
    expect(await page.evaluate(FOCUSED)).toContain("Tên tài sản");
    await look("add with mistakes");

    await field("Tên tài sản").fill("Máy chủ =HYPERLINK(1)");
    await field("Mã tài sản").fill("mt-01");
    await field("Loại").selectOption({ label: "Máy chủ" });
    await field("Địa chỉ MAC").fill("3C-52-82-00-01-11");
    await field("Số lượng").fill("1");
    await field("Ngày đưa vào sử dụng").fill("1/2/2024");
    await field("Nguyên giá").fill("85.000.000 đ");
    await field("Bảo hành đến").fill("01/02/2027");
    await field("Bộ nhớ RAM (GB)").fill("32");
    await press("Lưu");
    await says(/Mã mt-01 đã dùng cho/);
    expect(await mistake("Mã tài sản")).toContain(DELL);
    expect(await page.evaluate(FOCUSED)).toContain("Mã tài sản");
    await look("add with a code that is taken");
    await field("Mã tài sản").fill("MC-01");
    await press("Lưu");
    await closed();
    await says("Đã lưu Máy chủ =HYPERLINK(1).");
    const added = await named("Máy chủ =HYPERLINK(1)");
    expect([added.mac, added.originalValue, added.inUseOn, added.traits.ramGb, added.category]).toEqual([
      "3c:52:82:00:01:11",
      85_000_000,
      "2024-02-01",
      32,
      "server",
    ]);
  });

  test("mends a record: only what was changed is written, and the story tells it in words", async () => {
    await page.goto(`${url}/assets/${(await named(DELL)).id}`);
    await page.getByRole("button", { name: "Sửa hồ sơ" }).click();
    expect(await field("Nguyên giá").inputValue()).toBe("15.000.000");
    await look("edit");
    await field("Nguyên giá").fill("-1");
    await press("Lưu");
    await says(/15\.000\.000/);
    await field("Nguyên giá").fill("15.500.000");
    await field("Tình trạng").selectOption({ label: "Kém" });
    await field("Phòng").fill("Một cửa");
    await field("Bộ nhớ RAM (GB)").fill("8");
    await press("Lưu");
    await closed();
    await says("Nguyên giá (đồng): 15.000.000 đ → 15.500.000 đ");
    await says("Bộ nhớ RAM (GB): — → 8");
    await says("Phòng: — → Một cửa");
    const asset = await named(DELL);
    expect([asset.originalValue, asset.condition, asset.room, asset.serial, asset.traits]).toEqual([
      15_500_000,
      "poor",
      "Một cửa",
      "SN-01",
      { ramGb: 8 },
    ]);
  });

  test("moves what is shown and chosen to another unit, all at once, with the reason kept", async () => {
    await page.goto(`${url}/assets`);
    await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Hương Sơn" });
    await page.getByRole("button", { name: /^Chọn cả \d dòng/ }).click();
    await page.getByRole("button", { name: "Điều chuyển 3 tài sản" }).click();
    await press("Điều chuyển");
    await says("Chọn một mục trong danh sách.");
    await field("Sang đơn vị").selectOption({ label: "Xã Mỹ Đức" });
    await field("Ngày").fill("01/07/2099");
    await press("Điều chuyển");
    await says(/Ngày này chưa tới/);
    await look("transfer");
    await field("Ngày").fill("01/07/2025");
    await field("Lý do, số quyết định").fill("Nghị quyết 19/NQ-HĐND");
    await press("Điều chuyển");
    await closed();
    await says("Đã điều chuyển 3 tài sản sang Xã Mỹ Đức.");
    const where = (await books()).map(({ unitName }) => unitName).toSorted();
    expect(where).toEqual(["Xã Mỹ Đức", "Xã Mỹ Đức", "Xã Mỹ Đức", "Xã Vạn Kim"]);
    await page.goto(`${url}/assets/${(await named(DELL)).id}`);
    await says("Điều chuyển · Nghị quyết 19/NQ-HĐND");
    await says("Đơn vị: Xã Hương Sơn → Xã Mỹ Đức");
    await says("Ngày: 01/07/2025");
    await look("record after a transfer");
  });

  test("keeps repairs, each with its day and cost", async () => {
    await page.goto(`${url}/assets/${(await named(DELL)).id}`);
    await says("Chưa ghi lần sửa nào.");
    await page.getByRole("button", { name: "Ghi lần sửa" }).click();
    await field("Ngày").fill("hôm qua");
    await field("Chi phí").fill("nhiều");
    await press("Lưu");
    await says("Điền ô này.");
    expect(await dialog().locator("[aria-invalid=true]").count()).toBe(3);
    await look("repair");
    await field("Sửa gì").fill("Thay nguồn");
    await field("Ngày").fill("05/11/2026");
    await field("Chi phí").fill("650.000");
    await press("Lưu");
    await closed();
    await says(/Đã ghi lần sửa/);
    await page.getByRole("button", { name: "Ghi lần sửa" }).click();
    await field("Sửa gì").fill("Vệ sinh máy");
    await field("Ngày").fill("01/03/2026");
    await press("Lưu");
    await closed();
    await says("Sửa chữa · Vệ sinh máy");
    const { asset } = await detail(DELL);
    expect(asset.repairs).toEqual([
      { on: "2026-03-01", what: "Vệ sinh máy", cost: null },
      { on: "2026-11-05", what: "Thay nguồn", cost: 650_000 },
    ]);
    await page.getByRole("heading", { name: "Sửa chữa" }).scrollIntoViewIfNeeded();
    await look("repairs");
  });

  test("adds photos of a thing, sees them, and takes one away", async () => {
    await page.goto(`${url}/assets/${(await named(DELL)).id}`);
    await says("Chưa có ảnh.");
    const input = page.locator("input[type=file]");
    await input.setInputFiles({
      name: "anh.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("không phải ảnh"),
    });
    await says(/Tệp này không phải ảnh/);
    const picture = Buffer.from(await page.evaluate<string>(PICTURE), "base64");
    await input.setInputFiles({ name: "may.png", mimeType: "image/png", buffer: picture });
    await says("Đã thêm ảnh.");
    await input.setInputFiles({ name: "may.png", mimeType: "image/png", buffer: picture });
    await page.locator(".photos img").nth(1).waitFor();
    const { photos } = await detail(DELL);
    expect(photos.length).toBe(2);
    // Made smaller before it is sent.
    expect(await page.evaluate(DRAWN)).toEqual([1600, 1200]);
    await page.locator(".photos").scrollIntoViewIfNeeded();
    await look("photos");
    await page
      .getByRole("button", { name: /^Xóa ảnh/ })
      .first()
      .click();
    await look("photo remove");
    await press("Xóa ảnh");
    await closed();
    await says("Đã xóa ảnh.");
    expect((await detail(DELL)).photos.map(({ id }) => id)).toEqual([photos[1]?.id]);
  });

  test("liquidates with ground and decision; what is gone is shown on wish and not to be changed", async () => {
    await page.goto(`${url}/assets`);
    await page.getByLabel(`Chọn ${DELL}`).check();
    await page.getByLabel(`Chọn ${PRINTER}`).check();
    const opening = browser.context.waitForEvent("page");
    await page.getByRole("button", { name: "In 2 nhãn QR" }).click();
    const labels = await opening;
    await labels.locator("section div").nth(1).waitFor();
    expect(await labels.locator("section div").count()).toBe(2);
    await labels.close();
    await page.getByRole("button", { name: "Thanh lý 2 tài sản" }).click();
    await press("Thanh lý");
    await says("Chọn một mục trong danh sách.");
    await look("liquidate");
    await field("Căn cứ thanh lý").selectOption({ label: "Sửa chữa không hiệu quả" });
    await field("Số quyết định").fill("12/QĐ-UBND");
    await field("Ngày").fill("20/11/2026");
    await press("Thanh lý");
    await closed();
    await says("Đã ghi thanh lý 2 tài sản.");
    await page.getByText(DELL).waitFor({ state: "detached" });
    const { asset } = await detail(DELL);
    expect([asset.state, asset.liquidation]).toEqual([
      "liquidated",
      { on: "2026-11-20", ground: "repair_uneconomic", decision: "12/QĐ-UBND" },
    ]);

    await page.getByLabel("Hiện cả tài sản đã thanh lý").check();
    await says("Đã thanh lý");
    await page.getByRole("button", { name: /^Chọn cả 2 dòng/ }).click();
    await says("Điều chuyển 2 tài sản");
    await look("register with liquidated");
    await page.getByRole("link", { name: DELL }).click();
    await says("20/11/2026 · Sửa chữa không hiệu quả · 12/QĐ-UBND");
    await says("Căn cứ thanh lý: Sửa chữa không hiệu quả");
    for (const name of ["Sửa hồ sơ", "Điều chuyển", "Thanh lý", "Ghi lần sửa", /^Xóa ảnh/]) {
      expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
    }
    await look("liquidated");

    await page.getByRole("button", { name: "Sửa thông tin thanh lý" }).click();
    expect(await field("Số quyết định").inputValue()).toBe("12/QĐ-UBND");
    await field("Số quyết định").fill("13/QĐ-UBND");
    await field("Ngày").fill("19/11/2026");
    await look("correct liquidation");
    await press("Lưu");
    await closed();
    await says("19/11/2026 · Sửa chữa không hiệu quả · 13/QĐ-UBND");
    await says("Số quyết định: 12/QĐ-UBND → 13/QĐ-UBND");
    await page.goto(`${url}/assets`);
    await page.getByLabel("Hiện cả tài sản đã thanh lý").check();
    await page.getByLabel(`Chọn ${DELL}`).check();
    await page.getByLabel(`Chọn ${PRINTER}`).check();
    await page.getByRole("button", { name: "Sửa thông tin thanh lý: 2 tài sản" }).click();
    // They differ in number and day: what is not common stays empty.
    expect(await field("Số quyết định").inputValue()).toBe("");
    await field("Số quyết định").fill("14/QĐ-UBND");
    await field("Ngày").fill("18/11/2026");
    await press("Lưu");
    await says("Đã sửa thông tin thanh lý của 2 tài sản.");
    for (const name of [DELL, PRINTER])
      expect((await detail(name)).asset.liquidation).toEqual({
        on: "2026-11-18",
        ground: "repair_uneconomic",
        decision: "14/QĐ-UBND",
      });
  });
});

/** As text: the tests are compiled without the types of a browser. */
const DESCRIBED = (label: string) => `(() => {
  const named = [...document.querySelectorAll("dialog label[for]")].find((one) => one.textContent.startsWith("${label}"));
  const ids = document.getElementById(named.htmlFor).getAttribute("aria-describedby").split(" ");
  return ids.map((id) => document.getElementById(id).textContent).join(" ");
})()`;
const FOCUSED = `document.activeElement.labels?.[0]?.textContent ?? ""`;
const DRAWN = `(async () => {
  const image = document.querySelector(".photos img");
  await image.decode();
  return [image.naturalWidth, image.naturalHeight];
})()`;
const SIDEWAYS = `(() => {
  const dialog = document.querySelector("dialog[open]");
  return dialog.scrollWidth - dialog.clientWidth;
})()`;
/** A large picture with something on it, as base64. */
const PICTURE = `(async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [3200, 2400];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#3a6ea5";
  pen.fillRect(400, 300, 2400, 1500);
  return canvas.toDataURL("image/png").split(",")[1];
})()`;
