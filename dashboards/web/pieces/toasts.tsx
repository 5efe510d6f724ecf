import { t } from "../state/preferences.ts";
import { dismiss, toasts } from "../state/toasts.ts";
import { Icon } from "./icon.tsx";
import { Shape } from "./state-mark.tsx";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, bad }) => (
        <div key={id} class="toast">
          <Shape state={bad ? "bad" : "good"} />
          <span>{text}</span>
          <button
            type="button"
            class="button button-plain"
            aria-label={t("web.dialog.close")}
            onClick={() => dismiss(id)}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
