import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SecondFactorOffer } from "../../../core/wire/second-factor.ts";
import { REQUIRED, type Checked } from "../lib/forms.ts";
import { useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { api, ask } from "../state/api.ts";
import { copyText } from "../state/clipboard.ts";
import { t } from "../state/preferences.ts";
import { words } from "../state/second-words.ts";
import { useForm } from "./dialogs.tsx";

/**
 * From the password to the backup codes: nothing is on before a code was confirmed. It stands in a dialog or on a page of its
 * own; `onDone` comes when the codes were put away.
 */
export function FactorSetUp({ onDone }: { readonly onDone: () => void }) {
  const [offer, setOffer] = useState<SecondFactorOffer | undefined>(undefined);
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined);
  if (codes !== undefined) return <Codes about={words("web.second.codes")} codes={codes} onDone={onDone} />;
  return offer === undefined ? (
    <PasswordStep onOffer={setOffer} />
  ) : (
    <ConfirmStep offer={offer} onCodes={setCodes} />
  );
}

/** One thing that is typed, and cannot be empty. */
const typed =
  <Key extends string>(key: Key) =>
  (form: Readonly<Record<Key, string>>): Checked<Record<Key, string>> =>
    form[key].trim() === ""
      ? { ok: false, mistakes: { [key]: REQUIRED } }
      : { ok: true, value: { [key]: form[key] } as Record<Key, string> };

function Step(props: {
  readonly onSubmit: (event: Event) => void;
  readonly busy: boolean;
  readonly action: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form onSubmit={props.onSubmit} noValidate>
      <div class="dialog-body">{props.children}</div>
      <div class="dialog-foot">
        <button type="submit" class="button button-main" disabled={props.busy}>
          {props.action}
        </button>
      </div>
    </form>
  );
}

function PasswordStep({ onOffer }: { readonly onOffer: (offer: SecondFactorOffer) => void }) {
  const { form, mistakes, set, restart, submit } = useForm({ password: "" }, typed("password"));
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    const offer = await send(() => ask(api["second-factor"].$post({ json })));
    if (offer === undefined) restart({ password: "" });
    else onOffer(offer);
  };
  return (
    <Step onSubmit={(event) => void act(event)} busy={busy} action={words("web.second.next")}>
      {refusal}
      <p>{words("web.second.passwordBody")}</p>
      <TextField
        label={t("web.field.currentPassword")}
        type="password"
        autocomplete="current-password"
        value={form.password}
        onValue={(password) => set({ password })}
        mistake={mistakes["password"]}
        maxLength={128}
        autofocus
      />
    </Step>
  );
}

function ConfirmStep(props: {
  readonly offer: SecondFactorOffer;
  readonly onCodes: (codes: readonly string[]) => void;
}) {
  const { secret, qr } = props.offer;
  const { form, mistakes, set, restart, submit } = useForm({ code: "" }, typed("code"));
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    const made = await send(() => ask(api["second-factor"].confirm.$post({ json })));
    if (made === undefined) restart({ code: "" });
    else props.onCodes(made.codes);
  };
  return (
    <Step onSubmit={(event) => void act(event)} busy={busy} action={words("web.second.turnOn")}>
      {refusal}
      <p>{words("web.second.scan")}</p>
      <svg class="qr" viewBox={`0 0 ${qr.side} ${qr.side}`} role="img" aria-label={words("web.second.qr")}>
        <rect width={qr.side} height={qr.side} fill="#fff" />
        <path d={qr.path} fill="#000" />
      </svg>
      <p class="quiet small">{words("web.second.type")}</p>
      <code class="command">{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
      <p>{words("web.second.confirm")}</p>
      <TextField
        label={words("web.second.code")}
        type="number"
        autocomplete="one-time-code"
        value={form.code}
        onValue={(code) => set({ code })}
        mistake={mistakes["code"]}
        maxLength={40}
        autofocus
      />
    </Step>
  );
}

/** Shown once. */
export function Codes(props: {
  readonly about: string;
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) {
  const text = props.codes.join("\n");
  return (
    <>
      <div class="dialog-body">
        <p>{props.about}</p>
        <code class="command codes">{text}</code>
        <p>
          <button type="button" class="button" onClick={() => void copyText(text, t("web.copy.copied"))}>
            {t("web.copy.button")}
          </button>
        </p>
        <Notice state="watch">{words("web.second.once")}</Notice>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button button-main" onClick={props.onDone}>
          {words("web.second.kept")}
        </button>
      </div>
    </>
  );
}
