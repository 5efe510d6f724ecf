import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { sayProblem, type Answer } from "../lib/problem.ts";
import { isStale } from "../lib/rebase.ts";
import { language, t } from "../state/preferences.ts";
import { openDialogs, toast } from "../state/toasts.ts";
import { Icon } from "./icon.tsx";
import { Notice } from "./state-mark.tsx";
import { Toasts } from "./toasts.tsx";

/** The browser's own dialog: focus stays inside, Esc closes, and the focus goes back to where it was. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // Else the focus is on the button that closes it.
    if (dialog?.querySelector("[autofocus]") === null)
      dialog.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)")?.focus();
    openDialogs.value += 1;
    return () => {
      openDialogs.value -= 1;
      dialog?.close();
    };
  }, []);
  return (
    <dialog ref={element} aria-label={props.title} onClose={props.onClose}>
      <div class="dialog-head">
        <h2>{props.title}</h2>
        <button
          type="button"
          class="button button-plain"
          aria-label={t("web.dialog.close")}
          onClick={props.onClose}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
      {props.children}
      <Toasts />
    </dialog>
  );
}

/** A form that sends something: shows what the server refused, and cannot be sent twice at once. */
export function useSending(): {
  readonly busy: boolean;
  readonly refusal: ComponentChildren;
  readonly send: <T>(request: () => Promise<Answer<T>>) => Promise<T | undefined>;
} {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | undefined>(undefined);
  return {
    busy,
    refusal: refused === undefined ? null : <Refusal says={refused} />,
    async send(request) {
      setBusy(true);
      setRefused(undefined);
      const answer = await request();
      setBusy(false);
      if (answer.ok) return answer.value;
      setRefused(sayProblem(answer.problem, language.value));
      return undefined;
    },
  };
}

/** At the top of a form that may be scrolled to its end, where its button is. */
function Refusal({ says }: { readonly says: string }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: "nearest" }), [says]);
  return (
    <div ref={element} class="refusal">
      <Notice state="bad">{says}</Notice>
    </div>
  );
}

/** Asks before something that cannot be taken back with a click. */
export function Confirm<T>(props: {
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly done: string | ((answer: T) => string);
  readonly request: () => Promise<Answer<T>>;
  readonly onDone: () => void;
  /** Somebody else changed it meanwhile: what it was opened from is to be read again. */
  readonly onStale?: () => void;
  readonly onClose: () => void;
}) {
  const { busy, refusal, send } = useSending();
  const act = async () => {
    const answer = await send(async () => {
      const asked = await props.request();
      if (isStale(asked)) props.onStale?.();
      return asked;
    });
    if (answer === undefined) return;
    toast(typeof props.done === "string" ? props.done : props.done(answer));
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div class="dialog-body">
        {refusal}
        <p>{props.body}</p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={props.onClose}>
          {t("web.dialog.cancel")}
        </button>
        <button type="button" class="button button-bad" disabled={busy} onClick={() => void act()}>
          {props.action}
        </button>
      </div>
    </Dialog>
  );
}
