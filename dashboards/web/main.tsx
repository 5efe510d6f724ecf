import { render } from "preact";
import { App } from "./app.tsx";
import { startClock } from "./state/clock.ts";
import { startLocation } from "./state/location.ts";
import { startPreferences } from "./state/preferences.ts";
import { startPrinting } from "./state/printing.ts";
import { startSession } from "./state/session.ts";

startPreferences();
startLocation();
startClock();
startPrinting();
startSession();
const root = document.getElementById("app");
if (root !== null) render(<App />, root);
