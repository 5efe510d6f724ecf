import { agentMessages } from "./agent.ts";
import { alertMessages } from "./alerts.ts";
import { auditMessages } from "./audit.ts";
import { documentMessages } from "./documents.ts";
import { faultMessages } from "./faults.ts";
import { findingMessages } from "./findings.ts";
import { importMessages } from "./import.ts";
import { installMessages } from "./install.ts";
import type { Message } from "./message.ts";
import { notifyMessages } from "./notify.ts";
import { planMessages } from "./plan.ts";
import { planProgramMessages } from "./plan-program.ts";
import { serverMessages } from "./server.ts";
import { speaker } from "./speaker.ts";
import { topologyMessages } from "./topology.ts";
import { webAlertMessages } from "./web-alerts.ts";
import { webAssetMessages } from "./web-assets.ts";
import { webCareMessages } from "./web-care.ts";
import { webDiscoveryMessages } from "./web-discovery.ts";
import { webEvidenceMessages } from "./web-evidence.ts";
import { webHealthMessages } from "./web-health.ts";
import { webMapMessages } from "./web-map.ts";
import { webNotifyMessages } from "./web-notify.ts";
import { webWatchMessages } from "./web-watch.ts";
import { webOrganisationMessages } from "./web-organisation.ts";
import { webPlanMessages } from "./web-plan.ts";
import { webSecondMessages } from "./web-second.ts";
import { webStoreMessages } from "./web-store.ts";
import { webMessages } from "./web.ts";

/**
 * Every sentence that a person reads, in Vietnamese and English, side by side so that neither can be forgotten.
 * One file for each audience; this file joins them. (`say-web.ts`: those that pages need.)
 */
export { LANGUAGES, type Language } from "./speaker.ts";

const messages = {
  ...faultMessages,
  ...agentMessages,
  ...serverMessages,
  ...topologyMessages,
  ...alertMessages,
  ...notifyMessages,
  ...auditMessages,
  ...documentMessages,
  ...findingMessages,
  ...importMessages,
  ...installMessages,
  ...planMessages,
  ...planProgramMessages,
  ...webMessages,
  ...webAlertMessages,
  ...webCareMessages,
  ...webDiscoveryMessages,
  ...webHealthMessages,
  ...webMapMessages,
  ...webStoreMessages,
  ...webSecondMessages,
  ...webOrganisationMessages,
  ...webNotifyMessages,
  ...webWatchMessages,
  ...webAssetMessages,
  ...webEvidenceMessages,
  ...webPlanMessages,
} as const;

export const { say, sayAny } = speaker(messages);

/** For the test that holds both languages against each other. */
export const allMessages: Readonly<Record<string, Message>> = messages;
