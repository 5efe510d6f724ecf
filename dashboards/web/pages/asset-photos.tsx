import { useState } from "preact/hooks";
import { formatDateTime } from "../../../core/format.ts";
import type { AssetDetail } from "../../../core/wire/assets.ts";
import { MOST_PHOTOS } from "../../../core/assets/photos.ts";
import { shrinkPhoto } from "../lib/photo.ts";
import { Confirm, useSending } from "../pieces/dialog.tsx";
import { FileField } from "../pieces/file-field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { locale } from "../state/preferences.ts";
import { toast } from "../state/toasts.ts";

interface Props {
  readonly asset: string;
  readonly photos: AssetDetail["photos"];
  readonly may: boolean;
  readonly reload: () => void;
}

export function Photos({ asset, photos, may, reload }: Props) {
  const { busy, refusal, send } = useSending();
  const [leaving, setLeaving] = useState<string | undefined>(undefined);
  const add = async (file: File) => {
    const photo = await shrinkPhoto(file);
    if (photo === undefined) return toast(words("web.asset.photoBad"), true);
    if ((await send(() => assetsApi.addPhoto(asset, photo))) === undefined) return;
    toast(words("web.asset.photoAdded"));
    reload();
  };
  return (
    <Section title={words("web.asset.photos")}>
      <div class="panel panel-body">
        {refusal}
        {photos.length === 0 ? <p class="quiet">{words("web.asset.noPhotos")}</p> : null}
        <Pictures photos={photos} remove={may ? setLeaving : undefined} />
        {may ? (
          <Adder full={photos.length >= MOST_PHOTOS} busy={busy} add={(file) => void add(file)} />
        ) : null}
      </div>
      {leaving === undefined ? null : (
        <Confirm
          title={words("web.asset.photoRemove")}
          body={words("web.asset.photoRemoveBody")}
          action={words("web.asset.photoRemove")}
          done={words("web.asset.photoRemoved")}
          request={() => assetsApi.removePhoto(leaving)}
          onDone={reload}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Section>
  );
}

function Adder(props: {
  readonly full: boolean;
  readonly busy: boolean;
  readonly add: (file: File) => void;
}) {
  if (props.full) return <p class="field-hint">{words("web.asset.photoMost", { most: MOST_PHOTOS })}</p>;
  return (
    <FileField
      label={words("web.asset.photoAdd")}
      accept="image/*"
      disabled={props.busy}
      hint={
        props.busy ? words("web.asset.photoSending") : words("web.asset.photoHint", { most: MOST_PHOTOS })
      }
      onFile={props.add}
    />
  );
}

function Pictures(props: {
  readonly photos: Props["photos"];
  readonly remove: ((photo: string) => void) | undefined;
}) {
  const { photos, remove } = props;
  return (
    <ul class="photos">
      {photos.map(({ id, at }) => (
        <li key={id} class="photo">
          <a href={`/api/asset-photos/${id}`} target="_blank" rel="noopener">
            <img
              src={`/api/asset-photos/${id}`}
              alt={words("web.asset.photoOf", { at: formatDateTime(at, locale.value) })}
              loading="lazy"
            />
          </a>
          <span class="quiet small">{formatDateTime(at, locale.value)}</span>
          {remove === undefined ? null : (
            <button
              type="button"
              class="button button-plain"
              aria-label={words("web.asset.photoRemoveOf", { at: formatDateTime(at, locale.value) })}
              onClick={() => remove(id)}
            >
              {words("web.asset.photoRemove")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
