// What the page carries for the editor, and how it asks the server.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const page = read("page-data");
export const limits = read("limits-data");
export const acts = read("acts-data");
export const presets = read("presets-data");

/** Not in the page, which is compressed: see studio/editor/views/pages.py. */
export function token() {
  const cookies = document.cookie.split("; ").map((cookie) => cookie.split("="));
  return cookies.find(([name]) => name === page.csrfCookie)?.[1] ?? "";
}

/**
 * A request with the CSRF token; `body` is sent as JSON unless it is a form or a file already, `by` fetch or
 * what is called like it. Refused for the token alone it was not even looked at, and is made once more with
 * the one there is now.
 */
export async function ask(url, options) {
  const response = await send(url, options);
  return refusalOf(response) === "token" ? send(url, options) : response;
}

function send(url, { method = "POST", body, headers = {}, by = fetch, ...rest } = {}) {
  const ready = body instanceof URLSearchParams || body instanceof Blob;
  const type = ready ? {} : { "Content-Type": "application/json" };
  return by(url, {
    method,
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      "Studio-Person": page.person,
      "X-CSRFToken": token(),
      ...type,
      ...headers,
    },
    body: ready ? body : JSON.stringify(body),
    ...rest,
  });
}

/** Why this page is refused, whatever it asks for: "token", "person", "signed-out"; or null. */
export const refusalOf = (response) => response.headers.get("Studio-Refusal");

/** Whether there was an answer at all: null stands for none, and a refused page gets none. */
export const isAnswered = (response) =>
  Boolean(response) && response.status < 500 && !refusalOf(response);

/** Whether the answer is the JSON that was asked for, and not a sign-in page. */
export function isJson(response) {
  const type = response.headers.get("Content-Type") ?? "";
  return !response.redirected && type.startsWith("application/json");
}
