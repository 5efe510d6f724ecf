import { useState } from "preact/hooks";
import { issuerOf, issuersOf } from "../../../core/planning/issuer.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { SelectField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { fileHref } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";

const KINDS = ["proposal", "report", "needs", "demand"] as const;

/** Papers of the plan as it is saved: what was changed is saved first. Of several units somebody says who issues them. */
export function Documents(props: {
  readonly scenario: Pick<PlanScenario, "id" | "units">;
  readonly units: readonly UnitView[];
  readonly before: () => Promise<boolean>;
  readonly busy: boolean;
}) {
  const { scenario, units, before } = props;
  const nearest = issuerOf(units, scenario.units, undefined);
  const [issuer, setIssuer] = useState(nearest.ok ? nearest.value : "");
  const [tried, setTried] = useState(false);
  const fit = issuersOf(units, scenario.units);
  const several = scenario.units.length > 1 && fit.length > 1;
  return (
    <Section title={planWords("web.plan.documents")}>
      <div class="panel panel-body">
        <p class="quiet small">{planWords("web.plan.documentsAbout")}</p>
        {several ? (
          <div class="filters">
            <SelectField
              label={planWords("web.plan.issuer")}
              value={issuer}
              onValue={setIssuer}
              options={[
                ...(nearest.ok ? [] : [["", planWords("web.plan.chooseIssuer")] as const]),
                ...fit.map(({ id, name }) => [id, name] as const),
              ]}
              hint={planWords("web.plan.issuerHint")}
              mistake={tried && issuer === "" ? { key: "web.mistake.choose" } : undefined}
            />
          </div>
        ) : null}
        <div class="button-row">
          {KINDS.map((kind) => {
            const href = fileHref(
              `plans/${encodeURIComponent(scenario.id)}/documents/${kind}`,
              several && issuer !== "" ? { issuer } : {},
            );
            return (
              <a
                key={kind}
                class="button"
                download=""
                href={href}
                aria-disabled={props.busy}
                onClick={(event) => {
                  event.preventDefault();
                  if (several && issuer === "") setTried(true);
                  else void saveAs(href, before);
                }}
              >
                {planWords(`web.plan.document.${kind}`)}
              </a>
            );
          })}
        </div>
      </div>
    </Section>
  );
}

async function saveAs(href: string, before: () => Promise<boolean>): Promise<void> {
  if (!(await before())) return;
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  link.click();
}
