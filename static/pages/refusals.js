/**
 * Somebody signed in anew in another tab, or out: what htmx asks for is refused, and that is said with what mends it.
 * An act is never repeated by itself; its forms get the fresh token, and whoever pressed presses again.
 */
import { toast } from "./toast.js";

/** Refused for the page's token alone: nothing was even looked at, and the answer brings the one there is now. */
export const TOKEN = "token";
/** Why what was asked for last was refused; a poll says it once. */
let said;
let shown;

/** What asked may be gone by now, and the event tells of another element. */
const isAct = ({ requestConfig }) => Boolean(requestConfig.elt.closest("button, form"));

export function renew(token) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  document.body.setAttribute("hx-headers", JSON.stringify({ ...headers, "X-CSRFToken": token }));
}

function refused({ detail }) {
  const why = detail.xhr.getResponseHeader("Studio-Refusal");
  if (!why || (why === said && !isAct(detail))) return;
  const { message, token } = JSON.parse(detail.xhr.responseText);
  if (token) renew(token);
  shown?.remove();
  said = why;
  shown = toast(message, { error: true });
  const mends = document.getElementById(`mends-${why}`);
  if (mends) shown.querySelector(".acts").prepend(mends.content.cloneNode(true));
}

/** Whatever is answered shows that one is signed in again; that the token is right, only an act. */
function answered({ detail }) {
  if (!said || detail.xhr.status >= 400 || (said === TOKEN && !isAct(detail))) return;
  said = undefined;
  shown.remove();
}

document.addEventListener("htmx:responseError", refused);
document.addEventListener("htmx:afterOnLoad", answered);
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-reloads]")) location.reload();
});
