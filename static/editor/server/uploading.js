// The sending of one picture that a person gives.
import { ask, isJson } from "../page/page.js";
import { number, word } from "../page/words.js";

const MEBIBYTE = 2 ** 20;

const HEADERS = ["Content-Type", "Studio-Refusal"];

function answerOf(request) {
  const headers = HEADERS.map((name) => [name, request.getResponseHeader(name)]);
  return new Response(request.responseText || null, {
    status: request.status,
    headers: headers.filter(([, value]) => value !== null),
  });
}

/** Is called like `fetch`, which does not tell how much of a body is sent: this one does, from 0 to 1. */
const telling =
  (told) =>
  (url, { method, headers, body }) =>
    new Promise((answer, refuse) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      for (const header of Object.entries(headers)) request.setRequestHeader(...header);
      request.upload.onprogress = ({ loaded, total }) => told(loaded / total);
      request.onload = () => answer(answerOf(request));
      request.onerror = refuse;
      request.send(body);
    });

/** Says each further tenth that is sent, but neither none nor all of it. */
function sayTenths(say) {
  let before = 0;
  return (share) => {
    const tenth = Math.floor(share * 10);
    if (tenth <= before || tenth === 10) return;
    before = tenth;
    say(word("uploadingPart", { percent: number(tenth * 10) }));
  };
}

/**
 * {id, url, width, height, message} of an upload; `say` is told meanwhile how far it is. Throws an Error whose
 * message is for the person.
 */
export async function uploaded(url, file, { maxUploadMebibytes: most }, say) {
  if (file.size > most * MEBIBYTE) throw new Error(word("uploadTooLarge", { most: number(most) }));
  // Read now: what is changed or taken away on disk meanwhile would fail without a word.
  const body = new Blob([await file.arrayBuffer()], { type: "application/octet-stream" });
  const named = `${url}?${new URLSearchParams({ name: file.name })}`;
  const by = telling(sayTenths(say));
  const response = await ask(named, { body, by }).catch(() => null);
  const answer = response && isJson(response) ? await response.json().catch(() => null) : null;
  if (!response?.ok || !answer) throw new Error(answer?.message || word("uploadFailed"));
  return answer;
}
