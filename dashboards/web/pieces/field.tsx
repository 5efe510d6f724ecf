import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { sayAny } from "../../../core/messages/say-web.ts";
import type { Mistake } from "../lib/forms.ts";
import { language, t } from "../state/preferences.ts";
import { Shape } from "./state-mark.tsx";

interface Common {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong: a sentence of the frame's own catalogue, or the text of a page that brings its own. */
  readonly mistake?: Mistake | string | undefined;
  readonly optional?: boolean;
}

/** Label, control, rule, mistake: tied together for screen readers too. */
function Frame(
  props: Omit<Common, "value" | "onValue"> & { readonly id: string; readonly children: ComponentChildren },
) {
  const { id, label, hint, mistake, optional } = props;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional === true ? <span class="quiet small"> ({t("web.field.optional")})</span> : null}
      </label>
      {props.children}
      {mistake === undefined ? null : (
        <span id={`${id}-mistake`} class="field-mistake" role="alert">
          <Shape state="bad" />
          {typeof mistake === "string" ? mistake : sayAny(language.value, mistake.key, mistake.params ?? {})}
        </span>
      )}
      {hint === undefined ? null : (
        <span id={`${id}-hint`} class="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}

const describedBy = (id: string, { hint, mistake }: Pick<Common, "hint" | "mistake">) =>
  [mistake === undefined ? "" : `${id}-mistake`, hint === undefined ? "" : `${id}-hint`]
    .filter(Boolean)
    .join(" ") || undefined;

type FieldType = "text" | "password" | "number";

/** The type library tells inputs apart by their literal type; a password field takes the attributes of a text one. */
function typeOf(type: FieldType | undefined): { readonly type: "text" } {
  const shown: string = type === "password" ? "password" : "text";
  return { type: shown as "text" };
}

export function TextField(
  props: Common & {
    readonly type?: FieldType;
    readonly autocomplete?: string;
    readonly placeholder?: string | undefined;
    readonly autofocus?: boolean;
    readonly maxLength?: number;
  },
) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <input
        id={id}
        class="input"
        {...typeOf(props.type)}
        inputMode={props.type === "number" ? "numeric" : undefined}
        value={props.value}
        placeholder={props.placeholder}
        autocomplete={props.autocomplete ?? "off"}
        autofocus={props.autofocus}
        maxLength={props.maxLength ?? 400}
        spellcheck={false}
        aria-invalid={props.mistake !== undefined}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    </Frame>
  );
}

/** For what may be long. */
export function LongField(props: Common & { readonly maxLength: number }) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <textarea
        id={id}
        class="input"
        rows={3}
        value={props.value}
        maxLength={props.maxLength}
        aria-invalid={props.mistake !== undefined}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    </Frame>
  );
}

/** What somebody else chose meanwhile, as the list calls it. */
function inWords(
  mistake: Mistake | string | undefined,
  options: readonly (readonly [string, string])[],
): Mistake | string | undefined {
  if (typeof mistake !== "object" || mistake.key !== "web.mistake.changed") return mistake;
  const label = options.find(([value]) => value === mistake.params?.["value"])?.[1];
  return label === undefined ? mistake : { ...mistake, params: { value: label.trim() } };
}

export function SelectField<Value extends string>(
  props: Omit<Common, "value" | "onValue"> & {
    readonly value: Value;
    readonly onValue: (value: Value) => void;
    readonly options: readonly (readonly [Value, string])[];
  },
) {
  const id = useId();
  return (
    <Frame {...props} id={id} mistake={inWords(props.mistake, props.options)}>
      <select
        id={id}
        class="input"
        value={props.value}
        aria-invalid={props.mistake !== undefined}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => {
          const chosen = props.options.find(([value]) => value === event.currentTarget.value);
          if (chosen !== undefined) props.onValue(chosen[0]);
        }}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A row of buttons of which one is chosen. */
export function Choices<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly (readonly [Value, string])[];
}) {
  return (
    <div class="choices" role="group" aria-label={props.label}>
      {props.options.map(([value, label]) => (
        <button
          key={value}
          type="button"
          class="choice"
          aria-pressed={value === props.value}
          onClick={() => props.onValue(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
