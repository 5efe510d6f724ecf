import { SECOND } from "../../core/clock.ts";
import { assembleInventory, parseChildOutput } from "../host/assemble-inventory.ts";
import { runChild } from "../host/run-child.ts";
import type { Collector, Reading, Tools } from "./collector.ts";

export const INVENTORY_LIMIT_MS = 30 * SECOND;
/** An honest answer is a few kilobytes. */
const MAX_OUTPUT_BYTES = 1_048_576;

/** The program and arguments that run `runInventoryChild` of `agent/host/inventory-child.ts`. */
export interface InventoryCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * What the PC is, once a day. A child process reads it, so that systeminformation is never loaded here and nothing
 * that hangs or crashes in it can hurt. A partial answer is kept; none at all is a warning and no fact.
 */
export const inventoryCollector: Collector = createInventoryCollector(() => ({
  program: process.execPath,
  // The agent's own entry, source file or bundle, with the sub command that main.ts knows.
  args: [...process.execArgv, process.argv[1] ?? "", "inventory-child"],
}));

export function createInventoryCollector(command: () => InventoryCommand): Collector {
  return ({ device, inventory }, tools) => [
    {
      id: "inventory",
      version: JSON.stringify([device, inventory.cron]),
      when: { cron: inventory.cron, atStart: true },
      timeoutMs: INVENTORY_LIMIT_MS + 5 * SECOND,
      run: (signal) => takeInventory(device, command(), tools, signal),
    },
  ];
}

async function takeInventory(
  device: string,
  { program, args }: InventoryCommand,
  tools: Tools,
  signal: AbortSignal,
): Promise<Reading> {
  const limits = { limitMs: INVENTORY_LIMIT_MS, maxBytes: MAX_OUTPUT_BYTES };
  const { output, failure } = await runChild({ program, args, ...limits }, tools.clock, signal);
  const { sections, failed, done } = parseChildOutput(output);
  const inventory = assembleInventory(sections);
  if (failure !== undefined || failed.length > 0 || !done) {
    tools.log.warn("inventory_failed", {
      fault: "inventory_failed",
      reason: failed.length > 0 ? `no answer: ${failed.join(", ")}` : (failure ?? "garbage"),
      kept: inventory === undefined ? [] : Object.keys(inventory),
    });
  }
  const facts =
    inventory === undefined ? [] : [{ type: "inventory" as const, device, at: tools.now(), inventory }];
  return { samples: [], events: [], facts };
}
