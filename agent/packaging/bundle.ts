import { build } from "esbuild";
import { readDeviceData } from "../snmp/survey/library.ts";

/**
 * The agent as one file, `agent/dist/agent.cjs`: what office PCs get. node-cron asks for import.meta.url when it
 * loads, which a CommonJS bundle lacks; hence the define and the banner. What is known of devices goes in as data.
 */
export async function bundleAgent(outfile: string): Promise<void> {
  await build({
    entryPoints: ["agent/main.ts"],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    define: {
      "import.meta.url": "__url",
      CAYDA_DEVICE_DATA: JSON.stringify(
        JSON.stringify(readDeviceData(new URL("../../config/", import.meta.url))),
      ),
    },
    banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: "warning",
  });
}

if (import.meta.main) await bundleAgent("agent/dist/agent.cjs");
