// The page's one live region: what happened, said once things are quiet for a moment. Where there
// is no room for it all the time, on a phone, it is shown while it is news.

const QUIET = 150;
const NEWS = 5000;

export function createAnnouncer(region) {
  let timer = 0;
  let old = 0;

  const show = (text) => {
    region.textContent = text;
    region.dataset.news = "";
    clearTimeout(old);
    old = setTimeout(() => delete region.dataset.news, NEWS);
  };

  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(text), QUIET);
  };
}
