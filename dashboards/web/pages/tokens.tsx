import type { UnitView } from "../../../core/wire/views.ts";
export function TokenSection(_: { readonly units: readonly UnitView[] }) {
  return null;
}
