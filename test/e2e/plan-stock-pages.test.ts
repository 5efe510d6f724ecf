import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Clock } from "../../core/clock.ts";
import type { AssetDetail, AssetView, StockTakeDetail, WearRowView } from "../../core/wire/assets.ts";
import type { PlanView, VersionDetail } from "../../core/wire/plans.ts";
import type { Overview } from "../../core/wire/views.ts";
import { realClock } from "../support/real-clock.ts";
import { ADMIN } from "../support/start-server.ts";
import { openOfficePages, type OfficePages } from "./support/office-pages.ts";
import { hasChromium, openBrowser, overflow, shoot, type OpenBrowser } from "./support/screens.ts";

/** What an officer does with the demonstration register in a year: reconciles, plans, buys, counts, and runs the wear. */
if (!hasChromium)
  console.warn("SKIPPED: there is no Chromium here, plans, stock-takes and wear are not used");

/** All of it past: sessions live by the machine's own time. The price list begins in the second year. */
const NOVEMBER = Date.parse("2025-11-20T02:00:00Z");
const DECEMBER = Date.parse("2025-12-15T02:00:00Z");
const A_YEAR_LATER = Date.parse("2026-11-20T02:00:00Z");
/** Files of Word and Excel are ZIP archives. */
const ZIP = "PK\u0003\u0004";

describe.skipIf(!hasChromium)("an officer plans, buys, counts and runs the wear", () => {
  let office: OfficePages;
  let url: string;
  let browser: OpenBrowser;
  let page: Page;
  let commune: { readonly id: string; readonly name: string };
  let offset = NOVEMBER - Date.now();
  const clock: Clock = { ...realClock, now: () => Date.now() + offset };

  const call = <T>(...request: Parameters<OfficePages["call"]>) => office.call<T>(...request);
  const get = <T>(path: string) => call<T>("GET", path);
  const wear = () => get<WearRowView[]>("/api/asset-wear?year=2025");
  const says = (text: string | RegExp, on: Page = page) => on.getByText(text).first().waitFor();
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
  const dialog = () => page.getByRole("dialog");
  const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();

  /** Saves what a link of the page offers; its name, having looked that it is a file of Word or Excel. */
  const save = async (name: string, on: Page = page): Promise<string> => {
    const coming = on.waitForEvent("download");
    await on.getByRole("link", { name, exact: true }).click();
    const file: Download = await coming;
    const bytes = await readFile(await file.path());
    expect(bytes.toString("latin1", 0, 4), name).toBe(ZIP);
    return file.suggestedFilename();
  };

  beforeAll(async () => {
    office = await openOfficePages({ clock, demo: true, timeoutMs: 15_000 });
    ({ url, browser, page } = office);
    const { units } = await get<Overview>("/api/overview");
    const found = units.find((one) => one.name === "Xã Hương Sơn" && one.validTo === null);
    if (found === undefined) throw new Error("the demonstration has no Xã Hương Sơn");
    commune = found;
  }, 60_000);
  afterAll(async () => {
    await office?.close();
  });

  test("the yearly wear is run in December, once; a second run takes only what came in since", async () => {
    const run = "Tính và ghi hao mòn 2025";
    await page.goto(`${url}/wear`);
    await says(/^Tỷ lệ hao mòn chưa được đối chiếu với văn bản gốc: kế toán duyệt/);
    await button(run).click();
    await dialog()
      .getByText(/^Chưa đến tháng 12:/)
      .waitFor();
    await press("Hủy");
    expect((await wear()).some(({ saved }) => saved)).toBe(false);

    offset = DECEMBER - Date.now();
    await page.reload();
    const open = (await wear()).filter(({ amount }) => amount !== null);
    await button(run).click();
    await dialog()
      .getByText(new RegExp(`^Ghi hao mòn của ${open.length} tài sản vào sổ`))
      .waitFor();
    await press(run);
    await says(new RegExp(`^Đã ghi vào sổ hao mòn 2025 của ${open.length} tài sản\\. 0 dòng`));
    await shoot(page, "wear-ran");
    expect(await button(run).count()).toBe(0);
    const saved = (await wear()).filter((row) => row.saved);
    expect(saved.map(({ asset, amount }) => [asset, amount])).toEqual(
      open.map(({ asset, amount }) => [asset, amount]),
    );

    await call("POST", "/api/assets", NEW_COPIER(commune.id));
    await page.reload();
    await button(run).click();
    await press(run);
    await says(`Đã ghi vào sổ hao mòn 2025 của 1 tài sản. ${open.length} dòng đã ghi từ trước giữ nguyên.`);
    expect((await wear()).find(({ name }) => name === COPIER)).toMatchObject({
      amount: 7_500_000,
      remaining: 52_500_000,
      saved: true,
    });
    await page.getByLabel("Đơn vị").selectOption(commune.id);
    expect(await save("Bảng hao mòn (.xlsx)")).toMatch(/\.xlsx$/);
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("what the network and the books call the same thing is linked with one click", async () => {
    offset = A_YEAR_LATER - Date.now();
    const linked = (await get<AssetView[]>("/api/assets")).filter(
      ({ device, serial, mac, code }) => device !== null && (serial ?? mac ?? code) !== null,
    );
    const three = linked.slice(0, 3);
    expect(three).toHaveLength(3);
    for (const { id } of three) await call("PUT", `/api/assets/${id}/device`, { device: null });

    await page.goto(`${url}/reconcile`);
    await says("Đề nghị gắn (3)");
    await shoot(page, "reconcile");
    await button(/^Xác nhận: /)
      .first()
      .click();
    await says("Đã gắn 1 tài sản.");
    await says("Đề nghị gắn (2)");
    await button("Xác nhận 2 đề nghị chắc chắn").click();
    await says("Đã gắn 2 tài sản.");
    await says("Đề nghị gắn (0)");
    const after = new Map((await get<AssetView[]>("/api/assets")).map((asset) => [asset.id, asset]));
    for (const { id, device } of three) expect(after.get(id)?.device).toBe(device);
    expect(browser.complaints).toEqual([]);
  });

  test("two scenarios stand side by side; locks are kept; a frozen version is held against what was bought", async () => {
    const make = async (name: string, amount: string) => {
      await page.goto(`${url}/plans`);
      await button("Lập phương án").click();
      await dialog().getByLabel("Tên phương án").fill(name);
      await dialog().getByLabel("Năm").fill("2027");
      await dialog().getByLabel("Ngân sách xã (đồng)").fill(amount);
      for (const box of await dialog().getByRole("checkbox").all()) await box.uncheck();
      await dialog().getByRole("checkbox", { name: commune.name, exact: true }).check();
      await press("Lập phương án");
      await page.waitForURL(/\/plans\/.+/);
      await says("Các dòng");
    };
    await make("Phương án tiết kiệm", "150.000.000");
    await make("Phương án chính", "200.000.000");
    const id = page.url().split("/").at(-1) ?? "";
    const plan = async () => (await get<{ plan: PlanView }>(`/api/plans/${id}`)).plan;
    expect(await plan()).toMatchObject({
      units: [commune.id],
      ceilings: { commune: 200_000_000 },
      year: 2027,
    });

    await page.getByLabel("Phương án kia").selectOption("Phương án tiết kiệm (2027)");
    const beside = page.getByRole("table", { name: "So hai phương án" });
    expect(await beside.getByRole("row", { name: /^Trần kinh phí/ }).innerText()).toMatch(
      /200\.000\.000 đ\s+150\.000\.000 đ$/,
    );
    await says(/^Chỉ có ở Phương án chính \(\d+ dòng\)$/);

    // What is in leaves by hand, what is out comes in.
    await button("Không").first().click();
    await says("Có thay đổi chưa lưu.");
    await button(/^Chưa chọn \(/).click();
    const out = page.getByRole("table", { name: "Các dòng" });
    await page.getByPlaceholder("Lọc, không cần dấu").fill("may in laser");
    await out.getByRole("button", { name: "Phải có", exact: true }).first().click();
    await button("Lưu phương án").click();
    await says("Đã lưu Phương án chính.");
    const { must, never } = await plan();
    expect([must.length, never.length]).toEqual([1, 1]);
    await shoot(page, "plan-locked");

    await button("Chốt bản này").click();
    await dialog().getByLabel("Tên bản chốt").fill("Bản trình tháng 5");
    await press("Chốt bản này");
    await says("Đã chốt Bản trình tháng 5.");
    await buyAgainst(id, must[0] ?? "", never[0] ?? "");
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  /** Opens the version, enters a purchase that is dearer than planned, and takes it back. */
  const buyAgainst = async (plan: string, must: string, never: string) => {
    const { versions } = await get<{ versions: { id: string }[] }>(`/api/plans/${plan}`);
    const version = () => get<VersionDetail>(`/api/plan-versions/${versions[0]?.id}`);
    const lines = (await version()).comparison;
    expect(lines.some(({ candidate }) => candidate === must)).toBe(true);
    expect(lines.some(({ candidate }) => candidate === never)).toBe(false);
    const planned = lines.reduce((sum, line) => sum + (line.planned?.amount ?? 0), 0);
    expect(planned).toBeLessThanOrEqual(200_000_000);

    await button("So với đã mua").click();
    await says(`Đã mua 0 đ / kế hoạch ${planned.toLocaleString("vi-VN")} đ`);
    const table = page.getByRole("table", { name: "So với đã mua" });
    const first = table.locator("tbody .cell-button").first();
    await first.click();
    const [quantity, paid] = [dialog().getByLabel("Số lượng"), dialog().getByLabel("Đã trả (đồng)")];
    const count = Number(await quantity.inputValue());
    const amount = Number((await paid.inputValue()).replaceAll(".", "")) + 1_000_000 * count;
    await paid.fill("mười triệu");
    await press("Lưu");
    await dialog().getByRole("alert").waitFor();
    await paid.fill(amount.toLocaleString("vi-VN"));
    await dialog().getByLabel("Ngày mua").fill("10/11/2026");
    await press("Lưu");
    await says("Đắt hơn 1.000.000 đ mỗi cái");
    await says(new RegExp(`^Đã mua ${amount.toLocaleString("vi-VN").replaceAll(".", "\\.")} đ / kế hoạch`));
    await shoot(page, "plan-bought");
    const bought = (await version()).comparison.filter((line) => line.bought !== null);
    expect(bought).toEqual([
      expect.objectContaining({
        bought: { quantity: count, amount, on: "2026-11-10" },
        outcome: "dearer",
        unitDifference: 1_000_000,
      }),
    ]);

    await enterInBooks(table, count, amount);

    await table
      .getByRole("button", { name: bought[0]?.item ?? "" })
      .first()
      .click();
    await quantity.fill("0");
    await paid.fill("0");
    await press("Lưu");
    await says(/^Đã mua 0 đ \/ kế hoạch/);
    expect((await version()).comparison.every(({ outcome }) => outcome === "not_bought")).toBe(true);
  };

  /** What was bought goes into the books from its line: the form knows what the plan knows. */
  const enterInBooks = async (table: ReturnType<Page["getByRole"]>, count: number, amount: number) => {
    await table.getByRole("button", { name: "Ghi vào sổ" }).click();
    const value = (label: string) => dialog().getByLabel(label).inputValue();
    expect(await value("Đơn vị")).toBe(commune.id);
    expect(await value("Số lượng")).toBe(String(count));
    expect(await value("Nguyên giá")).toBe(amount.toLocaleString("vi-VN"));
    expect(await value("Ngày đưa vào sử dụng")).toBe("10/11/2026");
    await dialog().getByLabel("Mã tài sản").fill("MUA-2026-1");
    await shoot(page, "plan-into-books");
    await press("Lưu");
    const link = table.getByRole("link", { name: /^MUA-2026-1/ });
    await link.waitFor();
    expect(await table.getByRole("button", { name: "Ghi vào sổ" }).count()).toBe(0);
    await shoot(page, "plan-in-books");
    const { boughtAs } = await get<AssetDetail>(`/api${await link.getAttribute("href")}`);
    expect(boughtAs).toMatchObject({ planName: "Phương án chính", versionName: "Bản trình tháng 5" });
    const beside = await browser.context.newPage();
    await beside.goto(url + (await link.getAttribute("href")));
    await beside.getByRole("link", { name: "Phương án chính" }).waitFor();
    await shoot(beside, "asset-of-plan");
    await beside.close();
  };

  test("every document is saved from its page", async () => {
    const names = [];
    for (const kind of [
      "Tờ trình (.docx)",
      "Báo cáo (.docx)",
      "Bảng thay thế (.xlsx)",
      "Bảng nhu cầu (.xlsx)",
    ]) {
      names.push(await save(kind));
    }
    await page.goto(`${url}/plans`);
    await page.getByLabel("Đơn vị").selectOption(commune.id);
    await page.getByLabel("Năm", { exact: true }).fill("202");
    expect(await page.getByRole("link", { name: "Báo cáo năm (.docx)" }).count()).toBe(0);
    await page.getByLabel("Năm", { exact: true }).fill("2026");
    for (const kind of ["Bảng hao mòn (.xlsx)", "Báo cáo năm (.docx)", "Số liệu năm (.xlsx)"]) {
      names.push(await save(kind));
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.endsWith(".docx"))).toHaveLength(3);

    // Of several units without one above them somebody must say who issues the papers.
    const { units } = await get<Overview>("/api/overview");
    const two = units.filter(({ name }) => name === "Xã Hương Sơn" || name === "Xã Mỹ Đức");
    const plan = await call<PlanView>("POST", "/api/plans", {
      name: "Hai xã",
      year: 2027,
      units: two.map(({ id }) => id),
      ceilings: { commune: 50_000_000 },
      total: null,
      must: [],
      never: [],
      edits: {},
    });
    await page.goto(`${url}/plans/${plan.id}`);
    await page.getByRole("link", { name: "Tờ trình (.docx)" }).click();
    await says("Chọn một mục trong danh sách.");
    await shoot(page, "plan-issuer");
    await page.getByLabel("Đơn vị ban hành").selectOption({ label: "Xã Mỹ Đức" });
    expect(await save("Tờ trình (.docx)")).toBe("to-trinh.docx");
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("a stock-take is walked with a phone: labels, a scanned one, one that is not there, the record", async () => {
    const assets = await get<AssetView[]>(`/api/assets?unit=${commune.id}`);
    const [seen, gone] = assets.filter(({ code }) => code !== null);
    if (seen === undefined || gone === undefined) throw new Error("no assets with codes");
    await page.goto(`${url}/stocktakes`);
    await button("Mở đợt kiểm kê").click();
    await dialog().getByLabel("Tên đợt").fill("Kiểm kê cuối năm");
    await dialog().getByLabel("Đơn vị").selectOption(commune.id);
    await dialog().getByLabel("Thời điểm kiểm kê").fill("31/02/2026");
    await press("Mở đợt kiểm kê");
    await dialog().getByRole("alert").waitFor();
    await dialog().getByLabel("Thời điểm kiểm kê").fill("20/11/2026");
    await press("Mở đợt kiểm kê");
    await page.waitForURL(/\/stocktakes\/.+/);
    await says(`Đã kiểm 0 / ${assets.length} tài sản`);
    const path = new URL(page.url()).pathname;

    await page.goto(`${url}/assets`);
    await page.getByLabel("Đơn vị").first().selectOption(commune.id);
    const opening = browser.context.waitForEvent("page");
    await page.getByRole("link", { name: "In nhãn QR" }).click();
    const sheet = await opening;
    await sheet
      .locator("section div")
      .nth(assets.length - 1)
      .waitFor();
    // 27 mm of the label's 70: the page's own style is in force.
    const box = await sheet.locator("svg").first().boundingBox();
    expect(box?.width).toBeCloseTo((27 / 25.4) * 96, 0);
    await shoot(sheet, "labels");
    await sheet.close();

    await walk(path, seen, gone, assets.length);
    const { take, seen: counted } = await get<StockTakeDetail>(`/api${path}`);
    expect(take.closedAt).not.toBeNull();
    expect(counted.map(({ asset, quantity, condition }) => [asset, quantity, condition])).toEqual([
      [seen.id, seen.quantity, "good"],
      [gone.id, 0, null],
    ]);
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  /** The label's address on a phone that nobody signed in on yet, then the list of the stock-take. */
  const walk = async (path: string, seen: AssetView, gone: AssetView, all: number) => {
    const phone = await openBrowser({ screen: "phone" });
    const hand = phone.page;
    hand.setDefaultTimeout(15_000);
    const touch = (name: string) => hand.getByRole("button", { name, exact: true });
    try {
      await hand.goto(`${url}/assets/${seen.id}`);
      await hand.getByLabel("Tên đăng nhập").fill(ADMIN.username);
      await hand.getByLabel("Mật khẩu").fill(ADMIN.password);
      await touch("Đăng nhập").click();
      await touch("Tốt").click();
      await touch("Ghi là đã thấy").click();
      await says(/^Đã kiểm lúc 20\/11\/2026 \d\d:\d\d, người kiểm an\.nguyen\.$/, hand);
      await shoot(hand, "phone-counted");
      await hand.getByRole("link", { name: "Xem đợt Kiểm kê cuối năm" }).click();
      await says(`Đã kiểm 1 / ${all} tài sản`, hand);
      const typed = hand.getByLabel("Mã tài sản, số sê-ri hoặc tên");
      await typed.fill("KHÔNG-CÓ-MÃ-NÀY");
      await says(/^Không có tài sản nào của đơn vị này khớp/, hand);
      await typed.fill((gone.code ?? "").toLowerCase());
      await typed.press("Enter");
      await touch("Không tìm thấy").click();
      await says(`Đã kiểm 2 / ${all} tài sản`, hand);
      const different = hand.getByRole("table", { name: /^Sai lệch/ });
      expect(await different.getByText("Thiếu", { exact: true }).count()).toBe(1);
      expect(await overflow(hand)).toBe(0);
      await shoot(hand, "phone-stocktake");

      await touch("Chốt kiểm kê").click();
      await says(`Còn ${all - 2} tài sản chưa thấy: chúng được ghi là thiếu.`, hand);
      await hand.getByRole("dialog").getByRole("button", { name: "Chốt kiểm kê" }).click();
      await says(/· Đã chốt$/, hand);
      expect(await typed.count()).toBe(0);
      expect(new URL(hand.url()).pathname).toBe(path);
      await save("Biên bản C53-HD (TSCĐ)", hand);
      await save("Biên bản (CCDC)", hand);
      expect(phone.complaints).toEqual([]);
    } finally {
      await phone.close();
    }
  };
});

const COPIER = "Máy photocopy Canon iR 2625i";
const NEW_COPIER = (unit: string) => ({
  unit,
  site: null,
  book: "fixed",
  category: "copier",
  code: "MPT-2025-01",
  name: COPIER,
  vendor: "Canon",
  model: "iR 2625i",
  serial: "QRS00123",
  mac: null,
  quantity: 1,
  room: "Văn phòng",
  person: null,
  oneStop: false,
  inUseOn: "2025-12-10",
  originalValue: 60_000_000,
  fundingSource: "commune",
  supplier: null,
  warrantyUntil: null,
  condition: "good",
  notes: null,
  traits: {},
});
