import { DEVICE_CLASSES, type DeviceClass } from "../../../core/survey.ts";
import type { DeviceView } from "../../../core/wire/views.ts";
import {
  AUTH_CHOICES,
  changeOfDevice,
  checkDevice,
  EMPTY_DEVICE,
  PRIV_CHOICES,
  type AuthProtocol,
  type DeviceBody,
  type DeviceForm,
  type Mistakes,
  type PrivProtocol,
  type SnmpChoice,
} from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** A person who does not know leaves it to the device. */
const CLASSES: readonly DeviceClass[] = DEVICE_CLASSES.filter((name) => name !== "unknown");

interface Props {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function AddDeviceDialog(props: Props & { readonly site: string }) {
  return (
    <DeviceForms
      {...props}
      title={t("web.device.addTitle")}
      action={t("web.device.add")}
      initial={EMPTY_DEVICE}
      without={t("web.field.snmpNone")}
      done={(name) => t("web.device.added", { name })}
      request={(json) => ask(api.sites[":site"].devices.$post({ param: { site: props.site }, json }))}
    />
  );
}

const formOf = ({ name, address, class: kind }: DeviceView): DeviceForm => ({
  ...EMPTY_DEVICE,
  name,
  address: address ?? "",
  class: kind === "unknown" ? "" : kind,
  snmp: "none",
});

/** The SNMP settings are write-only: without new ones the present ones stay. */
export function EditDeviceDialog(props: Props & { readonly device: DeviceView }) {
  const { device } = props;
  const { seen, clashes, settle } = useRebase(device, formOf);
  const param = { device: device.id };
  return (
    <DeviceForms
      {...props}
      title={t("web.device.editTitle", { name: device.name })}
      action={t("web.device.save")}
      initial={formOf(device)}
      clashes={clashes}
      without={t("web.field.snmpKeep")}
      keepsPort
      done={(name) => t("web.device.saved", { name })}
      request={async (body, typed) => {
        const json = changeOfDevice(body, formOf(seen));
        const sent = await ask(api.devices[":device"].$patch({ param, json }, ifSeen(seen.etag)));
        return settle(sent, typed, () => ask<DeviceView>(api.devices[":device"].$get({ param })));
      }}
    />
  );
}

function DeviceForms(
  props: Props & {
    readonly title: string;
    readonly action: string;
    readonly initial: DeviceForm;
    readonly without: string;
    /** The port is asked for only together with new SNMP settings. */
    readonly keepsPort?: boolean;
    /** What somebody else changed meanwhile, by field. */
    readonly clashes?: Mistakes;
    readonly done: (name: string) => string;
    readonly request: (
      body: DeviceBody,
      typed: { readonly form: DeviceForm; readonly set: (form: DeviceForm) => void },
    ) => Promise<Answer<unknown>>;
  },
) {
  const { form, mistakes: wrong, set, submit } = useForm(props.initial, checkDevice);
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (body) => props.request(body, { form, set }),
    ({ name, address }) => props.done(name ?? address),
  );
  const mistakes = { ...props.clashes, ...wrong };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Identity form={form} mistakes={mistakes} set={set} keepsPort={props.keepsPort === true} />
          <SelectField<SnmpChoice>
            label={t("web.field.snmp")}
            value={form.snmp}
            onValue={(snmp) => set({ snmp })}
            options={[
              ["2c", "SNMP v2c"],
              ["3", "SNMP v3"],
              ["1", "SNMP v1"],
              ["none", props.without],
            ]}
          />
          <Credential form={form} mistakes={mistakes} set={set} />
        </div>
        <FormFoot busy={busy} action={props.action} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  readonly form: DeviceForm;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<DeviceForm>) => void;
}

/** Where it is and what it is. */
function Identity({ form, mistakes, set, keepsPort }: FieldsProps & { readonly keepsPort: boolean }) {
  const showsPort = !keepsPort || form.snmp !== "none";
  return (
    <>
      <div class={showsPort ? "pair pair-keep" : "field"}>
        <TextField
          label={t("web.field.address")}
          value={form.address}
          onValue={(address) => set({ address })}
          hint={t("web.field.addressRule")}
          mistake={mistakes["address"]}
          autofocus
        />
        {showsPort ? (
          <TextField
            label={t("web.field.port")}
            type="number"
            value={form.port}
            onValue={(port) => set({ port })}
            mistake={mistakes["port"]}
          />
        ) : null}
      </div>
      <div class="pair">
        <TextField
          label={t("web.field.name")}
          value={form.name}
          onValue={(name) => set({ name })}
          hint={t("web.device.nameRule")}
          mistake={mistakes["name"]}
          optional
        />
        <SelectField<DeviceClass | "">
          label={t("web.field.class")}
          value={form.class}
          onValue={(kind) => set({ class: kind })}
          mistake={mistakes["class"]}
          options={[
            ["", t("web.class.unknown")],
            ...CLASSES.map((name) => [name, t(`web.class.${name}`)] as const),
          ]}
        />
      </div>
    </>
  );
}

/** The fields of the way that was chosen to read a device. */
export function Credential(props: FieldsProps) {
  const { form, mistakes, set } = props;
  switch (form.snmp) {
    case "none":
      return null;
    case "1":
    case "2c":
      return (
        <TextField
          label={t("web.field.community")}
          type="password"
          autocomplete="new-password"
          value={form.community}
          onValue={(community) => set({ community })}
          hint={t("web.field.communityRule")}
          mistake={mistakes["community"]}
        />
      );
    case "3":
      return <CredentialV3 {...props} />;
  }
}

const options = <Key extends string>(
  choices: Readonly<Record<Key, string>>,
): (readonly [Key | "", string])[] => [
  ...(Object.entries(choices) as [Key, string][]),
  ["", t("web.field.protocolNone")],
];

function CredentialV3({ form, mistakes, set }: FieldsProps) {
  return (
    <>
      <TextField
        label={t("web.field.snmpUser")}
        value={form.user}
        onValue={(user) => set({ user })}
        mistake={mistakes["user"]}
      />
      <div class="pair">
        <SelectField<AuthProtocol | "">
          label={t("web.field.auth")}
          value={form.auth}
          onValue={(auth) => set({ auth })}
          options={options(AUTH_CHOICES)}
        />
        {form.auth === "" ? null : (
          <TextField
            label={t("web.field.authPassword")}
            type="password"
            autocomplete="new-password"
            value={form.authPassword}
            onValue={(authPassword) => set({ authPassword })}
            mistake={mistakes["authPassword"]}
          />
        )}
      </div>
      <div class="pair">
        <SelectField<PrivProtocol | "">
          label={t("web.field.priv")}
          value={form.priv}
          onValue={(priv) => set({ priv })}
          options={options(PRIV_CHOICES)}
          mistake={mistakes["priv"]}
          hint={form.priv === "des" ? t("web.field.desWarning") : undefined}
        />
        {form.priv === "" ? null : (
          <TextField
            label={t("web.field.privPassword")}
            type="password"
            autocomplete="new-password"
            value={form.privPassword}
            onValue={(privPassword) => set({ privPassword })}
            mistake={mistakes["privPassword"]}
          />
        )}
      </div>
      <p class="field-hint">{t("web.field.secretRule")}</p>
    </>
  );
}
