import type { Me } from "../../../core/wire/views.ts";
import { checkPerson, type Checked, type PersonForm } from "./forms.ts";

export interface AccountForm extends PersonForm {
  readonly role: Me["role"];
  /** Empty: all units. */
  readonly unit: string;
}

export function checkAccount({
  role,
  unit,
  ...person
}: AccountForm): Checked<
  Omit<PersonForm, "again"> & { readonly role: Me["role"]; readonly unit: string | null }
> {
  const checkedPerson = checkPerson(person);
  if (!checkedPerson.ok) return checkedPerson;
  return { ok: true, value: { ...checkedPerson.value, role, unit: unit === "" ? null : unit } };
}
