import { type Language, say, sayAny } from "../core/messages/say.ts";
import { address as addressSchema, snmpCredential, type SnmpCredential } from "../core/wire/assignment.ts";
import { ping } from "./lan/ping.ts";
import { diagnose } from "./snmp/diagnose.ts";
import { findingOf, type AnswersPing } from "./snmp/finding.ts";
import { createOpener } from "./snmp/open.ts";
import type { OpenSession } from "./snmp/protocol.ts";
import { systemClock } from "./system-clock.ts";

export interface DiagnoseOptions {
  readonly address: string;
  readonly port?: string | undefined;
  readonly community?: string | undefined;
  readonly user?: string | undefined;
  readonly auth?: string | undefined;
  readonly priv?: string | undefined;
}

/** Tests put their own in. */
interface DiagnoseParts {
  readonly open: OpenSession;
  readonly answersPing: AnswersPing;
}

const SNMP_PORT = "161";

/**
 * Asks one device step by step and says each step in words, and at the end what it comes to; undefined when the options
 * make no credential.
 */
export async function diagnoseDevice(
  options: DiagnoseOptions,
  env: Readonly<Record<string, string | undefined>>,
  language: Language,
  { open = createOpener({ clock: systemClock() }), answersPing = askPing }: Partial<DiagnoseParts> = {},
): Promise<{ readonly lines: readonly string[]; readonly good: boolean } | undefined> {
  const credential = credentialOf(options, env);
  const port = Number(options.port ?? SNMP_PORT);
  const fits =
    addressSchema.safeParse(options.address).success && Number.isInteger(port) && port > 0 && port < 65_536;
  if (credential === undefined || !fits) return undefined;
  const { address } = options;
  const steps = await diagnose({ address, port, credential }, { open });
  const finding = await findingOf(steps, address, answersPing);
  const lines = steps.map(({ step: name, fault }) => {
    const step = say(language, `agent.diagnose.${name}`);
    if (fault === undefined) return say(language, "agent.diagnose.passed", { step });
    const says = sayAny(language, `fault.${fault.code}`, fault.params) ?? fault.code;
    return say(language, "agent.diagnose.failed", { step, says });
  });
  const good = steps.every(({ fault }) => fault === undefined);
  if (finding === undefined) return { lines, good };
  const says = say(language, `agent.finding.${finding}`, { address, port });
  return { lines: [...lines, say(language, "agent.finding", { says })], good };
}

async function askPing(address: string): Promise<boolean | undefined> {
  const burst = await ping({ address, count: 2 }, { clock: systemClock() });
  return burst.ok ? burst.value.received > 0 : undefined;
}

/** Passwords come from the environment: a command line can be read by every user of the PC. */
function credentialOf(
  { community, user, auth = "sha", priv = "aes" }: DiagnoseOptions,
  env: Readonly<Record<string, string | undefined>>,
): SnmpCredential | undefined {
  const authPassword = env["CAYDA_SNMP_AUTH_PASSWORD"];
  const privPassword = env["CAYDA_SNMP_PRIV_PASSWORD"];
  const credential =
    user === undefined
      ? { version: "2c", community: community ?? "public" }
      : {
          version: "3",
          user,
          ...(authPassword === undefined ? {} : { auth: { protocol: auth, password: authPassword } }),
          ...(privPassword === undefined ? {} : { priv: { protocol: priv, password: privPassword } }),
        };
  const checked = snmpCredential.safeParse(credential);
  return checked.success && !(user !== undefined && community !== undefined) ? checked.data : undefined;
}
