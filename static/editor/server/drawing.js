// The server's picture of work that need not be saved.

import { bodyOf } from "../document/state.js";
import { ask, isAnswered } from "../page/page.js";
import { tilesIn } from "./tiles.js";

/**
 * {blob, tiles, manifest, answered}: a JPEG or null; instead of it tiles, if those are drawn over
 * the picture of the manifest `shows`; what is shown then; and whether there was an answer at all.
 */
export async function draw(url, work, shows) {
  const body = { ...bodyOf(work), shows };
  const response = await ask(url, { body }).catch(() => null);
  const blob = response?.ok ? await response.blob().catch(() => null) : null;
  const manifest = blob && response.headers.get("Preview-Manifest");
  const tiles = blob && tilesIn(response, blob);
  return { blob: tiles ? null : blob, tiles, manifest, answered: isAnswered(response) };
}

/** The picture in `image` becomes this one once it can be shown; whether it could. */
export async function showPicture(image, blob) {
  const next = new Image();
  next.src = URL.createObjectURL(blob);
  const shown = await next.decode().then(
    () => true,
    () => false,
  );
  const old = shown ? image.src : next.src;
  if (shown) {
    image.src = next.src;
    image.hidden = false;
  }
  if (old) URL.revokeObjectURL(old);
  return shown;
}
