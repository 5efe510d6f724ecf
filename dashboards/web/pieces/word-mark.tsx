import { capital } from "../lib/money.ts";
import { Shape } from "./state-mark.tsx";

/** Shape and word of something that is no state of a device. */
export function WordMark(props: {
  readonly state: "good" | "watch" | "bad" | "unknown" | "off";
  readonly text: string;
}) {
  return (
    <span class={`mark mark-${props.state}`}>
      <Shape state={props.state} />
      {capital(props.text)}
    </span>
  );
}
