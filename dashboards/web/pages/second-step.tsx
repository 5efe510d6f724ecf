import { useState } from "preact/hooks";
import type { Me } from "../../../core/wire/views.ts";
import { REQUIRED } from "../lib/forms.ts";
import { useSending } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { words } from "../state/second-words.ts";
import { useForm } from "./dialogs.tsx";

/** After the password: the code of the phone, or a backup code. */
export function SecondStep(props: {
  readonly onDone: (person: Me) => void;
  /** It took too long, was wrong too often, or the person wants to begin anew; `says`: what the server said of it. */
  readonly onOver: (says: string | undefined) => void;
}) {
  const [backup, setBackup] = useState(false);
  return (
    <>
      <CodeForm key={String(backup)} backup={backup} {...props} />
      <p class="button-row">
        <button type="button" class="button button-plain" onClick={() => setBackup(!backup)}>
          {words(backup ? "web.step.usePhone" : "web.step.useBackup")}
        </button>
        <button type="button" class="button button-plain" onClick={() => props.onOver(undefined)}>
          {words("web.step.again")}
        </button>
      </p>
    </>
  );
}

function CodeForm(props: Parameters<typeof SecondStep>[0] & { readonly backup: boolean }) {
  const { backup, onDone, onOver } = props;
  const { form, mistakes, set, restart, submit } = useForm({ code: "" }, ({ code }) =>
    code.trim() === ""
      ? { ok: false, mistakes: { code: REQUIRED } }
      : { ok: true, value: { code: code.trim() } },
  );
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const json = submit();
    if (json === undefined) return;
    const person = await send(async () => {
      const answer = await ask(api.auth["second-step"].$post({ json }));
      if (!answer.ok && answer.problem.kind === "fault" && answer.problem.code === "second_step_over")
        onOver(answer.problem.says);
      return answer;
    });
    if (person === undefined) restart({ code: "" });
    else onDone(person);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate>
      <h1>{words(backup ? "web.step.backupTitle" : "web.step.title")}</h1>
      <p class="quiet">{words(backup ? "web.step.backupBody" : "web.step.body")}</p>
      {refusal}
      <TextField
        label={words(backup ? "web.step.backup" : "web.second.code")}
        type={backup ? "text" : "number"}
        autocomplete={backup ? "off" : "one-time-code"}
        value={form.code}
        onValue={(code) => set({ code })}
        hint={backup ? words("web.step.backupHint") : undefined}
        mistake={mistakes["code"]}
        maxLength={40}
        autofocus
      />
      <button type="submit" class="button button-main" disabled={busy}>
        {words("web.step.button")}
      </button>
    </form>
  );
}
