import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Me } from "../../../core/wire/views.ts";
import { checkPasswordChange, checkPerson, NO_PASSWORD } from "../lib/account-form.ts";
import { REQUIRED, type Checked } from "../lib/forms.ts";
import { safeReturn } from "../lib/router.ts";
import { NameFields, PasswordFields } from "../pieces/account-fields.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { LanguageButton, ThemeButton } from "../pieces/frame.tsx";
import { Logo } from "../pieces/icon.tsx";
import { later } from "../pieces/later.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { navigate, query } from "../state/location.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { askWho, me, signOut } from "../state/session.ts";
import { useForm } from "./dialogs.tsx";

const SecondStep = later(async () => (await import("./second-step.tsx")).SecondStep);

/** The pages before anybody is in. */
export function Gate(props: { readonly title: string; readonly children: ComponentChildren }) {
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
        <SignIn />
      )}
    </Gate>
  );
}

/** Password, then the code where somebody has a second step. */
function SignIn() {
  const [step, setStep] = useState(false);
  const [over, setOver] = useState<string | undefined>(undefined);
  const enter = (person: Me) => {
    me.value = person;
    navigate(safeReturn(query.value.get("back")), true);
  };
  if (!step) return <SignInForm over={over} onDone={enter} onStep={() => setStep(true)} />;
  return (
    <SecondStep
      onDone={enter}
      onOver={(says) => {
        setOver(says);
        setStep(false);
      }}
    />
  );
}

function SignInForm(props: {
  /** Why the second step led back here. */
  readonly over: string | undefined;
  readonly onDone: (person: Me) => void;
  readonly onStep: () => void;
}) {
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
    if ("secondStep" in person) props.onStep();
    else props.onDone(person);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <h1>{t("web.signIn.title")}</h1>
      {props.over === undefined ? null : <Notice state="watch">{props.over}</Notice>}
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
  const { form, mistakes, set, submit } = useForm({ name: "", username: "", ...NO_PASSWORD }, checkPerson);
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
      <NameFields form={form} mistakes={mistakes} set={set} own />
      <PasswordFields label={t("web.field.password")} form={form} mistakes={mistakes} set={set} />
      <button type="submit" class="button button-main" disabled={busy}>
        {t("web.setup.create")}
      </button>
    </form>
  );
}

/** Somebody else set the password: nothing is shown before it is one's own. */
export function PasswordDuePage() {
  const { form, mistakes, set, submit } = useForm({ current: "", ...NO_PASSWORD }, checkPasswordChange);
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    if ((await send(() => ask(api.auth["change-password"].$post({ json })))) !== undefined) await askWho();
  };
  return (
    <Gate title={t("web.due.title")}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div>
          <h1>{t("web.due.title")}</h1>
          <p class="quiet">{t("web.due.body")}</p>
        </div>
        {refusal}
        <TextField
          label={t("web.due.current")}
          type="password"
          autocomplete="current-password"
          value={form.current}
          onValue={(current) => set({ current })}
          mistake={mistakes["current"]}
          autofocus
        />
        <PasswordFields label={t("web.field.newPassword")} form={form} mistakes={mistakes} set={set} />
        <button type="submit" class="button button-main" disabled={busy}>
          {t("web.due.button")}
        </button>
        <button type="button" class="button" onClick={() => void signOut()}>
          {t("web.top.signOut")}
        </button>
      </form>
    </Gate>
  );
}
