import { test } from "vitest";
import { NO_POSTGRES } from "./postgres.ts";

test.skip(`the registry over PostgreSQL: ${NO_POSTGRES}`);
