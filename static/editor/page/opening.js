// What the template holds, asked for until it comes; in the middle of the stage it is said why it does not.
import { isAnswered, isJson, page } from "./page.js";
import { word } from "./words.js";

const message = document.getElementById("unopened");
const again = message.querySelector("button");

/** The template as it stands: its document, what is kept beside it, its problems and pictures. */
export async function opening() {
  const response = await fetch(page.urls.opening).catch(() => null); // the page's head has asked already
  const opened = response?.ok && isJson(response) && (await response.json().catch(() => null));
  if (!opened) {
    show(reason(response));
    await pressed();
    // Gone, or signed out: the page's own answer says so.
    if (isAnswered(response)) location.reload();
    return opening();
  }
  if (!message.hidden) {
    message.hidden = true;
    document.getElementById("stage").focus({ preventScroll: true });
  }
  return opened;
}

function reason(response) {
  if (response && !response.ok) return word("notOpened.failed", { status: response.status });
  return word(response && !isJson(response) ? "notOpened.other" : "notOpened.silent");
}

function show(why) {
  message.querySelector("p").textContent = why;
  message.hidden = false;
  again.removeAttribute("aria-busy");
}

function pressed() {
  return new Promise((resolve) => {
    const press = () => {
      again.setAttribute("aria-busy", "true");
      resolve();
    };
    again.addEventListener("click", press, { once: true });
  });
}
