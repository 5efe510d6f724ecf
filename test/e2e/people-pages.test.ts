import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SubscriptionView } from "../../core/wire/channels.ts";
import type { ServiceView } from "../../core/wire/services.ts";
import type { Me } from "../../core/wire/views.ts";
import { assetFields } from "../support/asset-kit.ts";
import { ADMIN } from "../support/start-server.ts";
import { openOfficePages, type OfficePages } from "./support/office-pages.ts";
import { hasChromium, overflow, SCREENS, shoot, type OpenBrowser } from "./support/screens.ts";

/** People and their roles as an administrator keeps them, and what each role sees. */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the pages of people are not used");

const LOAN = { name: "Phạm Thị Loan", username: "loan.pham" };
const ONE_TIME = "tam-mot-lan-2026";
const OWN = "cau-dai-cua-rieng-toi";

describe.skipIf(!hasChromium)("an administrator and the people", () => {
  let office: OfficePages;
  let url: string;
  let browser: OpenBrowser;
  let page: Page;
  let unit: string;
  let asset: string;

  const call = <T>(...request: Parameters<OfficePages["call"]>) => office.call<T>(...request);

  beforeAll(async () => {
    office = await openOfficePages();
    ({ url, browser, page } = office);
    const commune = { name: "Xã Hương Sơn", kind: "commune", parent: null };
    unit = (await call<{ id: string }>("POST", "/api/units", commune)).id;
    asset = (await call<{ id: string }>("POST", "/api/assets", assetFields({ unit, site: null }))).id;
  }, 60_000);
  afterAll(async () => {
    await office?.close();
  });

  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const dialog = () => page.getByRole("dialog");
  const field = (label: string) => dialog().getByLabel(label, { exact: true });
  const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const closed = () => dialog().waitFor({ state: "detached" });
  /** Of people, or of services: who did what stands in a table of its own. */
  const row = (name: string) =>
    page
      .getByRole("table", { name: /^(?:Người dùng|Dịch vụ công được kiểm tra)$/ })
      .getByRole("row", { name: new RegExp(name) });
  const settings = async () => {
    await office.asAdmin();
    await page.goto(`${url}/settings`);
    await page.getByRole("heading", { name: "Người dùng" }).waitFor();
    await row(ADMIN.name).waitFor();
  };
  /** On the office screen and on the phone; nothing may need to be pushed sideways on either. */
  const look = async (name: string, whole = false) => {
    for (const screen of ["phone", "office"] as const) {
      await page.setViewportSize(SCREENS[screen]);
      await shoot(page, `${name} ${screen}`, whole);
      expect(await overflow(page), name).toBe(0);
    }
    expect(browser.complaints).toEqual([]);
  };
  const signIn = async (password: string) => {
    await browser.context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("Tên đăng nhập").fill(LOAN.username);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
  };
  const chooseOwn = async (before: string, next: string) => {
    await says("Đặt mật khẩu của bạn");
    await page.getByLabel("Mật khẩu tạm vừa dùng").fill(before);
    await page.getByLabel("Mật khẩu mới", { exact: true }).fill(next);
    await page.getByLabel("Nhập lại mật khẩu").fill(next);
    await page.getByRole("button", { name: "Đổi mật khẩu và vào Cayda" }).click();
  };
  const rail = () => page.getByRole("navigation").first().getByRole("link").allInnerTexts();
  const people = async () =>
    new Map((await call<Me[]>("GET", "/api/accounts")).map((person) => [person.username, person]));

  test("adds a leader with a password for one sign-in; each mistake stands at its field", async () => {
    await settings();
    await look("people", true);
    await page.getByRole("button", { name: "Thêm người dùng" }).click();
    await field("Mật khẩu tạm").fill("ngan");
    await press("Thêm người dùng");
    expect(await dialog().locator("[aria-invalid=true]").count()).toBe(4);
    await look("people add with mistakes");
    await field("Họ và tên").fill(LOAN.name);
    await field("Tên đăng nhập").fill(LOAN.username);
    await field("Vai trò").selectOption({ label: "Lãnh đạo" });
    await field("Đơn vị").selectOption({ label: "Xã Hương Sơn" });
    await field("Mật khẩu tạm").fill(ONE_TIME);
    await field("Nhập lại mật khẩu").fill(ONE_TIME);
    await dialog().getByLabel("Hiện mật khẩu").check();
    await look("people add");
    await press("Thêm người dùng");
    await closed();
    await says(`Đã thêm ${LOAN.name}`);
    await row(LOAN.name).getByText("đang dùng mật khẩu tạm").waitFor();
    await look("people two", true);
  });

  test("the leader must choose another password first, then sees what stands on paper and nothing else", async () => {
    await signIn(ONE_TIME);
    await says("Đặt mật khẩu của bạn");
    await page.goto(`${url}/assets`);
    await says("Đặt mật khẩu của bạn");
    await look("password due");
    await chooseOwn(ONE_TIME, ONE_TIME);
    await says("Giống mật khẩu hiện tại");
    await chooseOwn(ONE_TIME, OWN);
    await page.getByRole("navigation").first().waitFor();
    expect(await rail()).toEqual(["Cayda", "Tài sản", "Kế hoạch", "Cài đặt"]);
    await page.goto(`${url}/assets/${asset}`);
    await says("Xã Hương Sơn");
    expect(await page.getByRole("button", { name: "Sửa hồ sơ" }).count()).toBe(0);
    await page.goto(`${url}/settings`);
    await says("Đổi mật khẩu");
    expect(await page.getByRole("heading", { name: "Người dùng" }).count()).toBe(0);
    await look("leader settings");
    // What is not theirs is refused without asking the server, whose refused news would look like a lost line.
    await page.goto(`${url}/alerts`);
    await says("Tài khoản lãnh đạo và kế toán xem sổ tài sản");
    expect(await page.getByText("Mất liên lạc với máy chủ").count()).toBe(0);
    await look("leader not theirs");
  });

  test("the leader orders the summary by mail, and no alert; the number of a channel that is off stays", async () => {
    const channel = async (kind: string, name: string, enabled: boolean) =>
      (
        await call<{ id: string }>("POST", "/api/channels", {
          kind,
          name,
          enabled,
          settings: {},
          secrets: {},
        })
      ).id;
    const mail = await channel("mail", "Thư cơ quan", true);
    const sms = await channel("sms", "Tin nhắn", false);
    const wished = async () =>
      (await call<{ subscriptions: SubscriptionView[] }>("GET", "/api/subscriptions")).subscriptions;
    const id = (await people()).get(LOAN.username)?.id ?? "";
    const before = { language: "vi", addresses: { [sms]: "0912345678" }, severities: [], outside: "none" };
    await call("PUT", `/api/subscriptions/${id}`, { ...before, unit: null, step: 1, digest: "none" });
    await signIn(OWN);
    await page.getByRole("navigation").first().waitFor();
    await page.goto(`${url}/settings`);
    await page.getByLabel(/^Thư cơ quan: Địa chỉ thư/).fill("loan@example.vn");
    expect(await page.getByLabel("Ngoài giờ làm việc").count()).toBe(0);
    await page.getByLabel("Bản tóm tắt của đơn vị").selectOption(unit);
    await page.getByLabel("Bản tóm tắt qua thư").selectOption("Sáng thứ Hai");
    await look("leader orders the summary", true);
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await says("Đã lưu.");
    expect(await wished()).toMatchObject([
      {
        person: id,
        addresses: { [mail]: "loan@example.vn", [sms]: "0912345678" },
        severities: [],
        unit,
        digest: "weekly",
      },
    ]);
  });

  test("as an accountant, the same person changes the money of a record and nothing beside it", async () => {
    await settings();
    await page.getByRole("button", { name: `Sửa: ${LOAN.name}` }).click();
    await field("Vai trò").selectOption({ label: "Kế toán" });
    await look("people edit");
    await press("Lưu");
    await closed();
    await row(LOAN.name).getByText("Kế toán").waitFor();
    await signIn(OWN);
    await page.getByRole("navigation").first().waitFor();
    await page.goto(`${url}/assets/${asset}`);
    await page.getByRole("button", { name: "Sửa hồ sơ" }).click();
    await dialog().getByLabel("Nguyên giá").fill("12.345.000");
    expect(await dialog().getByLabel("Tên tài sản").count()).toBe(0);
    await look("accountant edits");
    await press("Lưu");
    await closed();
    const { asset: kept } = await call<{ asset: { originalValue: number } }>("GET", `/api/assets/${asset}`);
    expect(kept.originalValue).toBe(12_345_000);
  });

  test("somebody who forgot the password gets a new one for one sign-in", async () => {
    await settings();
    await page.getByRole("button", { name: `Đặt lại mật khẩu: ${LOAN.name}` }).click();
    await field("Mật khẩu tạm").fill(`${ONE_TIME}-2`);
    await field("Nhập lại mật khẩu").fill("khac");
    await press("Đặt lại mật khẩu");
    await says("Hai lần nhập chưa giống nhau.");
    await look("people reset");
    await field("Nhập lại mật khẩu").fill(`${ONE_TIME}-2`);
    await press("Đặt lại mật khẩu");
    await closed();
    await says(`Đã đặt mật khẩu tạm cho ${LOAN.name}`);
    await signIn(OWN);
    await says("Tên đăng nhập hoặc mật khẩu không đúng");
    await signIn(`${ONE_TIME}-2`);
    await chooseOwn(`${ONE_TIME}-2`, `${OWN}-2`);
    await page.getByRole("navigation").first().waitFor();
  });

  test("the last administrator stays one, and is told what to do first", async () => {
    await settings();
    expect(await row(ADMIN.name).getByRole("button").allInnerTexts()).toEqual(["Sửa"]);
    await page.getByRole("button", { name: `Sửa: ${ADMIN.name}` }).click();
    await field("Vai trò").selectOption({ label: "Người xem" });
    await press("Lưu");
    await dialog()
      .getByText(/người quản trị toàn hệ thống cuối cùng/)
      .waitFor();
    await look("people last administrator");
    await press("Hủy");
    await closed();
    expect((await people()).get(ADMIN.username)?.role).toBe("administrator");
  });

  test("a removed person is gone from the list and cannot sign in, and the user name is not given again", async () => {
    await settings();
    await page.getByRole("button", { name: `Gỡ: ${LOAN.name}` }).click();
    await look("people remove");
    await press("Gỡ");
    await closed();
    await says(`Đã gỡ ${LOAN.name}.`);
    await row(LOAN.name).waitFor({ state: "detached" });
    expect((await people()).has(LOAN.username)).toBe(false);
    await signIn(`${OWN}-2`);
    await says("Tên đăng nhập hoặc mật khẩu không đúng");
    await settings();
    await page.getByRole("button", { name: "Thêm người dùng" }).click();
    await field("Họ và tên").fill("Người mới");
    await field("Tên đăng nhập").fill(LOAN.username);
    await field("Mật khẩu tạm").fill(ONE_TIME);
    await field("Nhập lại mật khẩu").fill(ONE_TIME);
    await press("Thêm người dùng");
    await dialog()
      .getByText(/tài khoản đã gỡ/)
      .waitFor();
    await press("Hủy");
  });

  test("whoever saves over somebody else's change is told, and keeps what was typed", async () => {
    const service = { kind: "http", target: "http://127.0.0.1/", unit, everyMs: 120_000, expect: {} };
    const { id } = await call<{ id: string }>("POST", "/api/services", { ...service, name: "Một cửa" });
    await office.asAdmin();
    await page.goto(`${url}/alerts`);
    await page.getByRole("button", { name: "Thiết lập" }).click();
    await row("Một cửa").getByRole("button", { name: "Sửa" }).click();
    await field("Tên dịch vụ").fill("Một cửa điện tử");
    await call("PUT", `/api/services/${id}`, { ...service, name: "Cổng một cửa", everyMs: 300_000 });
    await press("Sửa");
    await dialog().getByText(`${ADMIN.username} đã sửa mục này sau khi bạn mở`).waitFor();
    await dialog().getByText("Bản mới ghi “Cổng một cửa”").waitFor();
    expect(await field("Bao lâu một lần").inputValue()).toBe("5");
    expect(await field("Tên dịch vụ").inputValue()).toBe("Một cửa điện tử");
    await look("service changed meanwhile");
    await press("Sửa");
    await closed();
    const [kept] = await call<ServiceView[]>("GET", "/api/services");
    expect(kept).toMatchObject({ name: "Một cửa điện tử", everyMs: 300_000 });
  });
});
