// The server's picture of a document that need not be saved.

import { savedStateOf } from "../document/state.js";
import { ask, isAnswered } from "../page/page.js";

/** {blob, answered}: a JPEG or null, and whether there was an answer at all. */
export async function draw(url, rules) {
  const body = { rules, editor_state: savedStateOf(rules) };
  const response = await ask(url, { body }).catch(() => null);
  const drawn = response?.ok && response.headers.get("Content-Type")?.startsWith("image/");
  const blob = drawn ? await response.blob().catch(() => null) : null;
  return { blob, answered: isAnswered(response) };
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
