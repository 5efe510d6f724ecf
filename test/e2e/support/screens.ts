import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

/** Debian's Chromium. */
export const CHROMIUM = "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);

/** The two screens that the web is made for: the old office monitor and the phone. */
export const SCREENS = { office: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;

export interface OpenBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the pages complained of so far: exceptions, console errors, refusals by the content security policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly screen?: keyof typeof SCREENS;
  readonly dark?: boolean;
  readonly timeZone?: string;
  /** For a server with a certificate of its own making. */
  readonly trustAll?: boolean;
}

/** A fresh browser with an empty profile that can reach loopback only; removed when closed. */
export async function openBrowser(options: BrowserOptions = {}): Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "cayda-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: SCREENS[options.screen ?? "office"],
    colorScheme: options.dark === true ? "dark" : "light",
    timezoneId: options.timeZone ?? "Asia/Ho_Chi_Minh",
    locale: "vi-VN",
    ignoreHTTPSErrors: options.trustAll ?? false,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
  const complaints: string[] = [];
  const listen = (page: Page) => {
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // Answers that are not 2xx are the server's business; the page shows them.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        complaints.push(message.text());
      }
    });
  };
  context.on("page", listen);
  const page = context.pages()[0] ?? (await context.newPage());
  listen(page);
  return {
    context,
    page,
    complaints,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Where pictures go: a folder outside the project, `CAYDA_SHOTS` or one under the system's temporary folder. */
export const SHOTS = process.env["CAYDA_SHOTS"] ?? join(tmpdir(), "cayda-shots");

/** Takes a picture of what the person sees (`whole`: of the entire page); the path of the PNG. */
export async function shoot(page: Page, name: string, whole = false): Promise<string> {
  await mkdir(SHOTS, { recursive: true });
  const path = join(SHOTS, `${name}.png`);
  await page.screenshot({ path, fullPage: whole, animations: "disabled" });
  return path;
}

/** The page is wider than the screen: something would have to be scrolled sideways. In pixels, 0 when it fits. */
export function overflow(page: Page): Promise<number> {
  // As text: the tests are compiled without the types of a browser.
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
