import { route } from "../state/location.ts";
import { planWords } from "../state/plan-words.ts";

const TABS = [
  ["/plans", "web.plan.tab.plans", "plans"],
  ["/findings", "web.plan.tab.findings", "findings"],
] as const;

/** Findings and the plans that rest on them. */
export function PlanTabs() {
  // Who reads papers only begins with the plans.
  const page = route.value.page === "today" ? "plans" : route.value.page;
  return (
    <nav class="tabs" aria-label={planWords("web.plan.tab.label")}>
      {TABS.map(([href, label, name]) => (
        <a key={href} class="tab" href={href} aria-current={page === name ? "page" : undefined}>
          {planWords(label)}
        </a>
      ))}
    </nav>
  );
}
