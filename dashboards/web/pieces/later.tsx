import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Skeleton } from "./view.tsx";

/**
 * A page (or a dialog) that is fetched only when somebody opens it: the first page of the morning need not wait for it.
 * `quiet` shows nothing until it is there.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  quiet = false,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Page, setPage] = useState(() => loaded);
    const [error, setError] = useState<unknown>(undefined);
    useEffect(() => {
      if (Page !== undefined) return;
      void (async () => {
        try {
          loaded = await load();
          setPage(() => loaded);
        } catch (failure) {
          setError(failure);
        }
      })();
    }, [Page]);
    // The page around it says so, with a button to load anew: after an update the old file is gone.
    if (error !== undefined) throw error;
    if (Page === undefined) return quiet ? null : <Skeleton />;
    return <Page {...props} />;
  };
}
