import type { ComponentChildren } from "preact";
import { formatCount } from "../../../core/format.ts";
import type { DeviceView } from "../../../core/wire/views.ts";
import { Section } from "../pieces/page-head.tsx";
import { Moment, Now, Unknown } from "../pieces/value.tsx";
import { language, t } from "../state/preferences.ts";
import { bytesText } from "../state/texts.ts";
import { uptimeText } from "./device-columns.tsx";

export interface Fact {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly wide?: boolean;
  /** Where it was read, on hover. */
  readonly hint?: string;
}

/** Names and values; what is not known is left out, except what one would look for. */
export function Facts({ facts }: { readonly facts: readonly (Fact | undefined)[] }) {
  return (
    <dl class="facts">
      {facts.map((fact, i) =>
        fact === undefined ? null : (
          <div key={`${fact.label} ${i}`} class={fact.wide === true ? "fact-wide" : undefined}>
            <dt>{fact.label}</dt>
            <dd title={fact.hint}>{fact.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const fact = (label: string, value: string | null | undefined, wide = false): Fact | undefined =>
  value === null || value === undefined || value === "" ? undefined : { label, value, wide };

/** What a polled device says of itself. */
export function DeviceFacts({ device }: { readonly device: DeviceView }) {
  const { facts, identity } = device;
  const read = (label: string, field: "vendor" | "model" | "version" | "serial" | "baseMac") => {
    const [shown, source] = [fact(label, identity?.value[field]), identity?.value.from?.[field]];
    return shown === undefined || source === undefined
      ? shown
      : { ...shown, hint: t("web.device.factFrom", { source }) };
  };
  return (
    <div class="panel panel-body">
      <Facts
        facts={[
          fact(t("web.device.factName"), facts.name),
          read(t("web.device.factVendor"), "vendor"),
          read(t("web.device.factModel"), "model"),
          read(t("web.device.factVersion"), "version"),
          read(t("web.device.factSerial"), "serial"),
          read(t("web.device.factBaseMac"), "baseMac"),
          fact(t("web.device.factLocation"), facts.location),
          fact(t("web.device.factContact"), facts.contact),
          {
            label: t("web.device.factUptime"),
            value: <Now reading={device.latest["uptime"]} format={uptimeText} />,
          },
          device.latest["clients"] === undefined
            ? undefined
            : {
                label: t("web.device.factClients"),
                value: (
                  <Now reading={device.latest["clients"]} format={(n) => formatCount(n, language.value)} />
                ),
              },
          poeFact(device),
          fact(t("web.device.factObjectId"), facts.objectId),
          { label: t("web.device.factRead"), value: <Moment at={facts.readAt} /> },
          fact(t("web.device.factDescription"), facts.description, true),
        ]}
      />
    </div>
  );
}

/** What it gives over its cables, of what it can. */
function poeFact({ latest }: DeviceView): Fact | undefined {
  const [used, budget] = [latest["poe_used"], latest["poe_budget"]?.value];
  if (used === undefined || budget === undefined) return undefined;
  const text = (watts: number) => t("web.device.poe", { used: wattsText(watts), budget: wattsText(budget) });
  return { label: t("web.device.factPoe"), value: <Now reading={used} format={text} /> };
}

const wattsText = (watts: number) => formatCount(watts, language.value);

type Inventory = NonNullable<DeviceView["inventory"]>;

const joined = (...parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== "").join(" ");

function cpuText({ cpu }: Inventory): string | undefined {
  if (cpu === undefined) return undefined;
  return cpu.cores === undefined
    ? cpu.name
    : t("web.inv.cores", { name: cpu.name, n: formatCount(cpu.cores, language.value) });
}

/** yyyy-mm-dd as it is written in the country. */
const dateText = (date: string | undefined) => date?.split("-").reverse().join("/");

function diskFacts({ disks = [] }: Inventory): Fact[] {
  return disks.map(({ name, kind, bytes }) => ({
    label: t("web.inv.disk"),
    value: joined(name, kind?.toUpperCase(), bytes === undefined ? undefined : bytesText(bytes)),
  }));
}

function cardFacts({ cards = [] }: Inventory): Fact[] {
  return cards.map(({ name, mac, addresses }) => ({
    label: t("web.inv.card"),
    value: (
      <>
        {name}
        <span class="cell-under">{[mac, ...addresses].filter(Boolean).join(" · ")}</span>
      </>
    ),
  }));
}

/** What the PC is made of. */
export function InventoryPanel({ device }: { readonly device: DeviceView }) {
  const { inventory } = device;
  return (
    <Section title={t("web.host.inventory")}>
      {inventory === null ? (
        <p class="quiet">{t("web.host.noInventory")}</p>
      ) : (
        <div class="panel panel-body">
          <Facts
            facts={[
              fact(t("web.inv.maker"), joined(inventory.maker, inventory.model)),
              fact(t("web.inv.serial"), inventory.serial),
              fact(t("web.inv.cpu"), cpuText(inventory)),
              inventory.memoryBytes === undefined
                ? { label: t("web.inv.memory"), value: <Unknown /> }
                : fact(t("web.inv.memory"), bytesText(inventory.memoryBytes)),
              fact(
                t("web.inv.os"),
                joined(
                  inventory.os?.name ?? inventory.os?.platform,
                  inventory.os?.version,
                  inventory.os?.build,
                ),
              ),
              fact(t("web.inv.installed"), dateText(inventory.os?.installed)),
              fact(t("web.inv.bios"), joined(inventory.biosVersion, dateText(inventory.biosDate))),
              fact(t("web.inv.agent"), device.agentView?.version),
              ...diskFacts(inventory),
              ...cardFacts(inventory),
              { label: t("web.device.factRead"), value: <Moment at={device.inventoryAt} /> },
            ]}
          />
        </div>
      )}
    </Section>
  );
}
