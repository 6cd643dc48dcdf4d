/** Takes the token of a link out of the address (#t=…) before anything else can see it, and posts it. */
const form = document.querySelector("[data-takes-token]");

function take() {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("taking").textContent = form.dataset.said;
  for (const without of document.querySelectorAll("[data-without-token]")) without.hidden = true;
  form.elements.token.value = token;
  form.submit();
}

take();
// A fresh link pasted over this page's own address changes nothing but the hash.
addEventListener("hashchange", take);
