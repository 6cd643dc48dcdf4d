// What changed of the server's picture while one drags, drawn over the picture that is shown.

/** The tiles of an answer: a JPEG's blob, its corner, and what is to be drawn of it; null if whole. */
export function tilesIn(response, blob) {
  const places = response.headers.get("Preview-Tiles");
  if (places === null) return null;
  let end = 0;
  return JSON.parse(places).map(([x, y, left, top, w, h, length]) => {
    end += length;
    return { blob: blob.slice(end - length, end, "image/jpeg"), x, y, left, top, w, h };
  });
}

/** The pictures of all, or null if one can't be decoded: then the others are given up at once. */
async function decoded(tiles) {
  const tries = await Promise.allSettled(tiles.map(({ blob }) => createImageBitmap(blob)));
  const pictures = tries.flatMap(({ value }) => value ?? []);
  if (pictures.length === tiles.length) return pictures;
  for (const picture of pictures) picture.close();
  return null;
}

/** Draws them on the canvas, over `image` or, without one, over what it shows; whether all could be. */
export async function layTiles(canvas, image, tiles) {
  const pictures = await decoded(tiles);
  if (!pictures) return false;
  const context = canvas.getContext("2d", { alpha: false });
  if (image) {
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    context.drawImage(image, 0, 0);
  }
  tiles.forEach(({ x, y, left, top, w, h }, n) => {
    context.drawImage(pictures[n], left - x, top - y, w, h, left, top, w, h);
    pictures[n].close();
  });
  return true;
}

/** Shows the canvas as `image` is shown: scaled by the page itself it would look coarser. */
export function showScaled(view, canvas, image) {
  const { width, height } = image.getBoundingClientRect();
  view.width = Math.round(width * devicePixelRatio);
  view.height = Math.round(height * devicePixelRatio);
  view.style.width = `${width}px`;
  view.style.height = `${height}px`;
  const context = view.getContext("2d", { alpha: false });
  context.imageSmoothingQuality = "medium";
  context.drawImage(canvas, 0, 0, view.width, view.height);
  view.hidden = false;
}
