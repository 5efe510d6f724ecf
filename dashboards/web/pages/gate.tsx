import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { checkPerson, type Checked, type Mistakes, type PersonForm } from "../lib/forms.ts";
import { safeReturn } from "../lib/router.ts";
import { useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { LanguageButton, ThemeButton } from "../pieces/frame.tsx";
import { Logo } from "../pieces/icon.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { navigate, query } from "../state/location.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { useForm } from "./dialogs.tsx";

/** The two pages before anybody is signed in. */
function Gate(props: { readonly title: string; readonly children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${props.title} · Cayda`;
  }, [props.title]);
  return (
    <main class="gate">
      <div class="gate-card">
        <div class="gate-brand">
          <Logo size={40} />
          <div>
            <strong>Cayda</strong>
            <span class="quiet small">{t("web.signIn.about")}</span>
          </div>
        </div>
        <div class="panel panel-body">{props.children}</div>
        <div class="gate-foot">
          <LanguageButton />
          <ThemeButton />
        </div>
      </div>
    </main>
  );
}

const REQUIRED = { key: "web.mistake.required" } as const;

function checkSignIn(form: { readonly username: string; readonly password: string }): Checked<typeof form> {
  const { username, password } = form;
  return username.trim() !== "" && password !== ""
    ? { ok: true, value: { username: username.trim(), password } }
    : {
        ok: false,
        mistakes: {
          ...(username.trim() === "" ? { username: REQUIRED } : {}),
          ...(password === "" ? { password: REQUIRED } : {}),
        },
      };
}

export function SignInPage() {
  const setup = useResource("setup", () => ask(api.setup.$get()));
  const needed = setup.data.value?.needed === true;
  return (
    <Gate title={needed ? t("web.setup.needed") : t("web.signIn.title")}>
      {needed ? (
        <>
          <h1>{t("web.setup.needed")}</h1>
          <p>{t("web.setup.noKey")}</p>
        </>
      ) : (
        <SignInForm />
      )}
    </Gate>
  );
}

function SignInForm() {
  const { form, mistakes, set, restart, submit } = useForm({ username: "", password: "" }, checkSignIn);
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    const person = await send(() => ask(api.auth["sign-in"].username.$post({ json })));
    if (person === undefined) {
      restart({ password: "" });
      return;
    }
    me.value = person;
    navigate(safeReturn(query.value.get("back")), true);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <h1>{t("web.signIn.title")}</h1>
      {query.value.get("reason") === "expired" ? (
        <Notice state="unknown">{t("web.signIn.expired")}</Notice>
      ) : null}
      {refusal}
      <TextField
        label={t("web.field.username")}
        autocomplete="username"
        value={form.username}
        onValue={(username) => set({ username })}
        mistake={mistakes["username"]}
        autofocus
      />
      <TextField
        label={t("web.field.password")}
        type="password"
        autocomplete="current-password"
        value={form.password}
        onValue={(password) => set({ password })}
        mistake={mistakes["password"]}
      />
      <button type="submit" class="button button-main" disabled={busy}>
        {t("web.signIn.button")}
      </button>
    </form>
  );
}

/** The one-time link: creates the first administrator and goes straight in. */
export function SetupPage() {
  const setup = useResource("setup", () => ask(api.setup.$get()));
  const key = query.value.get("key") ?? "";
  return (
    <Gate title={t("web.setup.title")}>
      <View resource={setup} lines={4}>
        {({ needed }) => {
          if (!needed) {
            return (
              <>
                <h1>{t("web.setup.done")}</h1>
                <p class="button-row">
                  <a class="button button-main" href="/sign-in">
                    {t("web.setup.toSignIn")}
                  </a>
                </p>
              </>
            );
          }
          return key === "" ? (
            <>
              <h1>{t("web.setup.needed")}</h1>
              <p>{t("web.setup.noKey")}</p>
            </>
          ) : (
            <SetupForm setupKey={key} />
          );
        }}
      </View>
    </Gate>
  );
}

function SetupForm({ setupKey }: { readonly setupKey: string }) {
  const { form, mistakes, set, submit } = useForm(
    { name: "", username: "", password: "", again: "" },
    checkPerson,
  );
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const person = submit();
    if (person === undefined) return;
    const created = await send(() => ask(api.setup.$post({ json: { key: setupKey, ...person } })));
    if (created === undefined) return;
    me.value = created;
    navigate("/", true);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <div>
        <h1>{t("web.setup.title")}</h1>
        <p class="quiet">{t("web.setup.body")}</p>
      </div>
      {refusal}
      <TextField
        label={t("web.field.fullName")}
        autocomplete="name"
        value={form.name}
        onValue={(name) => set({ name })}
        mistake={mistakes["name"]}
        autofocus
      />
      <TextField
        label={t("web.field.username")}
        autocomplete="username"
        value={form.username}
        onValue={(username) => set({ username })}
        hint={t("web.field.usernameRule")}
        mistake={mistakes["username"]}
      />
      <PasswordFields form={form} mistakes={mistakes} set={set} />
      <button type="submit" class="button button-main" disabled={busy}>
        {t("web.setup.create")}
      </button>
    </form>
  );
}

/** The new password twice; shown on request, for a mistyped one locks the first administrator out. */
function PasswordFields(props: {
  readonly form: PersonForm;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<PersonForm>) => void;
}) {
  const { form, mistakes, set } = props;
  const [shown, setShown] = useState(false);
  const type = shown ? "text" : "password";
  return (
    <>
      <TextField
        label={t("web.field.password")}
        type={type}
        autocomplete="new-password"
        value={form.password}
        onValue={(password) => set({ password })}
        hint={t("web.field.passwordRule")}
        mistake={mistakes["password"]}
      />
      <TextField
        label={t("web.field.passwordAgain")}
        type={type}
        autocomplete="new-password"
        value={form.again}
        onValue={(again) => set({ again })}
        mistake={mistakes["again"]}
      />
      <label class="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {t("web.field.passwordShow")}
      </label>
    </>
  );
}
