import { DATA_SOURCES, type Dialect } from "./targets.ts";
import { frame } from "./words/frame.ts";
import type { Language } from "./words/words.ts";

/** Files that Grafana reads at its start; it fills in $NAME from its environment, so that no secret stands in them. */

/** Where Grafana finds its provisioning folder, and in it our dashboards. */
const BOARDS_IN_GRAFANA = "/etc/grafana/provisioning/dashboards/boards";

export function dataSourceFile(dialect: Dialect): object {
  return { apiVersion: 1, datasources: [dialect === "prometheus" ? prometheusSource() : influxSource()] };
}

/** Cayda alone: its own server speaks the Prometheus API. The token is made on Cayda's settings page. */
const prometheusSource = () => ({
  name: "Cayda",
  ...DATA_SOURCES.prometheus,
  access: "proxy",
  url: "$CAYDA_URL/api/prom",
  isDefault: true,
  editable: false,
  jsonData: {
    httpMethod: "POST",
    timeInterval: "1m",
    // Grafana's own rule pages would ask for what Cayda does not keep.
    manageAlerts: false,
    httpHeaderName1: "Authorization",
  },
  secureJsonData: { httpHeaderValue1: "Bearer $CAYDA_TOKEN" },
});

const influxSource = () => ({
  name: "Cayda (InfluxDB)",
  ...DATA_SOURCES.influx,
  access: "proxy",
  url: "$INFLUX_URL",
  user: "$INFLUX_USER",
  isDefault: true,
  editable: false,
  jsonData: { dbName: "$INFLUX_DB", httpMode: "POST", version: "InfluxQL", timeInterval: "1m" },
  secureJsonData: { password: "$INFLUX_PASSWORD" },
});

export const providerFile = (language: Language): object => ({
  apiVersion: 1,
  providers: [
    {
      name: "cayda",
      orgId: 1,
      folder: frame.folder[language],
      type: "file",
      disableDeletion: true,
      allowUiUpdates: false,
      updateIntervalSeconds: 60,
      options: { path: BOARDS_IN_GRAFANA },
    },
  ],
});
