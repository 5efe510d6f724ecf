import { expect, test } from "vitest";
import {
  checkAccount,
  checkAccountChange,
  checkGivenPassword,
  checkPasswordChange,
  checkPerson,
} from "./account-form.ts";
import type { Checked } from "./forms.ts";

const mistaken = (result: Checked<unknown>) => (result.ok ? [] : Object.keys(result.mistakes));
const good = { name: " An ", username: "an.nguyen", password: "một câu dài", again: "một câu dài" };

test("the first administrator's mistakes are all said at once", () => {
  const bad = { name: "", username: "nguyễn văn an", password: "short", again: "other" };
  expect(mistaken(checkPerson(bad))).toEqual(["name", "username", "password", "again"]);
  expect(checkPerson(good)).toEqual({
    ok: true,
    value: { name: "An", username: "an.nguyen", password: "một câu dài" },
  });
});

test("a password is changed only with the present one and two equal new ones that are another", () => {
  const change = { current: "mật khẩu cũ", password: "mật khẩu mới", again: "mật khẩu mới" };
  expect(checkPasswordChange(change)).toEqual({
    ok: true,
    value: { currentPassword: "mật khẩu cũ", newPassword: "mật khẩu mới" },
  });
  const wrong = { current: "", password: "0123456789", again: "x" };
  expect(mistaken(checkPasswordChange(wrong))).toEqual(["current", "again"]);
  expect(mistaken(checkPasswordChange({ ...change, current: "mật khẩu mới" }))).toEqual(["password"]);
  expect(mistaken(checkGivenPassword({ password: "short", again: "short" }))).toEqual(["password"]);
});

test("no unit chosen means all of them, for who is added and who is changed", () => {
  const rights = { role: "viewer", unit: "" } as const;
  expect(checkAccount({ ...good, ...rights })).toMatchObject({ value: { role: "viewer", unit: null } });
  expect(checkAccountChange({ name: " Bình ", role: "leader", unit: "u1" })).toEqual({
    ok: true,
    value: { name: "Bình", role: "leader", unit: "u1" },
  });
  expect(mistaken(checkAccountChange({ name: " ", ...rights }))).toEqual(["name"]);
});
