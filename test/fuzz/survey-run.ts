import { fact as factSchema } from "../../core/wire/block.ts";
import { surveyFacts } from "../../agent/snmp/survey/facts.ts";
import { partsOfLine } from "../../agent/snmp/survey/line.ts";
import { vitalSamples } from "../../agent/snmp/survey/samples.ts";
import { surveyDevice } from "../../agent/snmp/survey/survey.ts";
import { mapSession, type SnmpObjects } from "../fakes/snmp-map-session.ts";
import { realClock } from "../support/real-clock.ts";

const AT = Date.UTC(2026, 10, 25);

export interface Visited {
  /** What went wrong: a part that threw, a fact that the protocol refuses. */
  readonly wrong: readonly string[];
  /** Processor time, in milliseconds. */
  readonly ms: number;
  readonly objects: number;
}

/** A whole survey of a device in memory, up to the facts that travel. */
export async function visitSpoilt(objects: SnmpObjects): Promise<Visited> {
  const wrong: string[] = [];
  const before = process.cpuUsage();
  const made = await surveyDevice(mapSession(objects), {
    address: "192.0.2.1",
    clock: realClock,
    maxMs: 60_000,
    ports: true,
    onBug: (part, error) => wrong.push(`${part}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  if (made.ok) {
    const { survey } = made.value;
    JSON.stringify(partsOfLine(survey));
    vitalSamples("d1", AT, survey);
    for (const fact of surveyFacts("d1", AT, survey)) {
      const { error } = factSchema.safeParse(JSON.parse(JSON.stringify(fact)));
      if (error !== undefined) wrong.push(`${fact.type}: ${error.message}`);
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { wrong, ms: (user + system) / 1_000, objects: Object.keys(objects).length };
}
