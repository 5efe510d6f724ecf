import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeviceView, Overview, SiteView } from "../../core/wire/views.ts";
import { startSnmpDevices, type FakeDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { realClock } from "../support/real-clock.ts";
import { startCayda, type Cayda } from "./support/cayda.ts";
import { ADMIN, createClient, until, type Client } from "./support/client.ts";
import { hasChromium, openBrowser, overflow, SCREENS, shoot, type OpenBrowser } from "./support/screens.ts";

/**
 * The first minutes of a new user, with everything real: the server as `npm start` runs it, its local agent, the built
 * web in Chromium. The pictures lie where `support/screens.ts` says.
 */
if (!hasChromium) console.warn("SKIPPED: there is no Chromium here, the first start is not looked at");

describe.skipIf(!hasChromium)("a new user", () => {
  let cayda: Cayda;
  let fakes: FakeDevices;
  let browser: OpenBrowser;
  let page: Page;
  let client: Client;
  let startedAt: number;
  beforeAll(async () => {
    startedAt = performance.now();
    cayda = await startCayda({ setUp: false });
    browser = await openBrowser();
    ({ page } = browser);
    const { tree, machine } = makeSwitch({
      clock: realClock,
      ports: 28,
      name: "SW-Tầng1",
      description: "Cayda fake switch, 28 ports",
      port: (number) => ({
        alias: number <= 24 ? `Phòng ${number}` : "Đường lên",
        link: number % 5 === 0 ? "down" : "up",
        speedMbps: number % 7 === 0 ? 100 : 1_000,
        in: { bitsPerSecond: number * 120_000 },
        out: { bitsPerSecond: number * 410_000 },
      }),
    });
    fakes = await startSnmpDevices({
      clock: realClock,
      devices: [{ community: "xa-huong-son", tree, machine }],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await fakes?.close();
    await cayda?.close();
  });
  const says = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 60_000 });
  const bothScreens = async (name: string) => {
    for (const [screen, size] of Object.entries(SCREENS)) {
      await page.setViewportSize(size);
      expect(await overflow(page), `${name} on a screen (${screen})`).toBe(0);
      await shoot(page, `first-${name} ${screen}`, true);
    }
    await page.setViewportSize(SCREENS.office);
  };

  test("opens the printed link and becomes the administrator", async () => {
    await page.goto(cayda.setupLink ?? "");
    await page.getByLabel("Họ và tên").fill(ADMIN.name);
    await page.getByLabel("Tên đăng nhập").fill(ADMIN.username);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(ADMIN.password);
    await page.getByLabel("Nhập lại mật khẩu").fill(ADMIN.password);
    await bothScreens("set-up");
    await page.getByRole("button", { name: "Tạo tài khoản" }).click();
    await says("Máy này");
    client = createClient(cayda.url);
    await client.post("/api/auth/sign-in/username", { username: ADMIN.username, password: ADMIN.password });
    await bothScreens("today");
  });

  test("sees this machine's processor, memory, disk and card with a moving chart within a minute of the start", async () => {
    const { units } = await client.get<Overview>("/api/overview");
    const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
    const { deviceList } = await until(
      "this machine",
      () => client.get<SiteView>(`/api/sites/${site}`),
      (view) => view.deviceList.some(({ agent, state }) => agent !== null && state === "good"),
    );
    const pc = deviceList.find(({ agent }) => agent !== null)?.id ?? "";
    const device = await until(
      "its figures",
      () => client.get<DeviceView>(`/api/devices/${pc}`),
      ({ host, ports, volumes }) =>
        ["cpu", "memory_total", "memory_used"].every((field) => host[field] !== undefined) &&
        ports.length > 0 &&
        volumes.length > 0,
    );
    await page.goto(`${cayda.url}/devices/${pc}`);
    await says("Bộ xử lý");
    await says("Bộ nhớ");
    await page.locator("canvas").first().waitFor({ timeout: 60_000 });
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`this machine is on the page ${seconds.toFixed(1)} s after the start\n`);
    expect(seconds).toBeLessThan(60);
    expect(device.host["memory_total"]?.value).toBeGreaterThan(1e8);

    const picture = () => page.locator("canvas").first().screenshot();
    const first = await picture();
    // One step of the chart's range at most.
    await until("a chart that moves", picture, (next) => !next.equals(first), 75);
    await bothScreens("pc");
    expect(browser.complaints).toEqual([]);
  });

  test("adds a switch and has its ports on the page within a minute", async () => {
    const { units } = await client.get<Overview>("/api/overview");
    const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
    await page.goto(`${cayda.url}/sites/${site}`);
    await page.getByRole("button", { name: "Thêm thiết bị" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Địa chỉ").fill(fakes.device.address);
    await dialog.getByLabel(/^Cổng/).fill(String(fakes.device.port));
    await dialog.getByLabel(/^Tên/).first().fill("SW-Tầng1");
    await dialog.getByLabel("Community").fill("xa-huong-son");
    await shoot(page, "first-add-device office");
    const added = performance.now();
    await dialog.getByRole("button", { name: "Thêm", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    const view = await until(
      "the switch",
      () => client.get<SiteView>(`/api/sites/${site}`),
      ({ deviceList }) => deviceList.some(({ name, state }) => name === "SW-Tầng1" && state === "good"),
      90,
    );
    const id = view.deviceList.find(({ name }) => name === "SW-Tầng1")?.id ?? "";
    await page.goto(`${cayda.url}/devices/${id}`);
    await says("Phòng 24");
    const seconds = (performance.now() - added) / 1_000;
    process.stdout.write(`the switch's ports are on the page ${seconds.toFixed(1)} s after it was added\n`);
    expect(seconds).toBeLessThan(60);
    await until(
      "a rate",
      () => client.get<DeviceView>(`/api/devices/${id}`),
      ({ ports }) => ports.some(({ outBps }) => outBps !== null && outBps > 0),
      100,
    );
    // Port 28 sends 28 × 410 kb/s, give or take the machine's liveliness.
    await page.goto(`${cayda.url}/devices/${id}`);
    await says("Phòng 24");
    await page.locator("canvas").first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1_000);
    await bothScreens("switch");
    await page.goto(`${cayda.url}/sites/${site}`);
    await says("SW-Tầng1");
    await bothScreens("site");
    expect(browser.complaints).toEqual([]);
  });
});
