"""Tiles of the server's picture, laid on a canvas without a page."""

from __future__ import annotations

from playwright.sync_api import Page


def test_a_tile_that_cannot_be_decoded_leaves_the_canvas_and_no_other_tile(modules: Page) -> None:
    """A decoded picture holds its memory until it is closed, and has no width from then on."""
    assert modules.evaluate(
        """async () => {
          const { layTiles } = await import("/editor/server/tiles.js");
          const canvas = document.createElement("canvas");
          const whole = await new Promise((made) => canvas.toBlob(made, "image/jpeg"));
          const before = canvas.toDataURL();
          const decode = createImageBitmap;
          const decoded = [];
          window.createImageBitmap = async (blob) => {
            const picture = await decode(blob);
            decoded.push(picture);
            return picture;
          };
          const place = { x: 0, y: 0, left: 0, top: 0, w: 8, h: 8 };
          const tiles = [whole, new Blob(["broken"]), whole].map((blob) => ({ ...place, blob }));
          const laid = await layTiles(canvas, null, tiles);
          window.createImageBitmap = decode;
          return [laid, canvas.toDataURL() === before, decoded.map(({ width }) => width)];
        }"""
    ) == [False, True, [0, 0]]
