import { useState } from "preact/hooks";
import type { SecondFactorState } from "../../../core/wire/second-factor.ts";
import { checked, REQUIRED } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { words } from "../state/second-words.ts";
import { askWho } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { FormFoot, useForm } from "./dialogs.tsx";
import { Codes, FactorSetUp } from "./factor-set-up.tsx";

type Open = "on" | "off" | "codes";

/** One's own second step. */
export function SecondFactorSection() {
  const resource = useResource("second factor", () => ask(api["second-factor"].$get()));
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const close = () => {
    setOpen(undefined);
    void resource.reload();
    void askWho();
  };
  const state = resource.data.value;
  const button = (what: Open, label: string) => (
    <button type="button" class="button" onClick={() => setOpen(what)}>
      {label}
    </button>
  );
  return (
    <Section
      title={words("web.second.title")}
      actions={
        state === undefined ? null : state.on ? (
          <>
            {button("codes", words("web.second.newCodes"))}
            {button("off", words("web.second.turnOff"))}
          </>
        ) : (
          button("on", words("web.second.turnOn"))
        )
      }
    >
      <p class="quiet small">{words("web.second.about")}</p>
      <View resource={resource} lines={1}>
        {(shown) => (
          <div class="panel panel-body">
            <Standing state={shown} />
          </div>
        )}
      </View>
      {open === "on" ? (
        <Dialog title={words("web.second.turnOn")} onClose={close}>
          <FactorSetUp onDone={close} />
        </Dialog>
      ) : null}
      {open === "off" ? <OffDialog onClose={close} /> : null}
      {open === "codes" ? <CodesDialog onClose={close} /> : null}
    </Section>
  );
}

/** So few codes are soon used up. */
const FEW = 3;

function Standing({ state: { on, required, codesLeft } }: { readonly state: SecondFactorState }) {
  const must = required ? ` ${words("web.second.required")}` : "";
  if (!on) return <p>{words("web.second.isOff") + must}</p>;
  if (codesLeft === null) return <Notice state="bad">{words("web.second.unreadable")}</Notice>;
  if (codesLeft <= FEW) return <Notice state="watch">{words("web.second.few", { n: codesLeft })}</Notice>;
  return <p>{words("web.second.isOn", { n: codesLeft }) + must}</p>;
}

interface Proof {
  readonly password: string;
  readonly code: string;
}
const checkProof = ({ password, code }: Proof) =>
  checked<Proof>(
    {
      password: password === "" ? REQUIRED : undefined,
      code: code.trim() === "" ? REQUIRED : undefined,
    },
    () => ({ password, code: code.trim() }),
  );

/** Password and code again, before something that weakens the sign-in. */
function ProofForm<T>(props: {
  readonly body: string;
  readonly action: string;
  readonly request: (proof: Proof) => Promise<Answer<T>>;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
}) {
  const { form, mistakes, set, restart, submit } = useForm({ password: "", code: "" }, checkProof);
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const proof = submit();
    if (proof === undefined) return;
    const answer = await send(() => props.request(proof));
    if (answer === undefined) restart({ code: "" });
    else props.onDone(answer);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <div class="dialog-body">
        {refusal}
        <p>{props.body}</p>
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
        <TextField
          label={words("web.second.either")}
          autocomplete="one-time-code"
          value={form.code}
          onValue={(code) => set({ code })}
          mistake={mistakes["code"]}
          maxLength={40}
        />
      </div>
      <FormFoot busy={busy} action={props.action} onClose={props.onClose} />
    </form>
  );
}

function OffDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={words("web.second.turnOff")} onClose={onClose}>
      <ProofForm
        body={words("web.second.offBody")}
        action={words("web.second.turnOff")}
        request={(json) => ask(api["second-factor"].end.$post({ json }))}
        onDone={() => {
          toast(words("web.second.ended"));
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

function CodesDialog({ onClose }: { readonly onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined);
  return (
    <Dialog title={words("web.second.newCodes")} onClose={onClose}>
      {codes === undefined ? (
        <ProofForm
          body={words("web.second.newBody")}
          action={words("web.second.newCodes")}
          request={(json) => ask(api["second-factor"].codes.$post({ json }))}
          onDone={(made) => setCodes(made.codes)}
          onClose={onClose}
        />
      ) : (
        <Codes about={words("web.second.codesNew")} codes={codes} onDone={onClose} />
      )}
    </Dialog>
  );
}
