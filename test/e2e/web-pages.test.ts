import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiFixture, type ApiFixture, type Scenario } from "../fakes/api-fixture.ts";
import { buildWeb } from "./support/office-pages.ts";
import { hasChromium, openBrowser, overflow, shoot, type OpenBrowser } from "./support/screens.ts";

/** The built web in a real browser, on data that shows every state. What the real server answers is tested elsewhere. */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the web pages are not looked at");

/** Text that is too faint on its ground: "ratio text", worst first. Written as text, for it runs in the browser. */
const FAINT = `(() => {
  const luminance = ([r, g, b]) => {
    const part = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const colour = (text) => {
    const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((c, i) => c * a + ground[i] * (1 - a));
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(colour(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === "" || element.closest(".unseen, noscript, option, script, .skip, .print-only, title") || element.getClientRects().length === 0) continue;
    const below = ground(element);
    const above = over(colour(getComputedStyle(element).color), below);
    const [light, dark] = [luminance(above), luminance(below)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) found.push(ratio.toFixed(2) + " " + text.slice(0, 40));
  }
  return found;
})()`;

const PAGES: readonly (readonly [name: string, scenario: Scenario, path: string, says: RegExp])[] = [
  ["today", "normal", "/", /Việc cần xem/],
  ["today-calm", "calm", "/", /Mọi thứ bình thường/],
  ["today-no-alerts", "no-alerts", "/", /Chưa tải được danh sách cảnh báo/],
  ["today-empty", "empty", "/", /Chưa có điểm nào/],
  ["today-stale", "stale", "/", /Dữ liệu: 2\d phút trước/],
  ["today-forbidden", "leader", "/", /không có quyền/],
  ["site", "normal", "/sites/s-hs1", /SW-Tầng2 \(10\.22\.4\.3\) không trả lời/],
  ["map", "normal", "/sites/s-hs1/map", /switch không quản trị/],
  ["map-empty", "normal", "/sites/s-ps1/map", /Chưa vẽ được sơ đồ/],
  ["site-empty", "normal", "/sites/s-ps1", /chưa có máy thu thập/],
  ["discovery", "normal", "/sites/s-hs1/discovery", /Camera cổng chính/],
  ["discovery-off", "normal", "/sites/s-mx1/discovery", /Chưa đặt dải nào/],
  ["discovery-scanning", "normal", "/sites/s-mx2/discovery", /Đang quét 254 địa chỉ/],
  ["discovery-no-agent", "normal", "/sites/s-ps1/discovery", /chưa có máy thu thập/],
  ["discovery-viewer", "viewer", "/sites/s-mx1/discovery", /Người phụ trách điểm này/],
  ["devices", "normal", "/devices", /Máy in phòng Kinh tế/],
  ["devices-broken", "broken", "/devices", /Mã lỗi: internal/],
  ["device", "normal", "/devices/d-sw1?port=Gi0%2F7", /Lỗi tăng từ/],
  ["device-silent", "normal", "/devices/d-sw2", /không trả lời SNMP/],
  ["device-printer", "normal", "/devices/d-prn", /Black Cartridge HP CF259A/],
  ["device-ups", "normal", "/devices/d-ups", /đang chạy bằng ắc quy/],
  ["pc", "normal", "/devices/d-vp01", /Intel Core i3-7100/],
  ["device-year", "normal", "/devices/d-sw1?port=Gi0%2F3&range=1y", /Mỗi điểm gộp 1 ngày/],
  ["disk-low", "disk-low", "/", /Đĩa của máy chủ còn trống 420 MB/],
  ["settings", "normal", "/settings", /Kho số liệu bình thường/],
  ["settings-viewer", "viewer", "/settings", /chỉ được xem/],
  ["sign-in", "signed-out", "/devices", /Đăng nhập/],
  ["setup", "setup", "/setup?key=right", /Từ 10 ký tự trở lên/],
  ["nowhere", "normal", "/reports", /Không có trang này/],
];

const LOOKS = [
  ["office, light", {}],
  ["office, dark", { dark: true }],
  ["phone, light", { screen: "phone" }],
  ["phone, dark", { screen: "phone", dark: true }],
] as const;

describe.skipIf(!hasChromium)("the web", () => {
  let dir: string;
  let fixture: ApiFixture;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cayda-web-"));
    fixture = await startApiFixture({ dist: await buildWeb(dir) });
  });
  afterAll(async () => {
    await fixture?.close();
    await rm(dir, { recursive: true, force: true });
  });

  describe.each(LOOKS)("on a screen (%s)", (look, options) => {
    let browser: OpenBrowser;
    beforeAll(async () => {
      browser = await openBrowser(options);
    });
    afterAll(() => browser?.close());

    test.each(PAGES)(
      "shows %s: readable, as wide as the screen, without a complaint",
      async (name, scenario, path, says) => {
        const { page } = browser;
        fixture.set(scenario);
        await page.goto(fixture.url + path);
        await page.getByText(says).first().waitFor();
        expect(await overflow(page)).toBe(0);
        expect(await page.evaluate(FAINT)).toEqual([]);
        await shoot(page, `${name} ${look}`, true);
        expect(browser.complaints).toEqual([]);
      },
    );
  });

  describe("lets a person", () => {
    let browser: OpenBrowser;
    let page: Page;
    beforeAll(async () => {
      browser = await openBrowser();
      ({ page } = browser);
    });
    afterAll(() => browser?.close());
    const open = async (path: string, scenario: Scenario = "normal") => {
      fixture.set(scenario);
      await page.goto(fixture.url + path);
    };
    const says = (text: string | RegExp) => page.getByText(text).first().waitFor();

    test("create the first administrator, told of every mistake at its field", async () => {
      await open("/setup?key=right", "setup");
      await page.getByLabel("Họ và tên").fill("Nguyễn Văn An");
      await page.getByLabel("Tên đăng nhập").fill("nguyễn an");
      await page.getByLabel("Mật khẩu", { exact: true }).fill("ngắn");
      await page.getByRole("button", { name: "Tạo tài khoản" }).click();
      await says("Chỉ dùng chữ không dấu");
      await says("Cần từ 10 ký tự; mới có 4.");
      await says("Hai lần nhập chưa giống nhau.");
      await page.getByLabel("Tên đăng nhập").fill("an.nguyen");
      await page.getByLabel("Mật khẩu", { exact: true }).fill("một câu dài dễ nhớ");
      await page.getByLabel("Nhập lại mật khẩu").fill("một câu dài dễ nhớ");
      await page.getByRole("button", { name: "Tạo tài khoản" }).click();
      await says("Chưa có điểm nào");
      expect(new URL(page.url()).search).toBe("");
    });

    test("read why a set-up link does not work", async () => {
      await open("/setup?key=wrong", "setup");
      await page.getByLabel("Họ và tên").fill("An");
      await page.getByLabel("Tên đăng nhập").fill("an.nguyen");
      await page.getByLabel("Mật khẩu", { exact: true }).fill("một câu dài dễ nhớ");
      await page.getByLabel("Nhập lại mật khẩu").fill("một câu dài dễ nhớ");
      await page.getByRole("button", { name: "Tạo tài khoản" }).click();
      await says("Đường dẫn thiết lập không đúng");
    });

    test("sign in and come back to the page that was asked for", async () => {
      await open("/devices/d-sw1?port=Gi0%2F3", "signed-out");
      await page.getByLabel("Tên đăng nhập").fill("an.nguyen");
      await page.getByLabel("Mật khẩu").fill("sai rồi");
      await page.keyboard.press("Enter");
      await says("Tên đăng nhập hoặc mật khẩu không đúng");
      await page.getByLabel("Mật khẩu").fill("một câu dài dễ nhớ");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "SW-Tầng1" }).waitFor();
      expect(page.url()).toBe(`${fixture.url}/devices/d-sw1?port=Gi0%2F3`);
    });

    test("find a device without typing diacritics, and open it by the keyboard", async () => {
      await open("/devices");
      await page.getByRole("searchbox").fill("may in phong");
      await says("1 / 17 dòng");
      await page.locator("tbody tr").first().focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Máy in phòng Kinh tế" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("mot cua");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(page.url()).toMatch(/\/(sites|devices)\//);
    });

    test("sort a table, unknown values last both ways", async () => {
      await open("/devices");
      const makes = () => page.locator("tbody tr td:nth-child(5)").allTextContents();
      await page.getByRole("button", { name: "Hãng, kiểu máy" }).click();
      const up = await makes();
      await page.getByRole("button", { name: "Hãng, kiểu máy" }).click();
      const down = await makes();
      expect(up[0]).toMatch(/^Cisco/);
      expect(down[0]).toMatch(/^TP-Link/);
      expect([up.at(-1), down.at(-1)]).toEqual(["—Chưa đọc được lần nào", "—Chưa đọc được lần nào"]);
    });

    test("scroll through nine hundred devices of which only the visible ones are drawn", async () => {
      await open("/devices", "many");
      await says("917 dòng");
      expect(await page.locator("tbody tr").count()).toBeLessThan(100);
      await page.evaluate("document.querySelector('.table-scroll').scrollTo(0, 1e6)");
      await says("Thiết bị 900");
      // By the keyboard one comes in wherever it stands.
      expect(await page.locator("tbody tr[tabindex='0']").count()).toBe(1);
      const rows = () => page.locator("tbody tr[tabindex]").count();
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      expect(await rows(), "on paper").toBe(917);
      await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
      expect(await rows()).toBeLessThan(100);
      await says("Thiết bị 900");
    });

    test("see another port's charts and another range, kept in the address", async () => {
      await open("/devices/d-sw1");
      await page.getByRole("row", { name: /Gi0\/5 VP-02/ }).click();
      await says(/Mất kết nối \d+ lần/);
      await page.getByRole("button", { name: "24 giờ" }).click();
      await page.waitForURL(/port=Gi0%2F5&range=24h/);
      await page.locator(".uplot canvas").first().waitFor();
      await page.getByRole("button", { name: "Tự chọn" }).click();
      await page.getByLabel("Từ").fill("02/01/2026 08:00");
      await page.getByLabel("Đến").fill("01/01/2026 08:00");
      await page.getByRole("button", { name: "Xem", exact: true }).click();
      await says("“Từ” phải trước “Đến”");
      await page.getByLabel("Đến").fill("31/02/2026 08:00");
      await page.getByRole("button", { name: "Xem", exact: true }).click();
      await says("Viết dạng 23/11/2026 08:00");
    });

    test("take figures out: of the range on the page, as detailed as a spreadsheet bears", async () => {
      await open("/devices/d-sw1?port=Gi0%2F3&range=30d");
      await page.getByRole("button", { name: "Xuất số liệu" }).first().click();
      const dialog = page.getByRole("dialog");
      const link = dialog.getByRole("link", { name: "Tải về" });
      await link.waitFor();
      expect(await link.getAttribute("href")).toMatch(/device=d-sw1&.*resolution=hour&format=csv/);
      await dialog.getByRole("button", { name: "1 năm" }).click();
      await dialog.getByRole("button", { name: "Từng lần đo" }).click();
      await says(/LibreOffice mở được tối đa/);
      await shoot(page, "export-dialog office, light");
      await dialog.getByRole("button", { name: "Theo ngày" }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      expect(download.suggestedFilename()).toBe("cayda.csv");
      expect(new URL(page.url()).pathname).toBe("/devices/d-sw1");
    });

    test("see what a device wrote as text, never as markup", async () => {
      await open("/devices/d-sw1");
      await says("<b>HW V01</b>");
      expect(await page.locator("dd b").count()).toBe(0);
    });

    test("add a device, and read why one is refused", async () => {
      await open("/sites/s-mx1");
      await page.getByRole("button", { name: "Thêm thiết bị" }).click();
      await page.getByLabel("Địa chỉ").fill("10.22.4.300");
      await page.getByRole("button", { name: "Thêm", exact: true }).click();
      await says("Địa chỉ chưa đúng. Viết dạng 10.1.2.3.");
      await page.getByLabel("Địa chỉ").fill("10.22.4.2");
      await page.getByLabel("Community").fill("public");
      await page.getByRole("button", { name: "Thêm", exact: true }).click();
      await says("10.22.4.2 đã có. Chọn tên hoặc địa chỉ khác.");
      await page.getByLabel("Địa chỉ").fill("10.22.1.9");
      await page.getByRole("button", { name: "Thêm", exact: true }).click();
      await says("Đã thêm 10.22.1.9.");
      await page.getByRole("link", { name: "10.22.1.9" }).click();
      await says("Chưa đọc được lần nào.");
    });

    test("set where to look, with an SNMP credential, told of mistakes at the field", async () => {
      await open("/sites/s-mx1/discovery");
      await page.getByRole("button", { name: "Đặt dải địa chỉ" }).click();
      await page.getByLabel("Dải địa chỉ").fill("mạng của xã");
      await page.getByRole("button", { name: "Lưu và quét" }).click();
      await says(/Viết dạng 10.1.2.0\/24 hoặc/);
      await page.getByLabel("Dải địa chỉ").fill("10.0.0.0/8");
      await page.getByRole("button", { name: "Thêm thông tin SNMP" }).click();
      await page.getByLabel("Tên gợi nhớ").fill("Switch của xã");
      await page.getByRole("button", { name: "Đưa vào danh sách" }).click();
      await says("Điền ô này.");
      await page.getByLabel("Community").fill("bi-mat");
      await page.getByRole("button", { name: "Đưa vào danh sách" }).click();
      await shoot(page, "discovery-dialog office, light");
      await page.getByRole("button", { name: "Lưu và quét" }).click();
      await says(/tối đa 1024 cho một điểm/);
      await page.getByLabel("Dải địa chỉ").fill("10.22.1.0/24");
      await page.getByRole("button", { name: "Lưu và quét" }).click();
      await says(/Đang quét 254 địa chỉ/);
      await says("Switch của xã (v2c)");
    });

    test("decide about what was found, one by one and many at once", async () => {
      await open("/sites/s-hs1/discovery");
      await page.getByRole("button", { name: /Chọn tất cả đọc được/ }).click();
      await page.getByRole("button", { name: /Thêm 2 mục đã chọn/ }).click();
      await says("Đã thêm 2 thiết bị.");
      await page.getByRole("button", { name: "Bỏ qua: Camera cổng chính" }).click();
      await says("Đã bỏ qua 1 mục.");
      await page.getByRole("heading", { name: "Đã bỏ qua" }).waitFor();
      await page.getByRole("button", { name: "Hiện lại: Camera cổng chính" }).click();
      await page.getByRole("button", { name: "Bỏ qua: Camera cổng chính" }).waitFor();
    });

    test("make an access token, see it once with what Grafana needs, and revoke it", async () => {
      await open("/settings");
      await page.getByRole("button", { name: "Tạo mã truy cập" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Tạo mã truy cập" }).click();
      await says("Điền ô này.");
      await page.getByLabel("Dùng cho").fill("Grafana của xã");
      await dialog.getByRole("button", { name: "Tạo mã truy cập" }).click();
      await says(`${fixture.url}/api/prom`);
      await says(/^Bearer cayda_read_/);
      await shoot(page, "token-made office, light");
      await dialog.getByRole("button", { name: "Đóng" }).last().click();
      await page.getByRole("button", { name: "Thu hồi: Grafana của xã" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
      await says("Đã thu hồi mã “Grafana của xã”.");
    });

    test("get the token for the office PC, and what to do with it", async () => {
      await open("/sites/s-ps1");
      await page.getByRole("button", { name: "Thêm máy thu thập" }).click();
      await page.getByRole("button", { name: "Tạo mã đăng ký" }).click();
      await says(/^cayda1~https:/);
      await says(/install\.cmd/);
      await says(/^npm run agent -- enrol "cayda1~https:/);
    });

    test("be told that all is well only when the alerts say so, too", async () => {
      await open("/", "no-alerts");
      await says(/Chưa tải được danh sách cảnh báo, nên chưa biết/);
      expect(await page.getByText("Mọi thứ bình thường").count()).toBe(0);
      fixture.set("calm");
      await says(/Mọi thứ bình thường. 5 điểm đang gửi số liệu; \d+ thiết bị/);
      expect(await page.getByText("Chưa tải được danh sách cảnh báo").count()).toBe(0);
    });

    test("know that the server is gone, that what is shown is old, and that it is back", async () => {
      await open("/sites/s-hs1");
      await says(/Dữ liệu: \d+ giây trước/);
      fixture.cut(true);
      await says(/Mất liên lạc với máy chủ/);
      // Coming back into view asks anew, and the answer is that nothing could be renewed.
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await says(/Trang này là của lúc .* Chưa tải lại được/);
      fixture.cut(false);
      await says(/Dữ liệu: \d+ giây trước/);
      await page.getByText(/Trang này là của lúc/).waitFor({ state: "detached" });
    });

    test("open a page and a dialog while the line is down, and have both when it is back, without loading anew", async () => {
      const { context } = browser;
      await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
      const lose = async () => {
        await context.setOffline(true);
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        await says(/Chưa tải lại được/);
      };
      await open("/sites/s-mx1");
      await says(/Dữ liệu: \d+ giây trước/);
      await page.evaluate("window.sameDocument = true");
      await lose();
      await page.getByRole("button", { name: "Thêm thiết bị" }).click();
      await page.locator(".toast").getByText("Không liên lạc được với máy chủ.").waitFor();
      await context.setOffline(false);
      await page.getByLabel("Địa chỉ").waitFor();
      await page.keyboard.press("Escape");
      await lose();
      await page.getByRole("link", { name: "Cài đặt" }).first().click();
      await page.getByRole("heading", { name: "Chưa tải được trang này" }).waitFor();
      await shoot(page, "page-offline office, light");
      await context.setOffline(false);
      await says("Kho số liệu bình thường");
      expect(await page.evaluate("window.sameDocument")).toBe(true);
    });

    test("keep the page around a part that cannot be had, and load it anew when they say so", async () => {
      const settings = /\/assets\/settings-[^/]*\.js$/;
      await open("/");
      await page.route(settings, (route) => route.abort());
      await page.getByRole("link", { name: "Cài đặt" }).first().click();
      await says("Phần này chưa tải được. Tải lại trang");
      await page.getByRole("link", { name: "Hôm nay" }).first().waitFor();
      await shoot(page, "page-missing office, light");
      await page.unroute(settings);
      await page.getByRole("button", { name: "Tải lại trang" }).click();
      await says("Kho số liệu bình thường");
    });

    test("switch to English and find it again after reloading", async () => {
      await open("/");
      await page.getByRole("button", { name: "English" }).click();
      await says("Needs attention");
      await page.reload();
      await says("Needs attention");
      await page.getByRole("button", { name: "Tiếng Việt" }).click();
      await says("Việc cần xem");
    });

    test("meet no complaint of the browser all along", () => expect(browser.complaints).toEqual([]));
  });
});
