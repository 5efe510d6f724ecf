import { defineConfig } from "vite";

const here = import.meta.dirname;

/** The sentences of alerts are many: in parts that come beside one another, and only with the pages that say them. */
const alerts = (name: string, families: string) => ({
  name: `alerts-${name}`,
  test: new RegExp(`/core/messages/alerts-(?:${families})\\.ts$`),
});

/**
 * Everything is bundled: no address outside the server is ever asked. Chrome 109 is the last browser that Windows 7
 * and 8 get.
 */
export default defineConfig({
  root: here,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    target: "chrome109",
    cssTarget: "chrome109",
    // A font or picture inside the style sheet would be refused by our own content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            alerts("ports", "ports|uplinks|services"),
            alerts("devices", "devices|parts"),
            alerts("equipment", "equipment|pcs"),
            alerts("sites", "site|lan"),
            { name: "optimise", test: /\/core\/planning\/optimise/ },
          ],
        },
      },
    },
  },
});
