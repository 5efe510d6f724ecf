import { FaultError, type FaultCode } from "../../core/result.ts";
import type { DeviceRecord, Registry, SiteRecord } from "../ports.ts";
import type { Visible } from "./context.ts";

/** Foreign things do not exist for the person who asks: 404, never 403. */
export function unitSeen(unit: string, visible: Visible): void {
  if (!visible.has(unit)) throw new FaultError("unit_unknown");
}

export async function siteSeen(
  registry: Registry,
  id: string,
  visible: Visible,
  otherwise: FaultCode = "site_unknown",
): Promise<SiteRecord> {
  const site = await registry.site(id);
  if (site === undefined || !visible.has(site.unit)) throw new FaultError(otherwise);
  return site;
}

export async function deviceSeen(registry: Registry, id: string, visible: Visible): Promise<DeviceRecord> {
  const device = await registry.device(id);
  if (device === undefined) throw new FaultError("device_unknown");
  await siteSeen(registry, device.site, visible, "device_unknown");
  return device;
}
