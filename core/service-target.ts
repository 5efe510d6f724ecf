/** Where a service is looked for: an http(s) URL, host:port, or a name to be looked up. */
export type ServiceKind = "http" | "tcp" | "dns" | "smtp";

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const HOST_PORT = /^(\[[0-9a-f:.]+\]|[^:[\]]+):(\d{1,5})$/i;

/** Whether the text is a target of its kind; internationalised names must come in their ASCII form. */
export function isServiceTarget(kind: ServiceKind, target: string): boolean {
  if (kind === "http") return isWebAddress(target);
  if (kind === "dns") return HOST.test(target);
  const [, host = "", port = ""] = HOST_PORT.exec(target) ?? [];
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  return isPort && (host.startsWith("[") || HOST.test(host));
}

const WEB = /^https?:\/\/(\[[0-9a-f:.]+\]|[^/:?#@\s[\]]+)(:\d{1,5})?([/?#]\S*)?$/i;
function isWebAddress(target: string): boolean {
  const [, host = ""] = WEB.exec(target) ?? [];
  return host.startsWith("[") || HOST.test(host);
}
