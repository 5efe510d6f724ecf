import { useState } from "preact/hooks";
import type { UnitView } from "../../../core/wire/views.ts";
import type { ImportProblem } from "../../../core/assets/import/preview-types.ts";
import { importState, lostColumns, ranges, sheetType, type ImportAnswer } from "../lib/asset-import.ts";
import { writeDate } from "../lib/assets.ts";
import { firstUnit } from "../lib/units.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { FileField } from "../pieces/file-field.tsx";
import { Money } from "../pieces/money.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { categoryText, words } from "../state/asset-words.ts";
import { importProblemText, timesText } from "../state/import-words.ts";
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
  const [unit, setUnit] = useState(props.unit || (firstUnit(units)?.id ?? ""));
  const [answer, setAnswer] = useState<ImportAnswer | undefined>(undefined);
  const [file, setFile] = useState<File | undefined>(undefined);
  const { busy, refusal, send } = useSending();
  const wrong = file !== undefined && sheetType(file.name) === undefined;
  const read = async (chosen: File, into: string) => {
    setAnswer(undefined);
    setFile(chosen);
    const type = sheetType(chosen.name);
    if (type === undefined) return;
    setAnswer(await send(() => assetsApi.preview(chosen, type, into)));
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
          onValue={(chosen) => {
            setUnit(chosen);
            // What was read stands for the unit that was chosen before.
            if (file !== undefined) void read(file, chosen);
          }}
          options={unitOptions(units.filter(({ validTo }) => validTo === null))}
        />
        <FileField
          label={words("web.asset.importFile")}
          accept=".xlsx,.csv"
          disabled={busy}
          named
          onFile={(chosen) => void read(chosen, unit)}
        />
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
      ) : (
        <button
          type="button"
          class="button button-main"
          disabled={busy || !clean || state.good === 0}
          onClick={() => void takeIn([])}
        >
          {clean ? words("web.asset.importN", { n: state.good }) : words("web.asset.importDo")}
        </button>
      )}
    </div>
  );
}

function Preview({ answer }: { readonly answer: ImportAnswer }) {
  const { preview } = answer;
  const { good, bad, errors, warnings, added, changed } = importState(answer);
  const lost = lostColumns(answer);
  const times = timesText(preview);
  const skipped = preview.skipped.filter(({ why }) => why !== "numbers").map(({ row }) => row);
  return (
    <>
      <Notice state={errors.length > 0 ? "bad" : warnings.length > 0 || lost.length > 0 ? "watch" : "good"}>
        {errors.length === 0
          ? words("web.asset.importGood", { n: good, added, changed })
          : words(good === 0 ? "web.asset.importNoneGood" : "web.asset.importBad", { good, bad: bad.length })}
      </Notice>
      <p class="quiet small">
        {words("web.asset.importSheet", { sheet: preview.sheet, row: preview.headerRow })}{" "}
        {skipped.length === 0
          ? null
          : words("web.asset.importSkipped", { n: skipped.length, rows: ranges(skipped) })}
      </p>
      {lost.length === 0 ? null : <p>{words("web.asset.importNoColumn", { columns: lost.join(", ") })}</p>}
      {times === "" ? null : <p>{times}</p>}
      <FirstRows rows={preview.rows} />
      <Problems title={words("web.asset.importErrors", { n: errors.length })} problems={errors} />
      <Problems title={words("web.asset.importWarnings", { n: warnings.length })} problems={warnings} />
    </>
  );
}

const FIRST_ROWS = 5;

/** How cells were understood, before they are taken in: the amount above all. */
function FirstRows({ rows }: { readonly rows: ImportAnswer["preview"]["rows"] }) {
  const first = rows
    .flatMap(({ row, fields }) => (fields === null ? [] : [{ row, fields }]))
    .slice(0, FIRST_ROWS);
  if (first.length === 0) return null;
  const heads = [
    words("web.asset.importRow"),
    words("web.asset.col.name"),
    words("web.asset.col.category"),
    words("web.asset.col.inUseOn"),
    words("web.asset.col.value"),
  ];
  return (
    <details>
      <summary>{words("web.asset.importRead", { n: first.length })}</summary>
      <div class="table-scroll import-problems">
        <table class="table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.map(({ row, fields }) => (
              <tr key={row}>
                <td class="numeric">{row}</td>
                <td>{fields.name}</td>
                <td>{categoryText(fields.category)}</td>
                <td>{writeDate(fields.inUseOn) || "—"}</td>
                <td class="numeric">
                  <Money amount={fields.originalValue} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
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
