import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Skeleton } from "./view.tsx";

/** A page that is fetched only when somebody opens it: the first page of the morning need not wait for it. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
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
    return Page === undefined ? <Skeleton /> : <Page {...props} />;
  };
}
