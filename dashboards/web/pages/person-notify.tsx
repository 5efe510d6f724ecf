import type { Me } from "../../../core/wire/views.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { useResource } from "../state/resource.ts";
import { words } from "../state/second-words.ts";
import { WantedForm } from "./notify.tsx";

/** What somebody else is told, for an administrator who helps. */
export function PersonNotifyDialog(props: {
  readonly person: Me;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { person, onClose, onDone } = props;
  const { id, name } = person;
  const resource = useResource(`subscription of ${id}`, () => ask(api.subscriptions.$get()));
  return (
    <Dialog title={words("web.people.notifyOf", { name })} onClose={onClose}>
      <View resource={resource} lines={4}>
        {({ subscriptions, channels }) => (
          <WantedForm
            channels={channels}
            wanted={subscriptions.find((one) => one.person === id)}
            person={person}
            about={words("web.people.notifyBody", { name })}
            onSaved={() => {
              onDone();
              onClose();
            }}
          />
        )}
      </View>
    </Dialog>
  );
}
