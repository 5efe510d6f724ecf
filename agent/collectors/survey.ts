import { createHash } from "node:crypto";
import { DAY, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { entityRef } from "../../core/entities.ts";
import type { Fault, Result } from "../../core/result.ts";
import type { SnmpTarget } from "../../core/wire/assignment.ts";
import { inContext } from "../snmp/context.ts";
import type { OpenSession, SnmpSession } from "../snmp/protocol.ts";
import { printerFact, surveyFacts } from "../snmp/survey/facts.ts";
import { vitalSamples } from "../snmp/survey/samples.ts";
import { revisitDevice, surveyDevice, type Acquaintance, type SurveyOptions } from "../snmp/survey/survey.ts";
import type { Job, Reading, Tools } from "./collector.ts";
import type { Limiter } from "./limiter.ts";
import { createTeller } from "./teller.ts";

/**
 * Visits a device for all that is not its ports' counters. Now and then everything: what it is, who is connected to
 * it. In between what changes: processors, sensors, supplies, every two minutes, of a UPS every minute, because that
 * says when the power failed. Silence is the poll's business (`snmp.ts`): a device that does not answer is left alone.
 */
export interface SurveyJobParts {
  readonly target: SnmpTarget;
  readonly tools: Tools;
  readonly open: OpenSession;
  /** One request at a time for a device, whoever asks. */
  readonly lane: Limiter;
  /** Whether the last poll had an answer; undefined before the first. */
  readonly answers: () => boolean | undefined;
}

const EVERY_RUNS = 2;
const ALL_EVERY_MS = 10 * MINUTE;
const MOST_MS = MINUTE;
/** Runs are jittered: one that is due must not be put off because it came a little early. */
const EARLY_MS = 5 * SECOND;
/** A device that loses answers at every visit for so long is taken at its word. */
const PATIENCE_MS = 60 * MINUTE;
/** A fact that has not changed is told again this seldom. */
const TELL_AGAIN_MS = DAY;
const NOTHING: Reading = { samples: [], events: [], facts: [] };

/** What is kept of a device from run to run. */
interface Memory {
  known: Acquaintance | undefined;
  knownAt: number;
  runs: number;
}

export function createSurveyJob(parts: SurveyJobParts): Job {
  const { target, tools } = parts;
  const memory: Memory = { known: undefined, knownAt: -Infinity, runs: 0 };
  const teller = createTeller(tools.clock);
  const due = () => {
    memory.runs += 1;
    if (memory.known === undefined) return true;
    return memory.known.identity.class === "ups" || memory.runs % EVERY_RUNS === 0;
  };
  return {
    id: `survey:${target.device}`,
    // A hash: the target holds the device's passwords.
    version: createHash("sha256").update(JSON.stringify(target)).digest("base64url"),
    when: { everyMs: Math.max(MINUTE, target.everyMs) },
    timeoutMs: MOST_MS + 15 * SECOND,
    async run(signal) {
      if (parts.answers() === false || !due()) return NOTHING;
      const leave = await parts.lane.enter(signal);
      if (leave === undefined) return NOTHING;
      try {
        const reading = await visit(parts, memory, signal);
        return { ...reading, facts: reading.facts.flatMap((fact) => teller.tell(fact, TELL_AGAIN_MS)) };
      } finally {
        leave();
      }
    },
  };
}

async function visit(parts: SurveyJobParts, memory: Memory, signal: AbortSignal): Promise<Reading> {
  const { target, tools, open } = parts;
  const opened = await open(target);
  if (!opened.ok) return NOTHING;
  const began = tools.clock.monotonic();
  const at = Math.round(tools.now());
  try {
    const reading = await read(opened.value, parts, memory, at, signal);
    // Stopped half way, it would tell of tables without rows.
    if (!reading.ok || signal.aborted) return NOTHING;
    const { requests, faults, samples, facts } = reading.value;
    if (faults.length > 0) {
      tools.log.info("snmp_survey_incomplete", {
        device: target.device,
        codes: faults.map(({ code }) => code),
      });
    }
    const values = { survey_time: tools.clock.monotonic() - began, survey_requests: requests };
    return {
      samples: [{ entity: entityRef("device", target.device), at, values }, ...samples],
      events: [],
      facts,
    };
  } finally {
    opened.value.close();
  }
}

const isPoor = (faults: readonly Fault[]): boolean => faults.some(({ code }) => code === "snmp_timeout");

interface Visited extends Pick<Reading, "samples" | "facts"> {
  readonly requests: number;
  readonly faults: readonly Fault[];
}

async function read(
  session: SnmpSession,
  { target, tools, open }: SurveyJobParts,
  memory: Memory,
  at: Instant,
  signal: AbortSignal,
): Promise<Result<Visited>> {
  const { device, address, credential } = target;
  const { clock } = tools;
  const options: SurveyOptions = {
    address,
    clock,
    signal,
    maxMs: MOST_MS,
    onBug: (part, error) => tools.log.error("snmp_survey_broken", { device, part, error }),
    openContext: async (context) => {
      const other = await open({ ...target, credential: inContext(credential, context) });
      return other.ok ? other.value : undefined;
    },
  };
  const { known } = memory;
  if (known !== undefined && clock.monotonic() - memory.knownAt < ALL_EVERY_MS - EARLY_MS) {
    const made = await revisitDevice(session, known, options);
    if (!made.ok) return made;
    const { survey, requests, faults } = made.value;
    const facts = isPoor(faults) ? [] : printerFact(device, at, survey);
    return { ok: true, value: { requests, faults, facts, samples: vitalSamples(device, at, survey) } };
  }
  const made = await surveyDevice(session, options);
  if (!made.ok) return made;
  const { survey, requests, faults } = made.value;
  // What was lost on the way looks like what is not there: better the facts of before, and another visit soon.
  if (
    isPoor(faults) &&
    known !== undefined &&
    clock.monotonic() - memory.knownAt < ALL_EVERY_MS + PATIENCE_MS
  )
    return { ok: true, value: { requests, faults, facts: [], samples: vitalSamples(device, at, survey) } };
  memory.known = made.value.known;
  memory.knownAt = clock.monotonic();
  const facts = surveyFacts(device, at, survey);
  return { ok: true, value: { requests, faults, facts, samples: vitalSamples(device, at, survey) } };
}
