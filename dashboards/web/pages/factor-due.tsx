import { t } from "../state/preferences.ts";
import { words } from "../state/second-words.ts";
import { askWho, signOut } from "../state/session.ts";
import { FactorSetUp } from "./factor-set-up.tsx";
import { Gate } from "./gate.tsx";

/** The role must have a second step, and the person has none: nothing else is shown before. */
export function FactorDuePage() {
  return (
    <Gate title={words("web.factorDue.title")}>
      <h1>{words("web.factorDue.title")}</h1>
      <p class="quiet">{words("web.factorDue.body")}</p>
      <FactorSetUp onDone={() => void askWho()} />
      <button type="button" class="button" onClick={() => void signOut()}>
        {t("web.top.signOut")}
      </button>
    </Gate>
  );
}
