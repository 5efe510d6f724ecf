import type { Me } from "../../../core/wire/views.ts";
import { checked, checkName, REQUIRED, type Checked, type Mistake } from "./forms.ts";

/** What people type about accounts, checked before it is sent. Pure. */

const USERNAME = /^[A-Za-z0-9_.-]{3,30}$/;
const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 128;

/** A new password, twice. */
export interface NewPassword {
  readonly password: string;
  readonly again: string;
}
export const NO_PASSWORD: NewPassword = { password: "", again: "" };

/** Who somebody is, and the name to sign in with. */
export interface Names {
  readonly name: string;
  readonly username: string;
}
type PersonForm = Names & NewPassword;

function checkUsername(text: string): Mistake | undefined {
  if (text.trim() === "") return REQUIRED;
  return USERNAME.test(text.trim()) ? undefined : { key: "web.mistake.username" };
}

function checkPassword(password: string): Mistake | undefined {
  if (password === "") return REQUIRED;
  if (password.length > LONGEST_PASSWORD) return { key: "web.mistake.passwordLong" };
  return password.length < SHORTEST_PASSWORD
    ? { key: "web.mistake.password", params: { n: password.length } }
    : undefined;
}

const mistakesIn = ({ password, again }: NewPassword) => ({
  password: checkPassword(password),
  again: password === again ? undefined : ({ key: "web.mistake.passwordAgain" } as const),
});

export function checkPerson(form: PersonForm): Checked<Names & Pick<NewPassword, "password">> {
  const { name, username, password } = form;
  return checked({ name: checkName(name), username: checkUsername(username), ...mistakesIn(form) }, () => ({
    name: name.trim(),
    username: username.trim(),
    password,
  }));
}

type PasswordForm = NewPassword & { readonly current: string };

export function checkPasswordChange(form: PasswordForm): Checked<{
  currentPassword: string;
  newPassword: string;
}> {
  const { current, password } = form;
  const mistakes = mistakesIn(form);
  const same = current !== "" && current === password;
  return checked(
    {
      current: current === "" ? REQUIRED : undefined,
      ...mistakes,
      password: mistakes.password ?? (same ? { key: "web.mistake.passwordSame" } : undefined),
    },
    () => ({ currentPassword: current, newPassword: password }),
  );
}

/** A password that somebody else is given. */
export const checkGivenPassword = (form: NewPassword): Checked<Pick<NewPassword, "password">> =>
  checked(mistakesIn(form), () => ({ password: form.password }));

/** What a person may do, and where. */
export interface Rights {
  readonly role: Me["role"];
  /** Empty: all units. */
  readonly unit: string;
}
export type AccountForm = PersonForm & Rights;

const rightsOf = ({ role, unit }: Rights): Pick<Me, "role" | "unit"> => ({
  role,
  unit: unit === "" ? null : unit,
});

export function checkAccount(
  form: AccountForm,
): Checked<Names & Pick<NewPassword, "password"> & Pick<Me, "role" | "unit">> {
  const person = checkPerson(form);
  return person.ok ? { ok: true, value: { ...person.value, ...rightsOf(form) } } : person;
}

type AccountChange = Pick<Names, "name"> & Rights;

export const checkAccountChange = (form: AccountChange): Checked<Pick<Me, "name" | "role" | "unit">> =>
  checked({ name: checkName(form.name) }, () => ({ name: form.name.trim(), ...rightsOf(form) }));
