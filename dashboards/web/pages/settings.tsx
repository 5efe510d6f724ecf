import { useState } from "preact/hooks";
import { LANGUAGES } from "../../../core/messages/speaker.ts";
import { checkPasswordChange, NO_PASSWORD } from "../lib/account-form.ts";
import { PasswordFields } from "../pieces/account-fields.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { Choices, TextField } from "../pieces/field.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { language, t, theme, THEMES } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit, me, papersOnly, signOut } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { Organisation } from "./organisation.tsx";
import { AgentTable } from "./site-tables.tsx";

const StoreSection = later(async () => (await import("./store.tsx")).StoreSection, true);
const PeopleSection = later(async () => (await import("./people.tsx")).PeopleSection, true);
const NotifySections = later(async () => (await import("./notify.tsx")).NotifySections, true);
const TokenSection = later(async () => (await import("./tokens.tsx")).TokenSection, true);
const SecondFactorSection = later(
  async () => (await import("./second-factor.tsx")).SecondFactorSection,
  true,
);
const AuditSection = later(async () => (await import("./audit.tsx")).AuditSection, true);

const LANGUAGE_NAMES = { vi: "Tiếng Việt", en: "English" } as const;
const THEME_WORDS = {
  system: "web.settings.themeSystem",
  light: "web.settings.themeLight",
  dark: "web.settings.themeDark",
} as const;

/** Who reads papers only has a language, a theme, the summary by mail and a password. */
export const SettingsPage = () => (papersOnly() ? <OwnSettings /> : <AllSettings />);

const OwnSettings = () => (
  <>
    <PageHead title={t("web.settings.title")} />
    <Display />
    <NotifySections />
    <SecondFactorSection />
    <Account />
  </>
);

function AllSettings() {
  const overview = useResource("settings overview", () => ask(api.overview.$get()));
  return (
    <>
      <PageHead title={t("web.settings.title")} />
      {mayEdit() ? null : <Notice state="unknown">{t("web.settings.readOnly")}</Notice>}
      <Display />
      <Organisation resource={overview} />
      <Agents />
      {me.value?.role === "administrator" ? <PeopleSection units={overview.data.value?.units ?? []} /> : null}
      {mayEdit() ? <StoreSection /> : null}
      {mayEdit() ? <TokenSection units={overview.data.value?.units ?? []} /> : null}
      <Audit />
      <SecondFactorSection />
      <Account />
    </>
  );
}

/** It names what belongs to all units. */
const Audit = () => (me.value?.role === "administrator" && me.value.unit === null ? <AuditSection /> : null);

function Display() {
  return (
    <Section title={t("web.settings.display")}>
      <div class="panel panel-body">
        <div class="setting">
          <span>{t("web.settings.language")}</span>
          <div>
            <Choices
              label={t("web.settings.language")}
              value={language.value}
              onValue={(value) => {
                language.value = value;
              }}
              options={LANGUAGES.map((name) => [name, LANGUAGE_NAMES[name]] as const)}
            />
          </div>
        </div>
        <div class="setting">
          <span>{t("web.settings.theme")}</span>
          <div>
            <Choices
              label={t("web.settings.theme")}
              value={theme.value}
              onValue={(value) => {
                theme.value = value;
              }}
              options={THEMES.map((name) => [name, t(THEME_WORDS[name])] as const)}
            />
          </div>
        </div>
      </div>
    </Section>
  );
}

/** The server tells agents by site; few enough to ask for them all, a few at a time. */
const AT_ONCE = 4;

function Agents() {
  const resource = useResource("settings agents", async () => {
    const overview = await ask(api.overview.$get());
    if (!overview.ok) return overview;
    const waiting = overview.value.units.flatMap(({ sites }) =>
      sites.filter(({ agents }) => agents.total > 0),
    );
    const found = [];
    while (waiting.length > 0) {
      const some = waiting.splice(0, AT_ONCE);
      const answers = await Promise.all(
        some.map(({ id }) => ask(api.sites[":site"].$get({ param: { site: id } }))),
      );
      for (const answer of answers) {
        if (!answer.ok) return answer;
        const { name, agentList } = answer.value;
        for (const agent of agentList) found.push({ ...agent, siteName: name });
      }
    }
    return { ok: true as const, value: found };
  });
  return (
    <Section title={t("web.settings.agents")}>
      <View resource={resource} lines={4}>
        {(agents) => <AgentTable agents={agents} onChange={() => void resource.reload()} />}
      </View>
    </Section>
  );
}

function Account() {
  const [changing, setChanging] = useState(false);
  const setup = useResource("settings version", () => ask(api.setup.$get()));
  const person = me.value;
  const version = setup.data.value?.version;
  const leave = async () => {
    if (!(await signOut())) toast(t("web.view.offline"), true);
  };
  return (
    <Section
      title={t("web.settings.account")}
      actions={
        <>
          <button type="button" class="button" onClick={() => setChanging(true)}>
            {t("web.settings.changePassword")}
          </button>
          <button type="button" class="button" onClick={() => void leave()}>
            {t("web.top.signOut")}
          </button>
        </>
      }
    >
      <div class="panel panel-body">
        {person === null || person === undefined ? null : (
          <p>
            <strong>{person.name}</strong> ({person.username}) · {t(`web.role.${person.role}`)}
          </p>
        )}
        {version === undefined ? null : <p class="quiet small">{t("web.settings.version", { version })}</p>}
      </div>
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </Section>
  );
}

function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { form, mistakes, set, submit } = useForm({ current: "", ...NO_PASSWORD }, checkPasswordChange);
  const { busy, refusal, onSubmit } = useSubmit(
    { onClose, onDone: () => {} },
    submit,
    (json) => ask(api.auth["change-password"].$post({ json })),
    () => t("web.settings.passwordChanged"),
  );
  return (
    <Dialog title={t("web.settings.changePassword")} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={t("web.field.currentPassword")}
            type="password"
            autocomplete="current-password"
            value={form.current}
            onValue={(current) => set({ current })}
            mistake={mistakes["current"]}
            autofocus
          />
          <PasswordFields label={t("web.field.newPassword")} form={form} mistakes={mistakes} set={set} />
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={onClose} />
      </form>
    </Dialog>
  );
}
