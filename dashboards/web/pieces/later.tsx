import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CodeFault } from "../lib/load-code.ts";
import { sayProblem } from "../lib/problem.ts";
import { CODE_RETRY_MS, loadCode } from "../state/code.ts";
import { language, t } from "../state/preferences.ts";
import { toast, toasts } from "../state/toasts.ts";
import { ProblemPanel, Skeleton } from "./view.tsx";

/**
 * A page (or a dialog) that is fetched only when somebody opens it: the first page of the morning need not wait for it. What
 * cannot be fetched says so in its own place, and what stands around it stays. `quiet` shows nothing while it is on its way.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  quiet = false,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Page, setPage] = useState(() => loaded);
    const [fault, setFault] = useState<CodeFault | undefined>(undefined);
    const [tries, setTries] = useState(0);
    const again = () => setTries((n) => n + 1);
    useEffect(() => {
      if (Page !== undefined) return undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let left = false;
      void (async () => {
        const code = await loadCode(load);
        if (left) return;
        if (code.ok) {
          loaded = code.value;
          setPage(() => loaded);
          return;
        }
        setFault(code.fault);
        if (quiet && code.fault !== fault) tell(code.fault);
        if (code.fault === "offline") timer = setTimeout(again, CODE_RETRY_MS);
      })();
      return () => {
        left = true;
        clearTimeout(timer);
      };
    }, [Page, tries]);
    if (Page !== undefined) return <Page {...props} />;
    if (fault === undefined || (quiet && fault === "offline")) return quiet ? null : <Skeleton />;
    return <NotLoaded fault={fault} retry={again} />;
  };
}

const sayFault = (fault: CodeFault): string =>
  fault === "offline" ? sayProblem({ kind: "offline" }, language.value) : t("web.view.noCode");

/** A dialog that does not open must not leave its click without an answer. */
function tell(fault: CodeFault): void {
  const text = sayFault(fault);
  if (!toasts.value.some((shown) => shown.text === text)) toast(text, true);
}

function NotLoaded({ fault, retry }: { readonly fault: CodeFault; readonly retry: () => void }) {
  if (fault === "offline") return <ProblemPanel problem={{ kind: "offline" }} retry={retry} />;
  return (
    <div class="panel" role="alert">
      <div class="empty">
        <h2>{t("web.view.failed")}</h2>
        <p>{sayFault(fault)}</p>
        <button type="button" class="button button-main" onClick={() => window.location.reload()}>
          {t("web.crash.reload")}
        </button>
      </div>
    </div>
  );
}
