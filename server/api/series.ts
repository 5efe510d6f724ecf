import { z } from "zod";
import type { SeriesAnswer } from "../../core/wire/views.ts";
import type { ApiPorts, Visible } from "./context.ts";
import type { seriesQuery } from "./schema.ts";
export async function readSeries(
  _ports: ApiPorts,
  _query: z.output<typeof seriesQuery>,
  _visible: Visible,
): Promise<SeriesAnswer> {
  throw new Error("todo");
}
