import { useState } from "preact/hooks";
import type { UnitView } from "../../../core/wire/views.ts";
import type { ImportProblem } from "../../../core/assets/import/preview-types.ts";
import { importState, sheetType, type ImportAnswer } from "../lib/asset-import.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { importProblemText } from "../state/import-words.ts";
import { t } from "../state/preferences.ts";
import { toast } from "../state/toasts.ts";
import { unitOptions } from "./asset-filters.tsx";

interface Props {
  readonly units: readonly UnitView[];
  readonly unit: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A spreadsheet into the register: read first, every bad row named, taken in only when a person says so. */
export function ImportDialog(props: Props) {
  const { units } = props;
  const [unit, setUnit] = useState(props.unit || (units[0]?.id ?? ""));
  const [answer, setAnswer] = useState<ImportAnswer | undefined>(undefined);
  const [wrong, setWrong] = useState(false);
  const { busy, refusal, send } = useSending();
  const read = async (file: File | undefined) => {
    setAnswer(undefined);
    const type = file === undefined ? undefined : sheetType(file.name);
    setWrong(file !== undefined && type === undefined);
    if (file === undefined || type === undefined) return;
    setAnswer(await send(() => assetsApi.preview(file, type, unit)));
  };
  return (
    <Dialog title={words("web.asset.importTitle")} onClose={props.onClose}>
      <div class="dialog-body">
        {refusal}
        <p>{words("web.asset.importAbout")}</p>
        <SelectField
          label={words("web.asset.importUnit")}
          hint={words("web.asset.importUnitHint")}
          value={unit}
          onValue={setUnit}
          options={unitOptions(units)}
        />
        <label class="field">
          {words("web.asset.importFile")}
          <input
            class="input"
            type="file"
            accept=".xlsx,.csv"
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        {wrong ? <Notice state="bad">{words("web.asset.importWrongFile")}</Notice> : null}
        {busy ? <p role="status">{words("web.asset.importReading")}</p> : null}
        {answer === undefined ? null : <Preview answer={answer} />}
      </div>
      <Foot {...props} answer={answer} busy={busy} send={send} />
    </Dialog>
  );
}

function Foot(
  props: Props & {
    readonly answer: ImportAnswer | undefined;
    readonly busy: boolean;
    readonly send: ReturnType<typeof useSending>["send"];
  },
) {
  const { answer, busy, send, onClose, onDone } = props;
  const state = answer === undefined ? undefined : importState(answer);
  const takeIn = async (leaveOut: readonly number[]) => {
    if (answer === undefined) return;
    const done = await send(() => assetsApi.takeIn(answer.token, leaveOut));
    if (done === undefined) return;
    toast(words("web.asset.imported", done));
    onDone();
    onClose();
  };
  const clean = state !== undefined && state.errors.length === 0;
  return (
    <div class="dialog-foot">
      <button type="button" class="button" onClick={onClose}>
        {t("web.dialog.cancel")}
      </button>
      {state !== undefined && !clean && state.good > 0 && state.bad.length > 0 ? (
        <button type="button" class="button" disabled={busy} onClick={() => void takeIn(state.bad)}>
          {words("web.asset.importWithout", { n: state.good, bad: state.bad.length })}
        </button>
      ) : null}
      <button
        type="button"
        class="button button-main"
        disabled={busy || !clean || state.good === 0}
        onClick={() => void takeIn([])}
      >
        {clean ? words("web.asset.importN", { n: state.good }) : words("web.asset.import")}
      </button>
    </div>
  );
}

function Preview({ answer }: { readonly answer: ImportAnswer }) {
  const { good, bad, errors, warnings } = importState(answer);
  return (
    <>
      <Notice state={errors.length > 0 ? "bad" : warnings.length > 0 ? "watch" : "good"}>
        {errors.length > 0
          ? words("web.asset.importBad", { good, bad: bad.length })
          : words("web.asset.importGood", { n: good })}
      </Notice>
      <Problems title={words("web.asset.importErrors", { n: errors.length })} problems={errors} />
      <Problems title={words("web.asset.importWarnings", { n: warnings.length })} problems={warnings} />
    </>
  );
}

/** A sheet in which every row is wrong is mended by its first ones. */
const MOST = 200;

function Problems(props: { readonly title: string; readonly problems: readonly ImportProblem[] }) {
  const { problems } = props;
  if (problems.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <div class="table-scroll import-problems">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words("web.asset.importRow")}</th>
              <th scope="col">{words("web.asset.importColumn")}</th>
              <th scope="col">{words("web.asset.importWhat")}</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, MOST).map((problem, i) => (
              <tr key={i}>
                <td class="numeric">{problem.row}</td>
                <td>{[problem.column, problem.header].filter(Boolean).join(" · ") || "—"}</td>
                <td>{importProblemText(problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length > MOST ? (
        <p class="quiet small">{words("web.asset.andMore", { n: problems.length - MOST })}</p>
      ) : null}
    </section>
  );
}
