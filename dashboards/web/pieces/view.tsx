import type { ComponentChildren } from "preact";
import { formatAge, formatDateTime } from "../../../core/format.ts";
import { codeOf, mayRetry, sayProblem, type Problem } from "../lib/problem.ts";
import { now } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import type { Resource } from "../state/resource.ts";
import { Notice } from "./state-mark.tsx";

/** Grey lines in place of what is coming; seen only when it takes longer than 300 ms. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div class="skeleton panel" role="status" aria-label={t("web.view.loading")}>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} class="skeleton-line" style={{ width: `${90 - ((i * 37) % 45)}%` }} />
      ))}
    </div>
  );
}

/** Why there is nothing, and the next step. */
export function Empty(props: {
  readonly title?: string;
  readonly body: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      {props.title === undefined ? null : <h2>{props.title}</h2>}
      <p class="quiet">{props.body}</p>
      {props.children}
    </div>
  );
}

/** What happened, whether another try may help, and the code for the telephone. */
export function ProblemPanel(props: { readonly problem: Problem; readonly retry: () => void }) {
  const { problem } = props;
  const code = codeOf(problem);
  const forbidden = problem.kind === "fault" && problem.status === 403;
  return (
    <div class="panel" role="alert">
      <div class="empty">
        <h2>{forbidden ? t("web.view.forbidden") : t("web.view.failed")}</h2>
        <p>{sayProblem(problem, language.value)}</p>
        {code === undefined ? null : <p class="quiet small">{t("web.view.code", { code })}</p>}
        <div class="button-row">
          {mayRetry(problem) ? (
            <button type="button" class="button button-main" onClick={props.retry}>
              {t("web.view.retry")}
            </button>
          ) : null}
          <a class="button" href="/">
            {t("web.view.home")}
          </a>
        </div>
      </div>
    </div>
  );
}

/** The data shown are of an earlier time: says of when, and why they could not be renewed. */
function StaleNotice({ resource }: { readonly resource: Resource<unknown> }) {
  const problem = resource.problem.value;
  const at = resource.loadedAt.value;
  if (problem === undefined || at === undefined) return null;
  const age = formatAge((now.value ?? at) - at, language.value);
  const why = sayProblem(problem, language.value);
  return (
    <Notice state="watch">{t("web.view.stale", { at: formatDateTime(at, locale.value), age, why })}</Notice>
  );
}

/** Everything that a view has to say when it does not simply have its data: loading, refused, broken, old. */
export function View<T>(props: {
  readonly resource: Resource<T>;
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { resource } = props;
  const data = resource.data.value;
  const problem = resource.problem.value;
  if (data !== undefined && !(problem?.kind === "fault" && problem.status < 500 && problem.status !== 429)) {
    return (
      <>
        <StaleNotice resource={resource} />
        {props.children(data)}
      </>
    );
  }
  if (problem !== undefined) return <ProblemPanel problem={problem} retry={() => void resource.reload()} />;
  return <Skeleton lines={props.lines ?? 6} />;
}
