import { t } from "./preferences.ts";
import { toast } from "./toasts.ts";

/** Copies a text and says so; where the browser forbids it (no HTTPS, a policy), says what to do instead. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(t("web.copy.failed"), true);
  }
}
