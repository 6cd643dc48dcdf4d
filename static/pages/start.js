/** Takes the one-time token out of the address (#t=…) before anything else can see it, and posts it. */
const form = document.getElementById("sign-in");

function signIn() {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("signing-in").textContent = form.dataset.said;
  document.getElementById("how-to-sign-in").hidden = true;
  form.elements.token.value = token;
  form.submit();
}

signIn();
// A fresh link pasted over this page's own address changes nothing but the hash.
addEventListener("hashchange", signIn);
