import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { HOUR } from "../../core/clock.ts";
import type { AlertDetail, AlertRow, MaintenanceView, RuleView } from "../../core/wire/alerts.ts";
import type { SubscriptionView } from "../../core/wire/channels.ts";
import { cookieOf } from "../support/start-server.ts";
import { PLACES, startAlertOffice, type AlertOffice } from "./support/alert-office.ts";
import { buildWeb } from "./support/office-pages.ts";
import { hasChromium, openBrowser, overflow, SCREENS, shoot, type OpenBrowser } from "./support/screens.ts";

/** Alerts in a real browser, on the real server; the faults come from agents, mails and webhooks go to real servers. */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the pages of alerts are not looked at");

describe.skipIf(!hasChromium)("the pages of alerts", () => {
  let dir: string;
  let office: AlertOffice;
  let browser: OpenBrowser;
  let page: Page;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cayda-alert-pages-"));
    const webDir = await buildWeb(dir);
    [office, browser] = await Promise.all([startAlertOffice(webDir), openBrowser()]);
    ({ page } = browser);
    const [name = "", value = ""] = office.cookie.split("=");
    await browser.context.addCookies([{ name, value, url: office.url }]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await office?.end();
    await rm(dir, { recursive: true, force: true });
  });

  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const dialog = () => page.getByRole("dialog");
  const choose = (name: string | RegExp) => page.getByRole("button", { name }).click();
  /** Presses the main button of the dialog that is open, which closes. */
  const confirm = async (name: string) => {
    await dialog().getByRole("button", { name, exact: true }).click();
    await dialog().waitFor({ state: "detached" });
  };
  const optionOf = (field: Locator, name: string): Promise<string | null> =>
    field.locator("option").filter({ hasText: name }).first().getAttribute("value");
  const pick = async (label: string | RegExp, name: string) => {
    const field = dialog().getByLabel(label);
    await field.selectOption(await optionOf(field, name));
  };
  const alerts = (phase: string) => office.call<AlertRow[]>("GET", `/api/alerts?phase=${phase}`);
  const openOf = async (rule: string) => (await alerts("firing")).find(({ state }) => state.rule === rule);
  const settings = async () => {
    await page.goto(`${office.url}/alerts`);
    await choose("Thiết lập");
    await says("Lịch bảo trì");
  };
  /** What another officer sends, with a password of their own. */
  const colleague = async (path: string, body: object): Promise<number> => {
    const login = { username: "binh", password: "mot-lan-roi-phai-doi" };
    const person = { ...login, name: "Trần Thị Bình", role: "officer", unit: office.unit };
    await office.call("POST", "/api/accounts", person);
    let cookie = "";
    const send = async (to: string, json: object) => {
      const headers = { origin: office.url, "content-type": "application/json", cookie };
      return fetch(office.url + to, { method: "POST", headers, body: JSON.stringify(json) });
    };
    cookie = cookieOf((await send("/api/auth/sign-in/username", login)).headers);
    const change = { currentPassword: login.password, newPassword: "cau-dai-cua-rieng-toi" };
    cookie = cookieOf((await send("/api/auth/change-password", change)).headers);
    return (await send(path, body)).status;
  };
  const calm = async () => {
    expect(await overflow(page)).toBe(0);
    expect(browser.complaints).toEqual([]);
  };

  /** The same page on a telephone fits it too. */
  const onPhone = async (name: string) => {
    await page.setViewportSize(SCREENS.phone);
    await shoot(page, name, true);
    expect(await overflow(page), name).toBe(0);
    await page.setViewportSize(SCREENS.office);
  };

  test("a channel is set up; its test reaches a real mail server and a real webhook, and says what went wrong", async () => {
    await settings();
    await choose("Thêm kênh");
    await dialog().getByLabel("Tên kênh").fill("Thư cơ quan");
    await dialog().getByLabel("Máy chủ thư").fill("127.0.0.1");
    await dialog().getByLabel("Cổng").fill(String(office.smtpPort));
    await pick("Mã hóa", "Không mã hóa");
    await dialog().getByLabel("Địa chỉ gửi").fill("cayda@example.vn");
    await confirm("Lưu");
    const testing = page.getByRole("row", { name: /Thư cơ quan/ }).getByRole("button", { name: "Gửi thử" });
    await testing.click();
    await dialog().getByLabel("Gửi thử tới").fill("không phải địa chỉ");
    await dialog().getByRole("button", { name: "Gửi thử", exact: true }).click();
    await dialog()
      .getByText(/sai dạng/)
      .waitFor();
    await dialog().getByLabel("Gửi thử tới").fill("an@example.vn");
    await confirm("Gửi thử");
    await says("Đã gửi tin thử.");
    expect(office.mails.map(({ to }) => to)).toEqual(["an@example.vn"]);

    await choose("Thêm kênh");
    await dialog().getByLabel("Tên kênh").fill("Phần mềm điều hành");
    await pick("Loại", "Webhook");
    await dialog().getByLabel("Địa chỉ (URL)").fill(`${office.hook.url}/cayda`);
    await dialog().getByLabel("Khóa ký").fill("0123456789abcdef");
    await confirm("Lưu");
    await page
      .getByRole("row", { name: /điều hành/ })
      .getByRole("button", { name: "Gửi thử" })
      .click();
    await says(/Một tin thử có chữ ký/);
    office.hook.say({ status: 404 }, { status: 200 });
    await dialog().getByRole("button", { name: "Gửi thử", exact: true }).click();
    await dialog()
      .getByText(/từ chối tin/)
      .waitFor();
    await confirm("Gửi thử");
    expect(office.hook.requests.map(({ path }) => path)).toEqual(["/cayda", "/cayda"]);
    // What is secret never comes back to a browser.
    const channels = await office.call<object[]>("GET", "/api/channels");
    expect(channels).toMatchObject([{ secrets: ["secret"] }, { secrets: [] }]);
    expect(JSON.stringify(channels)).not.toContain("0123456789abcdef");
    await calm();
  });

  test("a person says by which channels, which alerts, of which unit and in which hours", async () => {
    await settings();
    await page.getByLabel(/^Thư cơ quan: Địa chỉ thư/).fill("an@example.vn");
    await page.getByLabel("Phần mềm điều hành: Gửi cảnh báo của tôi").selectOption("Có");
    const mine = page.locator("form.panel");
    await mine.getByLabel("Mức", { exact: true }).selectOption("Tất cả");
    await mine.getByLabel("Ngoài giờ làm việc").selectOption("Gửi ngay tất cả");
    await mine.getByLabel("Cảnh báo của đơn vị").selectOption(office.unit);
    await mine.getByRole("button", { name: "Lưu" }).click();
    await says("Đã lưu.");
    const { subscriptions } = await office.call<{ subscriptions: SubscriptionView[] }>(
      "GET",
      "/api/subscriptions",
    );
    expect(subscriptions).toMatchObject([
      {
        severities: ["critical", "warning", "notice"],
        outside: "all",
        unit: office.unit,
        step: 1,
        digest: "none",
      },
    ]);
    expect(Object.values(subscriptions[0]?.addresses ?? {}).toSorted()).toEqual(["-", "an@example.vn"]);
    await page.reload();
    await choose("Thiết lập");
    await page.getByLabel(/^Thư cơ quan: Địa chỉ thư/).waitFor();
    expect(await page.getByLabel(/^Thư cơ quan: Địa chỉ thư/).inputValue()).toBe("an@example.vn");
    await calm();
  });

  test("a threshold is set for one site; a bad value is named at its field, and taken back it is the default again", async () => {
    await settings();
    const row = page.getByRole("row", { name: /Cổng hỏng gói/ });
    await row.getByRole("button", { name: "Đặt riêng" }).click();
    await pick("Cho", PLACES.police);
    const limit = dialog().getByLabel("Ngưỡng báo (%)");
    expect(await limit.inputValue()).toBe("1");
    for (const bad of ["mười", "0", "120", ""]) {
      await limit.fill(bad);
      await dialog().getByRole("button", { name: "Lưu ngưỡng" }).click();
      await dialog().getByText("Ghi số phần trăm lớn hơn 0, không quá 100, ví dụ 1.").waitFor();
      expect(await limit.getAttribute("aria-invalid")).toBe("true");
    }
    await limit.fill("5,5");
    await confirm("Lưu ngưỡng");
    await row.getByText("Công an xã: từ 5,5 % trở lên").waitFor();
    const own = async () =>
      (await office.call<RuleView[]>("GET", "/api/rules")).find(({ rule }) => rule === "port_errors")
        ?.overrides;
    expect(await own()).toMatchObject([
      {
        scope: { kind: "site", id: office.sites.police },
        settings: { raise: 0.055, clear: expect.closeTo(0.0055) },
      },
    ]);
    await row.getByRole("button", { name: "Đặt riêng" }).click();
    await pick("Cho", PLACES.police);
    await vi.waitUntil(async () => (await limit.inputValue()) === "5,5");
    await confirm("Về mặc định");
    expect(await own()).toEqual([]);
    const refused = office.call("PUT", "/api/rules", {
      rule: "port_errors",
      scope: { kind: "site", id: office.sites.police },
      settings: { raise: 0.01, clear: 0.5 },
    });
    await expect(refused).rejects.toThrow("bad_input");
    await calm();
  });

  test("a public service is added, a wrong address is named, and it is removed again", async () => {
    await settings();
    await choose("Thêm dịch vụ");
    await dialog().getByRole("button", { name: "Thêm dịch vụ" }).click();
    await dialog().getByText("Ghi tên dịch vụ.").waitFor();
    await dialog().getByLabel("Tên dịch vụ").fill("Cổng dịch vụ công");
    await dialog().getByLabel("Địa chỉ").fill("dichvucong.gov.vn");
    await dialog().getByRole("button", { name: "Thêm dịch vụ" }).click();
    await dialog()
      .getByText(/Địa chỉ chưa đúng dạng/)
      .waitFor();
    await dialog().getByLabel("Địa chỉ").fill("https://dichvucong.gov.vn/");
    await confirm("Thêm dịch vụ");
    const row = page.getByRole("row", { name: /Cổng dịch vụ công/ });
    await row.getByText("chưa có kết quả").waitFor();
    const services = () => office.call<object[]>("GET", "/api/services");
    expect(await services()).toMatchObject([
      { kind: "http", target: "https://dichvucong.gov.vn/", unit: office.unit },
    ]);
    await row.getByRole("button", { name: "Bỏ" }).click();
    await confirm("Bỏ");
    await says(/Chưa kiểm tra dịch vụ nào/);
    expect(await services()).toEqual([]);
    await calm();
  });

  test("a form whose places cannot be read says so, and cannot be sent until they are there", async () => {
    await page.route("**/api/overview*", (route) => route.abort());
    await settings();
    await choose("Thêm lịch");
    await dialog().locator(".field-mistake").first().waitFor();
    expect(await dialog().locator(".field-mistake").first().innerText()).toContain("máy chủ");
    const add = dialog().getByRole("button", { name: "Thêm lịch" });
    expect(await add.isDisabled()).toBe(true);
    await shoot(page, "maintenance-no-places");
    await page.unroute("**/api/overview*");
    await dialog().locator(".field-mistake").waitFor({ state: "detached" });
    expect(await add.isEnabled()).toBe(true);
    await calm();
  });

  test("maintenance is planned once for a unit, weekly for a device, runs at a site, and is ended", async () => {
    await settings();
    const add = async (fill: () => Promise<void>) => {
      await choose("Thêm lịch");
      await fill();
    };
    await add(async () => {
      await dialog().getByLabel("Bắt đầu").fill("30/2/2027 17:30");
      await dialog().getByRole("button", { name: "Thêm lịch" }).click();
      await dialog().locator(".field-mistake").waitFor();
      await dialog().getByLabel("Bắt đầu").fill("28/02/2027 17:30");
      await dialog()
        .getByLabel(/^Lý do/)
        .fill("Chuyển tủ mạng");
    });
    await confirm("Thêm lịch");
    await add(async () => {
      await pick("Nơi", PLACES.head);
      await pick("Thiết bị", "SW-Tầng1");
      await pick("Lặp lại", "Mỗi tuần");
      await dialog().getByLabel("Lặp tới ngày").fill("31/12/2028");
    });
    await confirm("Thêm lịch");
    await add(() => pick("Nơi", PLACES.police));
    await confirm("Thêm lịch");
    const planned = await office.call<MaintenanceView[]>("GET", "/api/maintenance");
    const of = (kind: string) => planned.find(({ scope }) => scope.kind === kind);
    expect(of("unit")).toMatchObject({
      from: Date.UTC(2027, 1, 28, 10, 30),
      to: Date.UTC(2027, 1, 28, 12, 30),
      repeats: null,
      reason: "Chuyển tủ mạng",
    });
    expect(of("device")).toMatchObject({
      scopeName: "SW-Tầng1",
      repeats: { every: "week", until: Date.UTC(2028, 11, 31, 16, 59) },
    });
    expect(of("site")).toMatchObject({ scope: { id: office.sites.police }, repeats: null });
    await says("Mỗi tuần, tới 31/12/2028");
    const rowOf = (name: string) =>
      page.getByRole("table", { name: "Lịch bảo trì" }).getByRole("row", { name: new RegExp(name) });
    await rowOf(PLACES.police).getByText("Đang bảo trì").waitFor();
    await shoot(page, "alert-settings", true);
    await onPhone("alert-settings-phone");
    for (const [name, action] of [
      [PLACES.police, "Kết thúc"],
      ["SW-Tầng1", "Kết thúc"],
      ["Chuyển tủ mạng", "Xóa"],
    ] as const) {
      const row = rowOf(name);
      await row.getByRole("button", { name: action }).click();
      await confirm(action);
      await row.waitFor({ state: "detached" });
    }
    expect(await office.call("GET", "/api/maintenance")).toEqual([]);
    await calm();
  });

  test("alerts come into the open list without a reload, under a heading for each site, the worst first", async () => {
    await page.goto(`${office.url}/alerts`);
    await says(/Không có cảnh báo nào đang mở/);
    await office.badPort();
    await office.powerCut();
    await page.getByText("Cổng 7 của SW-Tầng1 hỏng nhiều gói").waitFor({ timeout: 25_000 });
    await says(/Mất điện: UPS-Một cửa/);
    const headings = page.locator(".table-group");
    await vi.waitUntil(async () => (await headings.count()) === 2, { timeout: 20_000 });
    expect(await headings.allInnerTexts()).toEqual([
      `${PLACES.counter} · 1 đang mở`,
      `${PLACES.head} · 1 đang mở`,
    ]);
    await page.getByRole("button", { name: "Chưa ai nhận (2)" }).waitFor();
    await shoot(page, "alerts-open");
    await calm();
    await onPhone("alerts-open-phone");
  }, 60_000);

  test("an alert says what, why, what to do and whom it hits, shows its evidence, and is told once by each channel", async () => {
    await page.goto(`${office.url}/alerts`);
    await page.getByRole("link", { name: "Cổng 7 của SW-Tầng1 hỏng nhiều gói" }).click();
    await says(/2 % gói lỗi trong 2 phút \(4\.000 trên 204\.000 gói; ngưỡng 1 %\)/);
    await says("Nối vào đây: VP-03.");
    await says(/VP-03 phải gửi lại nhiều lần/);
    const steps = page.locator(".alert-says ol li");
    expect(await steps.count()).toBe(4);
    expect(await steps.first().innerText()).toMatch(/^Thay dây mạng ở cổng 7 \(10 phút\)/);
    await page.locator(".charts canvas").first().waitFor();
    await says("Gói lỗi chiều vào");
    await says(/^[\d.,]+\/giây$/);
    await page.getByText(/Thư cơ quan · đã gửi/).waitFor({ timeout: 20_000 });
    await says(/Phần mềm điều hành · đã gửi/);
    const { state } = (await openOf("port_errors")) as AlertRow;
    expect(state.evidence.attached).toEqual(["VP-03"]);
    const detail = await office.call<AlertDetail>("GET", `/api/alerts/${state.id}`);
    expect(detail.deliveries.map((one) => one.state)).toEqual(["sent", "sent"]);
    await shoot(page, "alert", true);
    await calm();
    await onPhone("alert-phone");
  }, 30_000);

  test("it is taken on with a note, given to somebody, silenced and told again; the list says whose it is", async () => {
    const { state } = (await openOf("port_errors")) as AlertRow;
    await page.goto(`${office.url}/alerts/${state.id}`);
    await choose("Tôi nhận");
    await dialog()
      .getByLabel(/^Ghi chú/)
      .fill("Chiều nay thay dây");
    await confirm("Tôi nhận");
    await says("Có người nhận · Nguyễn Văn An: Chiều nay thay dây");
    await page.getByLabel("Giao cho…").selectOption("Nguyễn Văn An");
    await says(/giao cho Nguyễn Văn An/);
    await page.getByLabel("Tạm im lặng").selectOption("24 giờ");
    await says(/im lặng tới/);
    const { care } = await office.call<AlertDetail>("GET", `/api/alerts/${state.id}`);
    expect(care.acknowledged).toMatchObject({ by: "Nguyễn Văn An", note: "Chiều nay thay dây" });
    expect(care.assignee).not.toBeNull();
    expect((care.snoozedUntil ?? 0) - Date.now()).toBeGreaterThan(23 * HOUR);
    await page.getByLabel("Tạm im lặng").selectOption("Báo lại bình thường");
    await page.getByText(/im lặng tới/).waitFor({ state: "detached" });
    const now = await office.call<AlertDetail>("GET", `/api/alerts/${state.id}`);
    expect(now.care.snoozedUntil).toBeNull();
    await says(/^Báo lại bình thường · Nguyễn Văn An$/);
    await says(/^Tạm im lặng · Nguyễn Văn An: tới /);

    // Somebody else takes over meanwhile; it can be taken back.
    const taken = await colleague(`/api/alerts/${state.id}/acknowledge`, {
      note: "Để chị lo",
      over: now.care.acknowledged?.at ?? null,
    });
    expect(taken).toBe(200);
    await choose("Nhận thay");
    await dialog()
      .getByText(/Trần Thị Bình đang xử lý việc này/)
      .waitFor();
    await shoot(page, "alert-take-over");
    await confirm("Nhận thay");
    await page.getByRole("button", { name: "Nhận thay" }).waitFor({ state: "detached" });

    // Whoever is called away gives it back; then it is taken on again.
    await choose("Bỏ nhận");
    await says(/^Bỏ nhận · Nguyễn Văn An$/);
    await choose("Tôi nhận");
    await confirm("Tôi nhận");
    await page.getByRole("button", { name: "Bỏ nhận" }).waitFor();

    await page.goto(`${office.url}/alerts`);
    await choose("Chưa ai nhận (1)");
    await says(/Mất điện: UPS-Một cửa/);
    expect(await page.getByText("Cổng 7 của SW-Tầng1").count()).toBe(0);
    for (const name of ["Đã nhận (1)", "Của tôi (1)"]) {
      await choose(name);
      await says("Cổng 7 của SW-Tầng1 hỏng nhiều gói");
      expect(await page.getByText("Mất điện: UPS").count()).toBe(0);
    }
    await calm();
  });

  test("when the cable is changed the alert goes from the open list to what is over, with the figures before and after", async () => {
    const { state } = (await openOf("port_errors")) as AlertRow;
    await page.goto(`${office.url}/alerts`);
    await says("Cổng 7 của SW-Tầng1 hỏng nhiều gói");
    await office.goodPort();
    await vi.waitUntil(async () => (await alerts("resolved")).length === 1, { timeout: 20_000 });
    // Somebody comes back to the page: it asks at once. That it also asks by itself was seen above.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByText("Cổng 7 của SW-Tầng1").waitFor({ state: "detached" });
    await choose("Đã xong");
    await page.getByRole("link", { name: "Cổng 7 của SW-Tầng1 hỏng nhiều gói" }).click();
    await says(/Cổng 7 đã hết lỗi: trước 2 % gói lỗi, nay 0,\d+ %/);
    expect(await page.getByRole("button", { name: "Tôi nhận" }).count()).toBe(0);
    expect((await alerts("resolved")).map((row) => row.state.id)).toEqual([state.id]);
    await calm();
  }, 40_000);
});
