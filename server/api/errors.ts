import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { FAULTS, FaultError, type Fault } from "../../core/result.ts";
import { faultAnswer, faultHeaders } from "../ingest/fault-answer.ts";
import type { ApiEnv, ApiPorts } from "./context.ts";

/** The one place where a fault becomes an answer. What is no fault is a bug: logged with the reference it answers. */
export const onError =
  ({ log, language, newId }: ApiPorts): ErrorHandler<ApiEnv> =>
  (error, c) => {
    let fault: Fault;
    if (error instanceof FaultError) fault = error.fault;
    else if (error instanceof HTTPException && error.status === 400) fault = { code: "bad_json", params: {} };
    else {
      const id = newId();
      log.error("request_failed", { id, method: c.req.method, path: c.req.path, error: error.stack });
      fault = { code: "internal", params: { id } };
    }
    // The language is not set yet when the very first middleware fails.
    const said = faultAnswer(fault, c.get("language") ?? language);
    return c.json(said, FAULTS[fault.code].status, faultHeaders(fault));
  };
