import { stringify } from "yaml";
import { ALERT_RULES } from "./alert-rules.ts";
import { alertFile } from "./alerts.ts";
import { BOARDS } from "./boards/all.ts";
import { dataSourceFile, providerFile } from "./provisioning.ts";
import { grafanaDashboard, uidOf } from "./render.ts";
import { DIALECTS } from "./targets.ts";
import { LANGUAGES } from "./words/words.ts";

/** Where Cayda is for a browser on the same machine; `npm run dashboards -- --app-url` says where it really is. */
export const DEFAULT_APP_URL = "http://127.0.0.1:8480";

/**
 * Every file by its path: for each dialect and language one folder, as Grafana wants to find it under
 * /etc/grafana/provisioning.
 */
export function buildAll(appUrl: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const dialect of DIALECTS)
    for (const language of LANGUAGES) {
      const folder = `${dialect}/${language}`;
      const rendering = { dialect, language };
      files.set(`${folder}/datasources/cayda.yaml`, yaml(dataSourceFile(dialect)));
      files.set(`${folder}/dashboards/cayda.yaml`, yaml(providerFile(language)));
      files.set(`${folder}/alerting/cayda.yaml`, yaml(alertFile(ALERT_RULES, appUrl, rendering)));
      for (const board of BOARDS)
        files.set(
          `${folder}/dashboards/boards/${uidOf(board.key, dialect, language)}.json`,
          `${JSON.stringify(grafanaDashboard(board, appUrl, rendering), null, 2)}\n`,
        );
    }
  return files;
}

const NOTE = "# Written by `npm run dashboards`; change dashboards/grafana, not this file.\n";
const yaml = (content: object) => NOTE + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });
