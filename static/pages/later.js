/** Pictures that are still being drawn: asks which are there by now, less and less often, and lays them over their blanks. */

// In ms; together longer than the server waits for a worker until it draws one itself (studio/editor/thumbnails.py).
const PAUSES = [200, 200, 200, 300, 400, 500, 700, 1000, 1500, 2500, 4000];
let times = 0;
let timer = 0;

const blanks = () => [...document.querySelectorAll("[data-later]")];

function show(blank) {
  const picture = new Image();
  picture.alt = "";
  picture.loading = "lazy";
  picture.src = blank.dataset.src;
  blank.removeAttribute("data-later");
  blank.after(picture);
}

async function ask() {
  const asked = new URLSearchParams(blanks().map((blank) => ["of", blank.dataset.later]));
  const { pictures } = document.querySelector("[data-pictures]").dataset;
  const headers = { Accept: "application/json" };
  // Where no answer comes, or another one, it is asked for again.
  const answer = await fetch(`${pictures}?${asked}`, { headers })
    .then((one) => one.json())
    .catch(() => null);
  for (const blank of blanks()) if (answer?.there?.includes(blank.dataset.later)) show(blank);
  wait();
}

function wait() {
  clearTimeout(timer);
  if (blanks().length && times < PAUSES.length) timer = setTimeout(ask, PAUSES[times++]);
}

// What htmx brings is waited for as long as what came with the page.
function begin() {
  times = 0;
  wait();
}

begin();
document.addEventListener("htmx:afterSettle", begin);
