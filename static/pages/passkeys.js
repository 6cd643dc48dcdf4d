/**
 * Forms that a passkey signs (accounts/_by_passkey.html): pressed, they ask the browser for what they then send. What is
 * to be signed lies in the form, or is fetched from where it is sent.
 */
const ASKS = {
  get: async (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  create: async (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
};

async function optionsOf(form) {
  const kept = form.querySelector("script[type='application/json']");
  if (kept) return JSON.parse(kept.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

function tell(form, sentence) {
  const why = form.querySelector("[role=alert]");
  why.textContent = sentence;
  why.hidden = false;
}

async function sign(form) {
  const button = form.querySelector("button[type=submit]");
  button.ariaBusy = "true";
  try {
    const credential = await ASKS[form.dataset.passkey](await optionsOf(form));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    // Cancelled, timed out, or none that fits: the browser has said which, or does not want it told.
    tell(form, form.dataset.failed);
  }
  button.ariaBusy = "false";
}

const isAble = Boolean(globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey]")) return;
  event.preventDefault();
  if (isAble) sign(form);
  else tell(form, form.dataset.unable);
});
