import { parseEntityRef } from "../../core/entities.ts";
import { createOpener } from "../snmp/open.ts";
import type { OpenSession } from "../snmp/protocol.ts";
import type { Collector, Job, Reading } from "./collector.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import { createSnmpCollector } from "./snmp.ts";
import { createSurveyJob } from "./survey.ts";

/**
 * Everything that is asked of a device over SNMP: the poll of its ports every minute (`snmp.ts`) and the visit for the
 * rest (`survey.ts`), one after the other: a weak switch answers one question at a time.
 */
export function createDeviceCollector({ open }: { readonly open?: OpenSession } = {}): Collector {
  let opener = open;
  let poll: Collector | undefined;
  return (assignment, tools) => {
    const ask = (opener ??= createOpener({ clock: tools.clock }));
    poll ??= createSnmpCollector({ open: ask });
    return poll(assignment, tools).flatMap((job, i) => {
      const target = assignment.snmp[i];
      if (target === undefined) return [job];
      const lane = createLimiter(1);
      let answers: boolean | undefined;
      const heed = (reading: Reading) => {
        answers = answerIn(reading) ?? answers;
      };
      return [
        inLane(job, lane, heed),
        createSurveyJob({ target, tools, open: ask, lane, answers: () => answers }),
      ];
    });
  };
}

/** Whether the poll says that the device answered; undefined when it was not asked. */
function answerIn({ samples }: Reading): boolean | undefined {
  const up = samples.find(({ entity }) => parseEntityRef(entity)?.kind === "device")?.values["up"];
  return up === undefined ? undefined : up >= 1;
}

const NOTHING: Reading = { samples: [], events: [], facts: [] };

function inLane(job: Job, lane: Limiter, heed: (reading: Reading) => void): Job {
  return {
    ...job,
    async run(signal) {
      const leave = await lane.enter(signal);
      if (leave === undefined) return NOTHING;
      try {
        const reading = await job.run(signal);
        heed(reading);
        return reading;
      } finally {
        leave();
      }
    },
  };
}
