import type { WebMessageKey as MessageKey } from "../../../core/messages/say-web.ts";
import type { SnmpCredential } from "../../../core/wire/assignment.ts";
import type { DeviceClass } from "../../../core/survey.ts";

/**
 * What people type, checked before it is sent. Pure. The server checks again and decides; this only says it earlier
 * and at the right field.
 */
export interface Mistake {
  readonly key: MessageKey;
  readonly params?: Readonly<Record<string, string | number>>;
}
/** By field name; an empty object is a form without mistakes. */
export type Mistakes<Field extends string = string> = Partial<Record<Field, Mistake>>;

/** Either what to send, or what to mend. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: Mistakes };

export const REQUIRED: Mistake = { key: "web.mistake.required" };
// The rule of core/wire/assignment.ts, without its library; a test holds the two together.
const ADDRESS = /^[A-Za-z0-9:][A-Za-z0-9:._%-]*$/;
/** Looks like an IPv4 address with a number that is none, e.g. 10.1.2.300. */
const WRONG_IPV4 = /^[\d.]+$/;
const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const LONGEST_NAME = 100;

function mistakesOf(checks: Readonly<Record<string, Mistake | undefined>>): Mistakes {
  return Object.fromEntries(
    Object.entries(checks).filter((entry): entry is [string, Mistake] => entry[1] !== undefined),
  );
}

/** What to send, or everything that is to be mended first. */
export function checked<T>(
  checks: Readonly<Record<string, Mistake | undefined>>,
  value: () => T,
): Checked<T> {
  const mistakes = mistakesOf(checks);
  return Object.keys(mistakes).length === 0 ? { ok: true, value: value() } : { ok: false, mistakes };
}

export function checkName(text: string, required = true): Mistake | undefined {
  if (text.trim() === "") return required ? REQUIRED : undefined;
  return text.trim().length > LONGEST_NAME
    ? { key: "web.mistake.long", params: { max: LONGEST_NAME } }
    : undefined;
}

export function checkAddress(text: string): Mistake | undefined {
  const address = text.trim();
  if (address === "") return REQUIRED;
  const right = ADDRESS.test(address) && address.length <= 253;
  return right && (!WRONG_IPV4.test(address) || IPV4.test(address))
    ? undefined
    : { key: "web.mistake.address" };
}

/** A whole number within bounds, or undefined. */
function wholeNumber(text: string, min: number, max: number): number | undefined {
  if (!/^\d{1,6}$/.test(text.trim())) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

export type SnmpChoice = "none" | "2c" | "1" | "3";
type Credential3 = Extract<SnmpCredential, { version: "3" }>;
export type AuthProtocol = NonNullable<Credential3["auth"]>["protocol"];
export type PrivProtocol = NonNullable<Credential3["priv"]>["protocol"];

export const AUTH_CHOICES: Readonly<Record<AuthProtocol, string>> = {
  sha: "SHA-1",
  sha224: "SHA-224",
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
  md5: "MD5",
};
export const PRIV_CHOICES: Readonly<Record<PrivProtocol, string>> = {
  aes: "AES-128",
  aes192: "AES-192",
  aes256: "AES-256",
  aes192b: "AES-192 (Blumenthal)",
  aes192r: "AES-192 (Reeder, Cisco)",
  aes256b: "AES-256 (Blumenthal)",
  aes256r: "AES-256 (Reeder, Cisco)",
  des: "DES",
};

export interface DeviceForm {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly class: DeviceClass | "";
  readonly snmp: SnmpChoice;
  readonly community: string;
  readonly user: string;
  readonly auth: AuthProtocol | "";
  readonly authPassword: string;
  readonly priv: PrivProtocol | "";
  readonly privPassword: string;
}

export const EMPTY_DEVICE: DeviceForm = {
  name: "",
  address: "",
  port: "161",
  class: "",
  snmp: "2c",
  community: "",
  user: "",
  auth: "sha",
  authPassword: "",
  priv: "aes",
  privPassword: "",
};

export interface DeviceBody {
  readonly name?: string;
  readonly address: string;
  readonly port: number;
  readonly class?: DeviceClass;
  readonly credential?: SnmpCredential;
}

const checkSecret = (text: string): Mistake | undefined =>
  text.length >= 8 && text.length <= 128 ? undefined : { key: "web.mistake.secret" };

function checkCredential(form: DeviceForm): Readonly<Record<string, Mistake | undefined>> {
  switch (form.snmp) {
    case "none":
      return {};
    case "1":
    case "2c":
      return { community: checkLength(form.community, 255) };
    case "3":
      return {
        user: checkLength(form.user, 32),
        authPassword: form.auth === "" ? undefined : checkSecret(form.authPassword),
        priv: form.priv !== "" && form.auth === "" ? { key: "web.mistake.privWithoutAuth" } : undefined,
        privPassword: form.priv === "" ? undefined : checkSecret(form.privPassword),
      };
  }
}

function checkLength(text: string, max: number): Mistake | undefined {
  if (text === "") return REQUIRED;
  return text.length > max ? { key: "web.mistake.long", params: { max } } : undefined;
}

function credentialOf(form: DeviceForm): SnmpCredential | undefined {
  switch (form.snmp) {
    case "none":
      return undefined;
    case "1":
    case "2c":
      return { version: form.snmp, community: form.community };
    case "3": {
      const auth = form.auth === "" ? {} : { auth: { protocol: form.auth, password: form.authPassword } };
      const priv = form.priv === "" ? {} : { priv: { protocol: form.priv, password: form.privPassword } };
      return { version: "3", user: form.user, ...auth, ...priv };
    }
  }
}

export function checkDevice(form: DeviceForm): Checked<DeviceBody> {
  const port = wholeNumber(form.port, 1, 65_535);
  const checks = {
    name: checkName(form.name, false),
    address: checkAddress(form.address),
    port: port === undefined ? ({ key: "web.mistake.port" } as const) : undefined,
    ...checkCredential(form),
  };
  return checked(checks, () => {
    const credential = credentialOf(form);
    const name = form.name.trim();
    return {
      ...(name === "" ? {} : { name }),
      address: form.address.trim(),
      port: port ?? 161,
      ...(form.class === "" ? {} : { class: form.class }),
      ...(credential === undefined ? {} : { credential }),
    };
  });
}

type DeviceChange = Omit<Partial<DeviceBody>, "name"> & { readonly name?: string | null };

/**
 * What an edited form sends. Name and class that were not touched may be the device's own words: sent back, they would be a
 * person's, and stay for ever. Emptied, both are the device's again.
 */
export function changeOfDevice(
  { port, name, class: said, ...body }: DeviceBody,
  opened: Pick<DeviceForm, "name" | "class">,
): DeviceChange {
  return {
    ...body,
    ...(name === opened.name ? {} : { name: name ?? null }),
    ...((said ?? "") === opened.class ? {} : { class: said ?? "unknown" }),
    // The port goes with the SNMP settings.
    ...(body.credential === undefined ? {} : { port }),
  };
}

/** A credential under a name of its own, for a list of several. */
export function checkNamedCredential(form: DeviceForm): Checked<{
  name: string;
  credential: SnmpCredential;
}> {
  const credential = credentialOf(form);
  const checks = {
    name: checkName(form.name),
    ...checkCredential(form),
    ...(credential === undefined && { community: REQUIRED }),
  };
  return checked(checks, () => ({
    name: form.name.trim(),
    credential: credential ?? { version: "2c", community: form.community },
  }));
}

export function checkTarget(form: { readonly name: string; readonly address: string }): Checked<{
  name: string;
  address: string;
}> {
  return checked({ name: checkName(form.name), address: checkAddress(form.address) }, () => ({
    name: form.name.trim(),
    address: form.address.trim(),
  }));
}

export function checkToken(form: { readonly uses: string; readonly hours: string }): Checked<{
  uses: number;
  hours: number;
}> {
  const uses = wholeNumber(form.uses, 1, 1_000);
  const hours = wholeNumber(form.hours, 1, 8_760);
  return checked(
    {
      uses: uses === undefined ? { key: "web.mistake.uses" } : undefined,
      hours: hours === undefined ? { key: "web.mistake.hours" } : undefined,
    },
    () => ({ uses: uses ?? 1, hours: hours ?? 24 }),
  );
}

/** The line to run on the office PC. The quotes keep both shells from reading anything into the token. */
export const enrolCommand = (token: string): string => `npm run agent -- enrol "${token}"`;

/** Where an enrolment token leads, and whether that is the server's own machine, which no other PC reaches so. */
export function leadOf(token: string): { readonly server: string; readonly here: boolean } {
  const server = token.split("~")[1] ?? "";
  return { server, here: /^https?:\/\/(?:127\.[\d.]+|localhost|\[::1\])(?::|$)/.test(server) };
}
