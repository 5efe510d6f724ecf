import type { Answer } from "../lib/problem.ts";
import { Confirm } from "../pieces/dialog.tsx";
import { plansApi } from "../state/assets-api.ts";
import { navigate } from "../state/location.ts";
import { planWords } from "../state/plan-words.ts";
import type { EditedPlan } from "./edited-plan.ts";

interface Props {
  readonly edited: EditedPlan;
  readonly onClose: () => void;
}

/** Changes that are not saved are given up; nothing is sent. */
export function DropDialog({ edited: { scenario, drop }, onClose }: Props) {
  return (
    <Confirm
      title={planWords("web.plan.drop")}
      body={planWords("web.plan.dropBody", { name: scenario.name })}
      action={planWords("web.plan.drop")}
      done={planWords("web.plan.dropped")}
      request={() => Promise.resolve<Answer<null>>({ ok: true, value: null })}
      onDone={drop}
      onClose={onClose}
    />
  );
}

export function RemoveDialog({ edited: { scenario, etag, forget }, onClose }: Props) {
  return (
    <Confirm
      title={planWords("web.plan.remove")}
      body={planWords("web.plan.removeBody", { name: scenario.name })}
      action={planWords("web.plan.remove")}
      done={planWords("web.plan.removed")}
      request={() => plansApi.remove(scenario.id, etag)}
      onDone={() => {
        forget();
        navigate("/plans");
      }}
      onClose={onClose}
    />
  );
}
