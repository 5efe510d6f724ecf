import { useState } from "preact/hooks";
import type { Names, NewPassword } from "../lib/account-form.ts";
import type { Mistakes } from "../lib/forms.ts";
import { t } from "../state/preferences.ts";
import { TextField } from "./field.tsx";

/** A part of a form: what is typed, what is wrong with it, and how it is changed. */
interface Fields<Form> {
  readonly form: Form;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<Form>) => void;
  /** Side by side where there is room: in dialogs. */
  readonly beside?: boolean;
}

/** Full name and user name; `own`: of the person who types, whose browser may fill them in. */
export function NameFields(props: Fields<Names> & { readonly own: boolean }) {
  const { form, mistakes, set, own } = props;
  return (
    <div class={props.beside === true ? "pair" : "stack"}>
      <TextField
        label={t("web.field.fullName")}
        autocomplete={own ? "name" : "off"}
        value={form.name}
        onValue={(name) => set({ name })}
        mistake={mistakes["name"]}
        autofocus
      />
      <TextField
        label={t("web.field.username")}
        autocomplete={own ? "username" : "off"}
        value={form.username}
        onValue={(username) => set({ username })}
        hint={t("web.field.usernameRule")}
        mistake={mistakes["username"]}
      />
    </div>
  );
}

/** The new password twice; shown on request, for a mistyped one locks somebody out. */
export function PasswordFields(
  props: Fields<NewPassword> & { readonly label: string; readonly autofocus?: boolean },
) {
  const { form, mistakes, set } = props;
  const [shown, setShown] = useState(false);
  const type = shown ? "text" : "password";
  return (
    <>
      <div class={props.beside === true ? "pair" : "stack"}>
        <TextField
          label={props.label}
          type={type}
          autocomplete="new-password"
          value={form.password}
          onValue={(password) => set({ password })}
          hint={t("web.field.passwordRule")}
          mistake={mistakes["password"]}
          {...(props.autofocus === true ? { autofocus: true } : {})}
        />
        <TextField
          label={t("web.field.passwordAgain")}
          type={type}
          autocomplete="new-password"
          value={form.again}
          onValue={(again) => set({ again })}
          mistake={mistakes["again"]}
        />
      </div>
      <label class="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {t("web.field.passwordShow")}
      </label>
    </>
  );
}
