import { useState } from "preact/hooks";
import type { DiscoveryView } from "../../../core/wire/discovery.ts";
import {
  checkDiscovery,
  discoveryForm,
  earlier,
  type DiscoveryForm,
  type ListedCredential,
} from "../lib/discovery.ts";
import { checkNamedCredential, EMPTY_DEVICE, type SnmpChoice } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { words } from "../state/discovery-words.ts";
import { Credential } from "./device-dialog.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** Where to look, how, and with which credentials. */
export function DiscoveryDialog(props: {
  readonly site: string;
  readonly settings: DiscoveryView["settings"];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { form, mistakes, set, submit } = useForm(discoveryForm(props.settings), checkDiscovery);
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.sites[":site"].discovery.$put({ param: { site: props.site }, json })),
    () => words("web.discovery.saved"),
  );
  return (
    <Dialog title={words("web.discovery.setTitle")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.discovery.ranges")}
            value={form.ranges}
            onValue={(ranges) => set({ ranges })}
            hint={words("web.discovery.rangesRule")}
            mistake={mistakes["ranges"]}
            maxLength={1_000}
            autofocus
          />
          <CredentialList form={form} set={set} />
          <div class="pair">
            <SelectField
              label={words("web.discovery.every")}
              value={form.everyHours}
              onValue={(everyHours) => set({ everyHours })}
              options={everyOptions(form.everyHours)}
            />
            <TextField
              label={words("web.discovery.ports")}
              value={form.ports}
              onValue={(ports) => set({ ports })}
              mistake={mistakes["ports"]}
            />
          </div>
          <Checks form={form} set={set} />
        </div>
        <FormFoot busy={busy} action={words("web.discovery.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly form: DiscoveryForm;
  readonly set: (change: Partial<DiscoveryForm>) => void;
}

function everyOptions(current: string): (readonly [string, string])[] {
  const usual = [6, 12, 24, 168];
  const all = usual.includes(Number(current)) ? usual : [...usual, Number(current)];
  return all.map((n) => [
    String(n),
    n === 24
      ? words("web.discovery.everyDay")
      : n === 168
        ? words("web.discovery.everyWeek")
        : words("web.discovery.everyHours", { n }),
  ]);
}

function Checks({ form, set }: PartProps) {
  const check = (key: "autoAccept" | "reverseDns" | "paused", label: string) => (
    <label class="check">
      <input
        type="checkbox"
        checked={form[key]}
        onChange={(event) => set({ [key]: event.currentTarget.checked })}
      />
      {label}
    </label>
  );
  return (
    <>
      {check("autoAccept", words("web.discovery.checkAuto"))}
      {check("reverseDns", words("web.discovery.checkDns"))}
      {check("paused", words("web.discovery.checkPaused"))}
    </>
  );
}

function CredentialList({ form: { credentials }, set }: PartProps) {
  const [adding, setAdding] = useState(false);
  const change = (next: readonly ListedCredential[]) => set({ credentials: next });
  return (
    <fieldset class="discovery-credentials">
      <legend>{words("web.discovery.credentials")}</legend>
      <ol>
        {credentials.map(({ name, version }, at) => (
          <li key={`${name} ${at}`}>
            <span>
              {name} <span class="quiet">v{version}</span>
            </span>
            <span class="nowrap">
              <button
                type="button"
                class="button button-plain"
                disabled={at === 0}
                aria-label={words("web.discovery.credentialUp", { name })}
                onClick={() => change(earlier(credentials, at))}
              >
                ↑
              </button>
              <button
                type="button"
                class="button button-plain"
                aria-label={words("web.discovery.credentialRemove", { name })}
                onClick={() => change(credentials.filter((_, other) => other !== at))}
              >
                ✕
              </button>
            </span>
          </li>
        ))}
      </ol>
      {adding ? (
        <NewCredential
          onTake={(taken) => {
            change([...credentials, taken]);
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <button
          type="button"
          class="button"
          disabled={credentials.length >= MOST_CREDENTIALS}
          onClick={() => setAdding(true)}
        >
          {words("web.discovery.credentialAdd")}
        </button>
      )}
      <p class="field-hint">{words("web.discovery.credentialsRule")}</p>
    </fieldset>
  );
}

const MOST_CREDENTIALS = 8;

function NewCredential(props: {
  readonly onTake: (credential: ListedCredential) => void;
  readonly onCancel: () => void;
}) {
  const { form, mistakes, set, submit } = useForm(EMPTY_DEVICE, checkNamedCredential);
  const take = () => {
    const named = submit();
    if (named === undefined) return;
    props.onTake({ name: named.name, version: named.credential.version, input: named });
  };
  return (
    <div class="discovery-credential">
      <div class="pair">
        <TextField
          label={words("web.discovery.credentialName")}
          value={form.name}
          onValue={(name) => set({ name })}
          placeholder={words("web.discovery.credentialNameHint")}
          mistake={mistakes["name"]}
          autofocus
        />
        <SelectField<SnmpChoice>
          label={t("web.field.snmp")}
          value={form.snmp}
          onValue={(snmp) => set({ snmp })}
          options={[
            ["2c", "SNMP v2c"],
            ["3", "SNMP v3"],
            ["1", "SNMP v1"],
          ]}
        />
      </div>
      <Credential form={form} mistakes={mistakes} set={set} />
      <div class="button-row">
        <button type="button" class="button" onClick={take}>
          {words("web.discovery.credentialTake")}
        </button>
        <button type="button" class="button button-plain" onClick={props.onCancel}>
          {t("web.dialog.cancel")}
        </button>
      </div>
    </div>
  );
}
