import { useState } from "preact/hooks";
import type { RangeChoice } from "../lib/chart-data.ts";
import type { Exported } from "../lib/export.ts";
import { t } from "../state/preferences.ts";
import { later } from "./later.tsx";

interface Props {
  readonly what: Exported;
  readonly name: string;
  /** What the page shows now. */
  readonly range?: RangeChoice | undefined;
  readonly plain?: boolean;
}

const ExportDialog = later(async () => (await import("../pages/export-dialog.tsx")).ExportDialog, true);

/** Opens the choice of range, detail and form, from which the file is fetched. */
export function ExportButton({ plain, ...props }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class={plain === true ? "button button-plain" : "button"}
        onClick={() => setOpen(true)}
      >
        {t("web.export.button")}
      </button>
      {open ? <ExportDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
