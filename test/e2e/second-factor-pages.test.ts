import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Instant } from "../../core/clock.ts";
import type { Me } from "../../core/wire/views.ts";
import { startServer, type RunningServer } from "../../server/compose.ts";
import { parseServerConfig } from "../../server/config.ts";
import { realClock } from "../support/real-clock.ts";
import { ADMIN, cookieOf } from "../support/start-server.ts";
import { totp } from "../support/totp.ts";
import { hasChromium, openBrowser, overflow, SCREENS, shoot, type OpenBrowser } from "./support/screens.ts";

/** The second step of signing in as a person meets it, from the first code to the lost phone. */
if (!hasChromium)
  console.warn("SKIPPED: there is no Chromium here, the pages of the second step are not used");

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const LOAN = { name: "Phạm Thị Loan", username: "loan.pham", password: "cau-dai-cua-rieng-toi" };
const STEP = 30_000;
const realNow = Date.now;

describe.skipIf(!hasChromium)("the second step", () => {
  let dir: string;
  let server: RunningServer;
  let url: string;
  let browser: OpenBrowser;
  let page: Page;
  let cookie: string;
  /** Of the phone: what it was given, and the time that it shows. */
  let secret = "";
  let ahead = 0;
  const phone = (at: Instant = Date.now()) => totp(secret, at);
  /** Half a minute passes for phone and server: the sign-in library reads the machine's own clock. */
  const wait = (ms = STEP) => {
    ahead += ms;
  };

  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      headers: { origin: url, "content-type": "application/json", cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as T;
  };
  const loan = async () =>
    (await call<Me[]>("GET", "/api/accounts")).find(({ username }) => username === LOAN.username);

  beforeAll(async () => {
    Date.now = () => realNow() + ahead;
    dir = await mkdtemp(join(tmpdir(), "cayda-second-pages-"));
    const webDir = join(dir, "web");
    await build({
      configFile: "dashboards/web/vite.config.ts",
      logLevel: "silent",
      build: { outDir: webDir, emptyOutDir: true },
    });
    const yaml = "https: false\nlocalAgent: false\nhttp: { port: 0 }";
    const parsed = parseServerConfig(yaml, { CAYDA_DATA_DIR: dir }, "vi");
    if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
    server = await startServer({
      config: parsed.config,
      clock: realClock,
      log: QUIET,
      version: "0.0.0-test",
      webDir,
      agentCommand: undefined,
      environment: undefined,
    });
    url = server.http ?? "";
    const key = new URL(server.setupLink ?? "").searchParams.get("key");
    const made = await fetch(`${url}/api/setup`, {
      method: "POST",
      headers: { origin: url, "content-type": "application/json" },
      body: JSON.stringify({ key, ...ADMIN }),
    });
    cookie = cookieOf(made.headers);
    const added = await server.people.add({ ...LOAN, role: "officer", unit: null });
    if (!added.ok) throw new Error(added.fault.code);
    browser = await openBrowser();
    ({ page } = browser);
    page.setDefaultTimeout(20_000);
  }, 60_000);
  afterAll(async () => {
    Date.now = realNow;
    await browser?.close();
    await server?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const dialog = () => page.getByRole("dialog");
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const closed = () => dialog().waitFor({ state: "detached" });
  const inside = () => page.getByRole("navigation").first().waitFor();
  const look = async (name: string) => {
    for (const screen of ["phone", "office"] as const) {
      await page.setViewportSize(SCREENS[screen]);
      await shoot(page, `${name} ${screen}`);
      expect(await overflow(page), name).toBe(0);
    }
    expect(browser.complaints).toEqual([]);
  };
  const signIn = async () => {
    await browser.context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("Tên đăng nhập").fill(LOAN.username);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(LOAN.password);
    await button("Đăng nhập").click();
  };
  const asAdmin = async () => {
    await browser.context.clearCookies();
    const session = cookie.split("; ").find((one) => one.includes("session_token")) ?? "";
    const [name = "", value = ""] = session.split("=");
    await browser.context.addCookies([{ name, value, url }]);
    await page.goto(`${url}/settings`);
    await page.getByRole("table", { name: "Người dùng" }).waitFor();
  };
  const row = (name: string) =>
    page.getByRole("table", { name: "Người dùng" }).getByRole("row", { name: new RegExp(name) });
  /** From the password to the codes, in a dialog or on the page of those who must. */
  const setUp = async (shot: string): Promise<readonly string[]> => {
    await page.getByLabel("Mật khẩu hiện tại").fill(LOAN.password);
    await button("Tiếp tục").click();
    await page.getByRole("img", { name: "Hình để quét bằng điện thoại" }).waitFor();
    secret = (await page.locator("code.command").innerText()).replaceAll(" ", "");
    await look(`${shot} scan`);
    await page.getByLabel("Mã 6 số").fill(phone(Date.now() + 20 * STEP));
    await page.getByRole("button", { name: "Bật xác thực hai bước" }).last().click();
    await says(/giờ máy chủ khi nhận mã là \d\d:\d\d:\d\d \d\d\/\d\d\/\d{4}/);
    await look(`${shot} wrong`);
    await page.getByLabel("Mã 6 số").fill(phone());
    await page.getByRole("button", { name: "Bật xác thực hai bước" }).last().click();
    await says(/10 mã dự phòng/);
    await look(`${shot} codes`);
    const codes = (await page.locator("code.codes").innerText()).split("\n");
    expect(codes).toHaveLength(10);
    await button("Tôi đã cất mã").click();
    wait();
    return codes;
  };

  test("is turned on in the settings: password, picture or key, a code, ten backup codes", async () => {
    await signIn();
    await inside();
    await page.goto(`${url}/settings`);
    await says("Chưa bật.");
    await button("Bật xác thực hai bước").click();
    await page.getByLabel("Mật khẩu hiện tại").fill("mat-khau-rat-sai");
    await button("Tiếp tục").click();
    await says(/^Mật khẩu không đúng/);
    const codes = await setUp("second on");
    await closed();
    await says("Đang bật. Còn 10 mã dự phòng chưa dùng.");
    expect((await loan())?.secondFactor).toBe("on");

    await signIn();
    await says("Nhập mã trên điện thoại");
    await look("second step");
    await page.getByLabel("Mã 6 số").fill(phone(Date.now() + 20 * STEP));
    await button("Vào Cayda").click();
    await says(/Mã không đúng/);
    await page.getByLabel("Mã 6 số").fill(phone());
    await button("Vào Cayda").click();
    await inside();

    // The phone stays at home.
    await signIn();
    await button("Không có điện thoại? Dùng mã dự phòng").click();
    await look("second step backup");
    await page.getByLabel("Mã dự phòng").fill((codes[4] ?? "").toUpperCase());
    await button("Vào Cayda").click();
    await inside();
    await page.goto(`${url}/settings`);
    await says("Đang bật. Còn 9 mã dự phòng chưa dùng.");
  });

  test("new backup codes and turning it off ask for password and code again", async () => {
    const prove = async (code: string, action: string) => {
      await dialog().getByLabel("Mật khẩu hiện tại").fill(LOAN.password);
      await dialog().getByLabel("Mã 6 số hoặc mã dự phòng").fill(code);
      await press(action);
    };
    wait();
    await button("Tạo mã dự phòng mới").click();
    await prove(phone(), "Tạo mã dự phòng mới");
    await dialog().getByText("10 mã dự phòng mới").waitFor();
    const [code = ""] = (await page.locator("code.codes").innerText()).split("\n");
    await press("Tôi đã cất mã");
    await closed();
    await says("Đang bật. Còn 10 mã dự phòng chưa dùng.");
    await button("Tắt xác thực hai bước").click();
    await prove("123456", "Tắt xác thực hai bước");
    await dialog()
      .getByText(/^Mã không đúng/)
      .waitFor();
    await prove(code, "Tắt xác thực hai bước");
    await closed();
    await says("Chưa bật.");
    await signIn();
    await inside();
  });

  test("an administrator requires it: whoever is at work is led to set it up, and does nothing else before", async () => {
    await page.goto(`${url}/devices`);
    await inside();
    await call("PUT", "/api/second-factor-rule", { required: "operators" });
    // Nothing is loaded anew: the page asks again when somebody comes back to it, as it does twice a minute.
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    const must = page.getByText("Người quản trị quy định vai trò của bạn phải đăng nhập hai bước.");
    await must.waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    await page.goto(`${url}/settings`);
    await must.waitFor();
    await look("second due");
    await setUp("second due");
    await inside();
  });

  test("of somebody who lost the phone it is removed by an administrator; the rule is set in a dialog", async () => {
    // The administrator of this test sets it up by hand, as everybody must.
    const offer = await call<{ secret: string }>("POST", "/api/second-factor", { password: ADMIN.password });
    const confirmed = await fetch(`${url}/api/second-factor/confirm`, {
      method: "POST",
      headers: { origin: url, "content-type": "application/json", cookie },
      body: JSON.stringify({ code: totp(offer.secret, Date.now()) }),
    });
    cookie = cookieOf(confirmed.headers);
    await asAdmin();
    await row(LOAN.name).getByText("có xác thực hai bước").waitFor();
    await look("people second");
    await button("Bắt buộc hai bước…").click();
    await dialog().getByLabel("Bắt buộc với").selectOption({ label: "Không ai" });
    await look("second rule");
    await press("Lưu");
    await closed();
    await page.getByRole("button", { name: `Gỡ xác thực hai bước: ${LOAN.name}` }).click();
    await dialog()
      .getByText(/Gọi hoặc gặp/)
      .waitFor();
    await look("second remove");
    await press("Gỡ hai bước");
    await closed();
    await says(`Đã gỡ xác thực hai bước của ${LOAN.name}.`);
    await row(LOAN.name).getByText("có xác thực hai bước").waitFor({ state: "detached" });
    await signIn();
    await inside();
  });

  test("an administrator mends what somebody else is told", async () => {
    const channel = {
      kind: "mail",
      name: "Thư",
      enabled: true,
      settings: { host: "127.0.0.1", port: 25, security: "none", from: "cayda@example.vn" },
      secrets: {},
    };
    const { id } = await call<{ id: string }>("POST", "/api/channels", channel);
    await asAdmin();
    await row(LOAN.name).getByText("chưa nhận tin báo ở đâu").waitFor();
    await page.getByRole("button", { name: `Tin báo của ${LOAN.name}` }).click();
    await dialog().getByLabel(/^Thư/).fill("loan@example.vn");
    await dialog().getByLabel("Mức").selectOption({ label: "Chỉ nghiêm trọng" });
    await look("people notify");
    await press("Lưu");
    await closed();
    await row(LOAN.name).getByText("chưa nhận tin báo ở đâu").waitFor({ state: "detached" });
    const { subscriptions } = await call<{ subscriptions: { person: string; addresses: object }[] }>(
      "GET",
      "/api/subscriptions",
    );
    const person = (await loan())?.id;
    expect(subscriptions.find((one) => one.person === person)).toMatchObject({
      addresses: { [id]: "loan@example.vn" },
      severities: ["critical"],
    });
  });
});
