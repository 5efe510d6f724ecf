import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanView, VersionDetail } from "../../core/wire/plans.ts";
import type { Overview } from "../../core/wire/views.ts";
import { openOfficePages, type OfficePages } from "./support/office-pages.ts";
import { hasChromium, overflow, shoot, type OpenBrowser } from "./support/screens.ts";

/** The register, findings and the plan in a real browser, on the real server with the demonstration register. */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the pages of the plan are not looked at");

describe.skipIf(!hasChromium)("the pages of assets and plans", () => {
  let office: OfficePages;
  let url: string;
  let browser: OpenBrowser;
  let page: Page;

  const call = <T>(...request: Parameters<OfficePages["call"]>) => office.call<T>(...request);

  beforeAll(async () => {
    office = await openOfficePages({ demo: true, timeoutMs: 15_000 });
    ({ url, browser, page } = office);
  }, 60_000);
  afterAll(async () => {
    await office?.close();
  });

  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();

  test("the register is found without diacritics and opens one asset, whose findings open their evidence", async () => {
    await page.goto(`${url}/assets`);
    await says("Sổ tài sản CNTT");
    await page.getByPlaceholder("Lọc, không cần dấu").fill("may vi tinh xa my duc");
    await says(/^\d+ \/ \d+ dòng$/);
    await shoot(page, "register");
    await page.locator("tbody a.cell-name").first().click();
    await says("Nhận xét");
    await page.locator("details.finding summary").first().click();
    await says(/Căn cứ:/);
    expect(await overflow(page)).toBe(0);
    expect(browser.complaints).toEqual([]);
  });

  test("findings say what to do and what they rest on; what is fine is shown on wish", async () => {
    await page.goto(`${url}/findings`);
    await page.getByLabel("Mức", { exact: true }).selectOption("fine");
    await says("Vẫn tốt");
    await page.getByLabel("Mức", { exact: true }).selectOption("mend");
    await page.locator("tbody tr[tabindex]").first().focus();
    await page.keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByText(/Căn cứ:/)
      .waitFor();
    await page.keyboard.press("Escape");
    await shoot(page, "findings");
    expect(browser.complaints).toEqual([]);
  });

  test("a plan answers a moved ceiling within 200 ms, is locked, frozen and downloaded", async () => {
    const { units } = await call<Overview>("GET", "/api/overview");
    const plan = await call<PlanView>("POST", "/api/plans", {
      name: "Kế hoạch thử",
      year: 2027,
      // Two of the four communes: about a thousand candidates.
      units: units
        .filter(({ validTo, parent }) => validTo === null && parent === null)
        .slice(0, 2)
        .map(({ id }) => id),
      ceilings: { commune: 500_000_000 },
      total: null,
      must: [],
      never: [],
      edits: {},
    });
    await page.goto(`${url}/plans/${plan.id}`);
    const slider = page.getByRole("slider", { name: "Kéo trần: Ngân sách xã" });
    await slider.waitFor();
    const all = await page.getByRole("button", { name: /^Tất cả \(/ }).innerText();
    const lines = Number(all.replaceAll(/\D/g, ""));
    expect(lines).toBeGreaterThan(900);
    const took = await page.evaluate<number[]>(MOVE);
    console.info(`moved ceiling, ${lines} candidates: ${took.map((ms) => Math.round(ms)).join(", ")} ms`);
    // Other tests run beside this one: what the machine can do shows in the quicker of the ten.
    const sorted = took.toSorted((a, b) => a - b);
    expect(sorted[2] ?? Infinity).toBeLessThan(200);

    await page.getByRole("button", { name: "Phải có" }).first().click();
    await says("Được khóa là phải có.");
    await shoot(page, "plan");
    await page.getByRole("button", { name: "Chốt bản này" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Chốt bản này" }).click();
    await says(/^Đã chốt Bản trình/);
    // Two communes, and none above both: somebody says who issues the paper.
    await page.getByRole("link", { name: "Tờ trình (.docx)" }).click();
    const issuer = page.getByLabel("Đơn vị ban hành");
    expect(await issuer.getAttribute("aria-invalid")).toBe("true");
    await issuer.selectOption({ index: 1 });
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Tờ trình (.docx)" }).click();
    expect((await coming).suggestedFilename()).toMatch(/\.docx$/);
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("changes that are not saved are there again after another page and a reload, until they are saved or dropped", async () => {
    const commune = await communeOf(call);
    const plan = await call<PlanView>("POST", "/api/plans", planFor(commune, 300_000_000));
    const must = async () =>
      (await call<{ plan: PlanView }>("GET", `/api/plans/${plan.id}`)).plan.must.length;
    const unsaved = page.getByText("Có thay đổi chưa lưu.");
    const lock = () => page.getByRole("button", { name: "Phải có", exact: true }).first().click();
    await page.goto(`${url}/plans/${plan.id}`);
    await lock();
    await unsaved.waitFor();
    await shoot(page, "plan-unsaved");
    await page.getByRole("link", { name: "Cài đặt" }).first().click();
    await says("Thay đổi của Kế hoạch thử chưa lưu, còn giữ trong thẻ trình duyệt này.");
    await page.goBack();
    await unsaved.waitFor();
    let asked = 0;
    page.on("dialog", (dialog) => {
      asked += 1;
      void dialog.accept();
    });
    await page.reload();
    await unsaved.waitFor();
    expect(asked).toBe(1);
    await page.getByRole("button", { name: "Bỏ thay đổi" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Bỏ thay đổi" }).click();
    await unsaved.waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("button", { name: "Đã lưu", exact: true }).waitFor();
    expect([await must(), await unsaved.count(), asked]).toEqual([0, 0, 1]);
    await lock();
    await page.getByRole("button", { name: "Lưu phương án" }).click();
    await unsaved.waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("button", { name: "Đã lưu", exact: true }).waitFor();
    expect([await must(), await unsaved.count(), asked]).toEqual([1, 0, 1]);
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("several years: which line falls into which, with a ceiling for each, and what remains", async () => {
    const commune = await communeOf(call);
    const plan = await call<PlanView>("POST", "/api/plans", planFor(commune, 300_000_000));
    await page.goto(`${url}/plans/${plan.id}`);
    // The first question of the day gathers the evidence of all things.
    await page.getByText(/^Chọn số năm để xem dòng nào rơi vào năm nào/).waitFor({ timeout: 40_000 });
    await page.getByRole("button", { name: "3 năm", exact: true }).click();
    const table = page.getByRole("table", { name: "Nhiều năm" });
    const row = (year: number) => table.getByRole("row", { name: new RegExp(`^${year} `) });
    await row(2029).waitFor();
    expect(await row(2027).innerText()).toMatch(/^2027\s+300\.000\.000 đ/);
    // The first year is the plan above it.
    const above = await page.locator(".figures .figure strong").allInnerTexts();
    expect(await row(2027).innerText()).toContain(above[1] ?? "?");
    await page.getByLabel("Trần năm 2028 (đồng)").fill("0");
    await table.getByRole("row", { name: /^2028 0 đ 0 đ 0 đ 0 / }).waitFor();
    await row(2029).waitFor();
    await page.getByLabel("Trần năm 2028 (đồng)").fill("nhiều");
    await says("Nhập số đồng, ví dụ 500.000.000.");
    await page.getByLabel("Trần năm 2028 (đồng)").fill("9.000.000.000");
    // All that the commune may pay is done then; other sources have no money in this plan.
    await table.getByRole("row", { name: /^2029 300\.000\.000 đ 0 đ / }).waitFor();
    await says(/^\d+ dòng còn lại thuộc nguồn không có tiền ở trên \(/);
    await page.getByLabel("Trần năm 2028 (đồng)").fill("100.000.000");
    await table.getByRole("row", { name: /^2028 100\.000\.000 đ / }).waitFor();
    await says(/^Hết năm 2029 vẫn chưa làm: \d+ dòng, .*\.$/);
    await page.getByRole("button", { name: "2028", exact: true }).click();
    await says(/^Năm 2028: \d+ dòng, /);
    await table.scrollIntoViewIfNeeded();
    await shoot(page, "plan-years");
    expect(await overflow(page)).toBe(0);
    // A line opens its reasons from here, too.
    const lines = page.getByRole("table", { name: "Dòng theo năm" });
    await lines.locator("tbody .cell-button").first().click();
    await page
      .getByRole("dialog")
      .getByText(/^Lý do \(/)
      .waitFor();
    await page.keyboard.press("Escape");
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("a purchase is held against the hours without LAN before and after it, in words", async () => {
    const commune = await communeOf(call);
    const plan = await call<PlanView>("POST", "/api/plans", planFor(commune, 300_000_000));
    const { id } = await call<{ id: string }>("POST", `/api/plans/${plan.id}/versions`, {
      name: "Bản trình",
    });
    const version = () => call<VersionDetail>("GET", `/api/plan-versions/${id}`);
    const [first, second, third] = (await version()).comparison;
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const buy = async (line: typeof first, on: string) => {
      const bought = { candidate: line?.candidate, quantity: 1, amount: 9_000_000, on, asset: null };
      await call("PUT", `/api/plan-versions/${id}/bought`, bought);
    };
    await buy(first, day(170));
    await buy(second, day(5));
    await buy(third, day(2_000));
    const compared = (await version()).comparison;
    const of = (line: typeof first) => compared.find(({ candidate }) => candidate === line?.candidate);
    expect(of(first)).toMatchObject({
      before: expect.any(Number),
      after: expect.any(Number),
      afterDue: null,
    });
    expect(of(second)).toMatchObject({
      before: expect.any(Number),
      after: null,
      afterDue: expect.any(String),
    });
    expect(of(third)).toMatchObject({ before: null, after: null, afterDue: null });

    await page.goto(`${url}/plans/${plan.id}`);
    await page.getByRole("button", { name: "So với đã mua" }).click();
    const table = page.getByRole("table", { name: "So với đã mua" });
    await table.getByRole("columnheader", { name: "Giờ làm việc mất mạng mỗi tháng" }).waitFor();
    await table.getByText(/^trước: [\d,]+; sau: [\d,]+$/).waitFor();
    await table.getByText(/^trước: [\d,]+; sau: chưa đủ một quý \(có từ 01\/\d\d\/\d{4}\)$/).waitFor();
    await table.getByText(/^chưa đo: /).waitFor();
    await table
      .getByText(/^trước: /)
      .first()
      .scrollIntoViewIfNeeded();
    await shoot(page, "plan-around");
    expect(browser.complaints).toEqual([]);
  }, 60_000);

  test("a plan of a unit that was merged since says so, and takes the successor in its place", async () => {
    const { units } = await call<Overview>("GET", "/api/overview");
    const old = units.find(({ validTo }) => validTo !== null);
    const into = units.find(({ id }) => id === old?.parent);
    if (old === undefined || into === undefined) throw new Error("the demonstration has no merged unit");
    const body = {
      name: "Kế hoạch cũ",
      year: 2027,
      units: [old.id],
      ceilings: { commune: 9e8 },
      total: null,
    };
    const plan = await call<PlanView>("POST", "/api/plans", { ...body, must: [], never: [], edits: {} });
    await page.goto(`${url}/plans/${plan.id}`);
    await says(`${old.name} đã sáp nhập vào ${into.name}`);
    await page.getByRole("button", { name: "Đổi sang đơn vị kế tục (rồi bấm Lưu)" }).click();
    await page.getByRole("button", { name: "Lưu phương án" }).click();
    await page.getByRole("button", { name: "Đã lưu", exact: true }).waitFor();
    expect(await page.getByText(/đã sáp nhập vào/).count()).toBe(0);
    expect((await call<{ plan: PlanView }>("GET", `/api/plans/${plan.id}`)).plan.units).toEqual([into.id]);
    await page.locator("tbody tr").nth(20).waitFor();
    expect(browser.complaints).toEqual([]);
  });
});

/** Drags the first slider ten times; how long until the page shows the plan of each place, painted. As text: for the browser. */
const MOVE = `(async () => {
  const slider = document.querySelector(".ceiling-range");
  const sum = () => document.querySelector(".figures").textContent;
  const took = [];
  for (let i = 1; i <= 10; i += 1) {
    const before = sum();
    const from = performance.now();
    slider.value = String(100_000_000 + i * 90_000_000);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (sum() === before && performance.now() - from < 3_000) await new Promise(requestAnimationFrame);
    took.push(performance.now() - from);
  }
  return took;
})()`;

const planFor = (unit: string, money: number) => ({
  name: "Kế hoạch thử",
  year: 2027,
  units: [unit],
  ceilings: { commune: money },
  total: null,
  must: [],
  never: [],
  edits: {},
});

async function communeOf(call: <T>(method: string, path: string) => Promise<T>): Promise<string> {
  const { units } = await call<Overview>("GET", "/api/overview");
  const commune = units.find(({ name, validTo }) => name === "Xã Hương Sơn" && validTo === null);
  if (commune === undefined) throw new Error("the demonstration has no Xã Hương Sơn");
  return commune.id;
}
