import { APIError } from "better-auth/api";
import { symmetricDecrypt } from "better-auth/crypto";
import { SECOND, type Instant } from "../../../core/clock.ts";
import { formatDate, formatTime } from "../../../core/format.ts";
import { fail, ok, type FaultCode, type FaultParams, type Result } from "../../../core/result.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { People, SecondFactorProof } from "../../people-port.ts";
import type { Auth } from "./auth.ts";
import { audit, type RegistryContext } from "./context.ts";
import { LOCKED_SECONDS, spentCodes, typedCode, type SpentCodes } from "./factor-codes.ts";

interface Library {
  readonly authFor: (secure: boolean) => Auth;
  readonly personOf: (id: string) => Promise<Me | undefined>;
}
type Own =
  | "secondStepOf"
  | "secondStep"
  | "beginSecondFactor"
  | "confirmSecondFactor"
  | "renewBackupCodes"
  | "endSecondFactor"
  | "backupCodesLeft";

/** What both halves below need. */
interface Tools extends Library {
  readonly now: () => Instant;
  /** A code to the library, see `present`. */
  readonly show: (auth: Auth, person: string, code: string, headers: Headers) => Promise<Result<Headers>>;
  /** Writes down what somebody did with the own second factor. */
  readonly note: (me: Me, action: string) => Promise<void>;
}

/** What people do with their own second factor; secrets, sessions and the count of failures are the library's. */
export function secondFactor(context: RegistryContext, given: Library): Pick<People, Own> {
  const { clock, db } = context;
  const spent = spentCodes(clock);
  const tools: Tools = {
    ...given,
    now: () => clock.now(),
    show: (auth, person, code, headers) => present({ auth, spent, now: clock.now() }, person, code, headers),
    note: ({ id, username }, action) =>
      db
        .transaction()
        .execute((transaction) =>
          audit(context, transaction, { id, name: username }, { action, subject: id }),
        ),
  };
  return { ...secondSteps(tools), ...setUp(tools), ...proved(tools) };
}

function secondSteps({ authFor, personOf, show, note }: Tools): Pick<People, "secondStepOf" | "secondStep"> {
  return {
    secondStepOf: async (headers, secure) => (await stepOf(authFor(secure), headers))?.person,
    async secondStep(code, headers, secure) {
      const auth = authFor(secure);
      const step = await stepOf(auth, headers);
      if (step === undefined) return fail("second_step_over");
      const shown = await show(auth, step.person, code, step.headers);
      // It was removed meanwhile.
      if (!shown.ok) return shown.fault.code === "second_factor_off" ? fail("second_step_over") : shown;
      const me = await personOf(step.person);
      if (me === undefined) return fail("second_step_over");
      if (typedCode(code).kind === "backup") await note(me, "backup_code_used");
      return ok({ me, headers: shown.value });
    },
  };
}

function setUp({
  authFor,
  now,
  show,
  note,
}: Tools): Pick<People, "beginSecondFactor" | "confirmSecondFactor" | "backupCodesLeft"> {
  return {
    beginSecondFactor: (password, headers, secure) =>
      asked(now(), async () => {
        const body = { password, method: "totp" } as const;
        const offer = await authFor(secure).api.enableTwoFactor({ body, headers });
        const uri = "totpURI" in offer ? offer.totpURI : "";
        return new URL(uri).searchParams.get("secret") ?? "";
      }),
    async confirmSecondFactor(me, code, headers, secure) {
      if (me.secondFactor === "on") return fail("second_factor_on");
      if (typedCode(code).kind === "backup") return fault("second_factor_wrong", now());
      const auth = authFor(secure);
      const shown = await show(auth, me.id, code, headers);
      if (!shown.ok) return shown;
      // Those that were opened with the password alone.
      await auth.api.revokeOtherSessions({ headers: asRequest(shown.value) });
      await note(me, "second_factor_on");
      const codes = await backupCodesOf(auth, me.id);
      return codes.ok ? ok({ headers: shown.value, codes: codes.value }) : codes;
    },
    async backupCodesLeft(person) {
      const codes = await backupCodesOf(authFor(true), person);
      return codes.ok ? codes.value.length : undefined;
    },
  };
}

function proved({ authFor, now, show, note }: Tools): Pick<People, "renewBackupCodes" | "endSecondFactor"> {
  const prove = async (auth: Auth, me: Me, { password, code }: SecondFactorProof, headers: Headers) => {
    if (me.secondFactor !== "on") return fail("second_factor_off");
    const known = await asked(now(), () => auth.api.verifyPassword({ body: { password }, headers }));
    return known.ok ? show(auth, me.id, code, headers) : known;
  };
  return {
    async renewBackupCodes(me, proof, headers, secure) {
      const auth = authFor(secure);
      const right = await prove(auth, me, proof, headers);
      if (!right.ok) return right;
      const body = { password: proof.password };
      const made = await asked(now(), () => auth.api.generateBackupCodes({ body, headers }));
      if (!made.ok) return made;
      await note(me, "backup_codes_made");
      return ok(made.value.backupCodes);
    },
    async endSecondFactor(me, proof, headers, secure) {
      const auth = authFor(secure);
      const right = await prove(auth, me, proof, headers);
      if (!right.ok) return right;
      const body = { password: proof.password };
      const ended = await asked(now(), () =>
        auth.api.disableTwoFactor({ body, headers, returnHeaders: true }),
      );
      if (!ended.ok) return ended;
      await note(me, "second_factor_ended");
      return ok(ended.value.headers);
    },
  };
}

/**
 * Shows a code to the library: with a session it is the person's own, with the cookie of a second step it opens one. The library
 * takes the half minute before and after its own, counts failures of second steps, and takes each backup code once.
 */
async function present(
  { auth, spent, now }: { readonly auth: Auth; readonly spent: SpentCodes; readonly now: Instant },
  person: string,
  text: string,
  headers: Headers,
): Promise<Result<Headers>> {
  const readable = await backupCodesOf(auth, person);
  if (!readable.ok) return readable;
  await unlockStray(auth, person, now);
  const { kind, code } = typedCode(text);
  const body = { code };
  if (kind === "backup") {
    const used = await asked(now, () => auth.api.verifyBackupCode({ body, headers, returnHeaders: true }));
    return used.ok ? ok(used.value.headers) : used;
  }
  if (!spent.claim(person, code)) return fail("second_factor_spent");
  const used = await asked(now, () => auth.api.verifyTOTP({ body, headers, returnHeaders: true }));
  if (used.ok) return ok(used.value.headers);
  spent.release(person, code);
  return used;
}

/** A lock from a day when the server's clock was ahead would hold until that day comes. */
async function unlockStray(auth: Auth, person: string, now: Instant): Promise<void> {
  const { adapter } = await auth.$context;
  await adapter.updateMany({
    model: "twoFactor",
    where: [
      { field: "userId", value: person },
      { field: "lockedUntil", operator: "gt", value: new Date(now + LOCKED_SECONDS * SECOND) },
    ],
    update: { lockedUntil: null, failedVerificationCount: 0 },
  });
}

/** Faults: `second_factor_off`; `second_factor_unreadable`: sealed with another key, as the secret is. */
async function backupCodesOf(auth: Auth, person: string): Promise<Result<readonly string[]>> {
  const { adapter, secretConfig } = await auth.$context;
  const row = await adapter.findOne<{ readonly backupCodes: string }>({
    model: "twoFactor",
    where: [{ field: "userId", value: person }],
  });
  if (row === null) return fail("second_factor_off");
  try {
    return ok(JSON.parse(await symmetricDecrypt({ key: secretConfig, data: row.backupCodes })) as string[]);
  } catch {
    return fail("second_factor_unreadable");
  }
}

/** Whose second step the cookie is of, and a request that brings nothing else: a session beside it would be asked instead. */
async function stepOf(
  auth: Auth,
  headers: Headers,
): Promise<{ readonly person: string; readonly headers: Headers } | undefined> {
  const { createAuthCookie, internalAdapter } = await auth.$context;
  const { name } = createAuthCookie("two_factor");
  const cookie = (headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  if (cookie === undefined) return undefined;
  // The library checks the signature; here it is only looked up.
  const identifier = /^2fa-[\w-]{20}(?=\.|%2E)/.exec(cookie.slice(name.length + 1))?.[0];
  if (identifier === undefined) return undefined;
  const found = await internalAdapter.findVerificationValue(identifier);
  if (found === null) return undefined;
  return { person: found.value, headers: new Headers({ cookie }) };
}

/** The next request of a browser that got these cookies. */
const asRequest = (answer: Headers): Headers =>
  new Headers({
    cookie: answer
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; "),
  });

const FAULT_OF: Readonly<Record<string, FaultCode>> = {
  INVALID_PASSWORD: "password_wrong",
  INVALID_CODE: "second_factor_wrong",
  INVALID_BACKUP_CODE: "backup_code_wrong",
  INVALID_TWO_FACTOR_COOKIE: "second_step_over",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "second_step_over",
  ACCOUNT_TEMPORARILY_LOCKED: "rate_limited",
  TOTP_ALREADY_ENABLED: "second_factor_on",
  TOTP_NOT_ENABLED: "second_factor_off",
  BACKUP_CODES_NOT_ENABLED: "second_factor_off",
  TWO_FACTOR_NOT_ENABLED: "second_factor_off",
};

/** What the library refuses as a fault of ours; anything else is thrown on. */
async function asked<T>(now: Instant, call: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await call());
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    // Of two who bring the same backup code at once the second.
    if (error.status === "CONFLICT") return fail("second_factor_spent");
    const code = FAULT_OF[error.body?.code ?? ""];
    if (code === undefined) throw error;
    return fault(code, now);
  }
}

/** Six digits of another half minute are mostly a clock that is wrong: whoever reads this can compare. In legal time. */
function fault(code: FaultCode, now: Instant): Result<never> {
  const locale = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
  const params: Partial<Record<FaultCode, FaultParams>> = {
    second_factor_wrong: { time: `${formatTime(now, locale, true)} ${formatDate(now, locale)}` },
    rate_limited: { seconds: LOCKED_SECONDS },
  };
  return fail(code, params[code] ?? {});
}
