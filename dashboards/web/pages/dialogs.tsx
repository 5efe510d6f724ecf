import { useState } from "preact/hooks";
import { formatDateTime } from "../../../core/format.ts";
import type { TokenView } from "../../../core/wire/views.ts";
import { checkTarget, checkToken, enrolCommand, leadOf, type Checked, type Mistakes } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { api, ask } from "../state/api.ts";
import { copyText } from "../state/clipboard.ts";
import { locale, t } from "../state/preferences.ts";
import { toast } from "../state/toasts.ts";

/** A form's texts and mistakes: nothing is marked wrong before the first try, everything is re-checked from then on. */
export function useForm<Form extends object, Body>(initial: Form, check: (form: Form) => Checked<Body>) {
  const [form, setForm] = useState(initial);
  const [tried, setTried] = useState(false);
  const result = check(form);
  const mistakes: Mistakes = tried && !result.ok ? result.mistakes : {};
  return {
    form,
    mistakes,
    set: (change: Partial<Form>) => setForm({ ...form, ...change }),
    /** As if nothing had been tried yet. */
    restart: (change: Partial<Form>) => {
      setForm({ ...form, ...change });
      setTried(false);
    },
    /** What to send; undefined when something must be mended first. */
    submit: (): Body | undefined => {
      setTried(true);
      return result.ok ? result.value : undefined;
    },
  };
}

interface DialogProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Sends what the form holds, says so, and closes; keeps the form open when the server refuses. */
export function useSubmit<Body, Told>(
  { onClose, onDone }: DialogProps,
  submit: () => Body | undefined,
  request: (body: Body) => Promise<Answer<Told>>,
  done: (body: Body, told: Told) => string,
) {
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = submit();
    if (body === undefined) return focusMistake(form);
    const told = await send(() => request(body));
    if (told === undefined) return focusMistake(form);
    toast(done(body, told));
    onDone();
    onClose();
  };
  return { busy, refusal, onSubmit: (event: Event) => void act(event) };
}

/** The first field to mend, once it is marked: in a long form it may be out of sight. */
function focusMistake(form: EventTarget | null): void {
  requestAnimationFrame(() => {
    if (form instanceof HTMLFormElement) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}

export function FormFoot(props: {
  readonly busy: boolean;
  readonly action: string;
  readonly onClose: () => void;
}) {
  return (
    <div class="dialog-foot">
      <button type="button" class="button" onClick={props.onClose}>
        {t("web.dialog.cancel")}
      </button>
      <button type="submit" class="button button-main" disabled={props.busy}>
        {props.action}
      </button>
    </div>
  );
}

export function TargetDialog(props: DialogProps & { readonly site: string }) {
  const { form, mistakes, set, submit } = useForm({ name: "", address: "" }, checkTarget);
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.sites[":site"].targets.$post({ param: { site: props.site }, json })),
    ({ name }) => t("web.target.added", { name }),
  );
  return (
    <Dialog title={t("web.target.addTitle")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={t("web.field.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            placeholder={t("web.target.nameHint")}
            mistake={mistakes["name"]}
            autofocus
          />
          <TextField
            label={t("web.field.address")}
            value={form.address}
            onValue={(address) => set({ address })}
            hint={t("web.field.addressRule")}
            mistake={mistakes["address"]}
          />
        </div>
        <FormFoot busy={busy} action={t("web.device.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** Makes an enrolment token and shows the one command to run on the office PC. */
export function TokenDialog(props: {
  readonly site: string;
  readonly siteName: string;
  readonly onClose: () => void;
}) {
  const [made, setMade] = useState<TokenView | undefined>(undefined);
  return (
    <Dialog title={t("web.token.title", { site: props.siteName })} onClose={props.onClose}>
      {made === undefined ? (
        <TokenForm {...props} onMade={setMade} />
      ) : (
        <TokenMade token={made} onClose={props.onClose} />
      )}
    </Dialog>
  );
}

function TokenForm(props: {
  readonly site: string;
  readonly onMade: (token: TokenView) => void;
  readonly onClose: () => void;
}) {
  const { form, mistakes, set, submit } = useForm({ uses: "1", hours: "24" }, checkToken);
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    const token = await send(() =>
      ask(api.sites[":site"].tokens.$post({ param: { site: props.site }, json })),
    );
    if (token !== undefined) props.onMade(token);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <div class="dialog-body">
        {refusal}
        <p>{t("web.token.body")}</p>
        <div class="pair">
          <TextField
            label={t("web.field.uses")}
            type="number"
            value={form.uses}
            onValue={(uses) => set({ uses })}
            mistake={mistakes["uses"]}
          />
          <TextField
            label={t("web.field.hours")}
            type="number"
            value={form.hours}
            onValue={(hours) => set({ hours })}
            mistake={mistakes["hours"]}
          />
        </div>
      </div>
      <FormFoot busy={busy} action={t("web.token.make")} onClose={props.onClose} />
    </form>
  );
}

function TokenMade(props: { readonly token: TokenView; readonly onClose: () => void }) {
  const { token, expiresAt, uses } = props.token;
  const { server, here } = leadOf(token);
  return (
    <>
      <div class="dialog-body">
        {here ? <Notice state="bad">{t("web.token.onlyHere", { server })}</Notice> : null}
        <p>{t("web.token.install")}</p>
        <code class="command">{token}</code>
        <p>
          <button
            type="button"
            class="button button-main"
            autofocus
            onClick={() => void copyText(token, t("web.copy.copied"))}
          >
            {t("web.copy.button")}
          </button>
        </p>
        <p class="quiet small">
          {t("web.token.command")}
          <code class="command">{enrolCommand(token)}</code>
        </p>
        {here ? null : <p class="quiet">{t("web.token.leads", { server })}</p>}
        <p class="quiet">{t("web.token.after", { at: formatDateTime(expiresAt, locale.value), n: uses })}</p>
        <Notice state="watch">{t("web.token.once")}</Notice>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={props.onClose}>
          {t("web.dialog.close")}
        </button>
      </div>
    </>
  );
}
