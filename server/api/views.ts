import type { DeviceSummary, DeviceView, Overview, SiteView } from "../../core/wire/views.ts";
import type { DeviceRecord, SiteRecord } from "../ports.ts";
import type { ApiPorts, Visible } from "./context.ts";

export interface Views {
  overview(visible: Visible): Promise<Overview>;
  site(site: SiteRecord): Promise<SiteView>;
  devices(visible: Visible): Promise<DeviceSummary[]>;
  device(device: DeviceRecord): Promise<DeviceView>;
}
export function createViews(_ports: ApiPorts): Views {
  throw new Error("todo");
}
