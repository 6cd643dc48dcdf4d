/** The address of a PNG that came in base 64, for as long as the page or whoever revokes it has it. */
export function addressOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}
