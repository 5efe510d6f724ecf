import { useState } from "preact/hooks";
import { formatDateTime } from "../../../core/format.ts";
import type { AssetDetail } from "../../../core/wire/assets.ts";
import { shrinkPhoto } from "../lib/photo.ts";
import { Confirm, useSending } from "../pieces/dialog.tsx";
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
  const add = async (file: File | undefined) => {
    if (file === undefined) return;
    const photo = await shrinkPhoto(file);
    if (photo === undefined) toast(words("web.asset.photoBad"), true);
    else if ((await send(() => assetsApi.addPhoto(asset, photo))) !== undefined) reload();
  };
  return (
    <Section title={words("web.asset.photos")}>
      <div class="panel panel-body">
        {refusal}
        {photos.length === 0 ? <p class="quiet">{words("web.asset.noPhotos")}</p> : null}
        <Pictures photos={photos} remove={may ? setLeaving : undefined} />
        {may ? (
          <label class="field">
            {words("web.asset.photoAdd")}
            <input
              class="input"
              type="file"
              accept="image/*"
              disabled={busy}
              onChange={(event) => void add(event.currentTarget.files?.[0])}
            />
          </label>
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

function Pictures(props: {
  readonly photos: Props["photos"];
  readonly remove: ((photo: string) => void) | undefined;
}) {
  const { photos, remove } = props;
  return (
    <ul class="photos">
      {photos.map(({ id, at }) => (
        <li key={id}>
          <a href={`/api/asset-photos/${id}`} target="_blank" rel="noopener">
            <img
              src={`/api/asset-photos/${id}`}
              alt={words("web.asset.photoOf", { at: formatDateTime(at, locale.value) })}
              loading="lazy"
            />
          </a>
          {remove === undefined ? null : (
            <button type="button" class="button button-plain" onClick={() => remove(id)}>
              {words("web.asset.photoRemove")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
