import { parentPort, workerData } from "node:worker_threads";
import type { EntityKind } from "../../../core/entities.ts";
import { answerCross } from "./cross-query.ts";
import { fieldsOf, type CrossEntity, type CrossQuestion, type CrossRow } from "./cross-question.ts";
import { openFilesView, type FilesView } from "./cross-view.ts";
import { makeDayCache } from "./day-cache.ts";
import { makeLayouts } from "./layout.ts";

/** Two days of a district's error counters and pings are about 50 MB. */
const MAX_CACHE_BYTES = 96 * 1_024 * 1_024;

/** The thread of questions about many entities: one question, one answer, until it is ended. */
export interface CrossSetup {
  readonly dir: string;
  readonly origin: number;
  /** kind, field, number. */
  readonly fields: readonly (readonly [EntityKind, string, number])[];
}
export interface CrossMessage {
  readonly id: number;
  readonly question: CrossQuestion;
  readonly entities: readonly CrossEntity[];
  /** `state` changes whenever something is added to the day's file. */
  readonly hotDays: readonly { readonly day: number; readonly state: string }[];
  /** Changes when files come or go. */
  readonly generation: number;
}
export interface CrossAnswer {
  readonly id: number;
  readonly rows: readonly CrossRow[];
  readonly damaged: readonly string[];
  readonly error?: string;
}

const { dir, origin, fields } = workerData as CrossSetup;
const numbers = new Map(fields.map(([kind, name, number]) => [`${kind}.${name}`, number]));
const layouts = makeLayouts((kind, name) => numbers.get(`${kind}.${name}`) ?? 0);
const cache = makeDayCache(MAX_CACHE_BYTES);
let files: FilesView | undefined;
let generation = -1;

function answer({ id, question, entities, ...state }: CrossMessage): CrossAnswer {
  if (state.generation !== generation) {
    files?.close();
    files = undefined;
  }
  generation = state.generation;
  files ??= openFilesView(
    dir,
    origin,
    state.hotDays.map(({ day }) => day),
    cache,
  );
  const states = new Map(state.hotDays.map((hot) => [hot.day, hot.state]));
  const layout = layouts.get(question.kind);
  if (layout === undefined) return { id, rows: [], damaged: [] };
  const rows = answerCross(files.viewOf(layout, fieldsOf(question), states), question, entities);
  const damaged = files.damaged();
  // Windows neither replaces nor removes a file that anybody has open.
  if (process.platform === "win32") {
    files.close();
    files = undefined;
  }
  return { id, rows, damaged };
}

function tell(message: CrossAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort?.postMessage(message);
}

parentPort?.on("message", (message: CrossMessage) => {
  try {
    tell(answer(message));
  } catch (error) {
    files?.close();
    files = undefined;
    tell({ id: message.id, rows: [], damaged: [], error: String(error) });
  }
});
