import { useId, useState } from "preact/hooks";
import { t } from "../state/preferences.ts";

/** Choosing a file, in the language of the page: the browser's own control speaks that of the computer. */
export function FileField(props: {
  readonly label: string;
  readonly accept: string;
  readonly disabled: boolean;
  readonly hint?: string;
  /** The name of what was chosen stays in sight. */
  readonly named?: boolean;
  readonly onFile: (file: File) => void;
}) {
  const id = useId();
  const [name, setName] = useState<string | undefined>(undefined);
  const { hint, named = false } = props;
  return (
    <div class="field">
      {named ? <span class="field-name">{props.label}</span> : null}
      <div class="file-row">
        <input
          id={id}
          class="unseen"
          type="file"
          accept={props.accept}
          disabled={props.disabled}
          aria-label={named ? `${props.label}: ${t("web.field.chooseFile")}` : props.label}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            // A file that was mended is chosen again under its old name: only an empty field tells of that.
            input.value = "";
            if (file === undefined) return;
            setName(file.name);
            props.onFile(file);
          }}
        />
        <label class="button" for={id}>
          {named ? t("web.field.chooseFile") : props.label}
        </label>
        {named ? <span class="quiet file-name">{name ?? t("web.field.noFile")}</span> : null}
      </div>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} class="field-hint" role="status">
          {hint}
        </span>
      )}
    </div>
  );
}
