import { FACTOR_REQUIRED, type FactorRequired } from "../../../core/roles.ts";
import type { Me } from "../../../core/wire/views.ts";
import { Confirm, Dialog } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { words } from "../state/second-words.ts";
import { askWho } from "../state/session.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** What administrators do about the second steps of others. */

interface Props {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Of somebody who lost the phone. */
export function RemoveFactorDialog({ person, ...ends }: Props & { readonly person: Me }) {
  const { id, name } = person;
  return (
    <Confirm
      title={words("web.people.factorRemoveTitle", { name })}
      body={words("web.people.factorRemoveBody", { name })}
      action={words("web.people.factorRemove")}
      done={words("web.people.factorRemoved", { name })}
      request={() => ask(api.accounts[":person"]["second-factor"].$delete({ param: { person: id } }))}
      {...ends}
    />
  );
}

/** Who must have one. */
export function FactorRuleDialog(props: Props) {
  const resource = useResource("second factor rule", () => ask(api["second-factor-rule"].$get()));
  return (
    <Dialog title={words("web.people.ruleTitle")} onClose={props.onClose}>
      <View resource={resource} lines={2}>
        {({ required }) => <RuleForm {...props} required={required} />}
      </View>
    </Dialog>
  );
}

function RuleForm(props: Props & { readonly required: FactorRequired }) {
  const { form, set, submit } = useForm({ required: props.required }, (value) => ({ ok: true, value }));
  const { busy, refusal, onSubmit } = useSubmit(
    {
      onClose: props.onClose,
      onDone: () => {
        props.onDone();
        // It may be one's own role.
        void askWho();
      },
    },
    submit,
    (json) => ask(api["second-factor-rule"].$put({ json })),
    () => words("web.people.ruleSaved"),
  );
  return (
    <form onSubmit={onSubmit} noValidate>
      <div class="dialog-body">
        {refusal}
        <SelectField
          label={words("web.people.ruleField")}
          value={form.required}
          onValue={(required) => set({ required })}
          options={FACTOR_REQUIRED.map((one) => [one, words(`web.people.rule.${one}`)] as const)}
          hint={words("web.people.ruleBody")}
        />
      </div>
      <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
    </form>
  );
}
