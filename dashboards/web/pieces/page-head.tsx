import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

/** Title of the page, also of the browser's tab. */
export function PageHead(props: {
  readonly title: string;
  readonly crumbs?: ComponentChildren;
  readonly under?: ComponentChildren;
  readonly actions?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${props.title} · Cayda`;
  }, [props.title]);
  return (
    <div class="page-head">
      <div class="page-title">
        {props.crumbs === undefined ? null : <div class="crumbs">{props.crumbs}</div>}
        <h1>{props.title}</h1>
        {props.under === undefined ? null : <div class="page-under">{props.under}</div>}
      </div>
      {props.actions === undefined ? null : <div class="button-row">{props.actions}</div>}
    </div>
  );
}

export function Section(props: {
  readonly title: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="section">
      <div class="section-head">
        <h2>{props.title}</h2>
        {props.actions === undefined ? null : <div class="button-row">{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}
