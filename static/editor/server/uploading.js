// The sending of one picture that a person gives.
import { ask, isJson } from "../page/page.js";
import { number, word } from "../page/words.js";

const MEBIBYTE = 2 ** 20;

/** {id, url, width, height, message} of an upload. Throws an Error whose message is for the person. */
export async function uploaded(url, file, { maxUploadMebibytes: most }) {
  if (file.size > most * MEBIBYTE) throw new Error(word("uploadTooLarge", { most: number(most) }));
  // Read now: what is changed or taken away on disk meanwhile would fail without a word.
  const body = new Blob([await file.arrayBuffer()], { type: "application/octet-stream" });
  const named = `${url}?${new URLSearchParams({ name: file.name })}`;
  const response = await ask(named, { body }).catch(() => null);
  const answer = response && isJson(response) ? await response.json().catch(() => null) : null;
  if (!response?.ok || !answer) throw new Error(answer?.message || word("uploadFailed"));
  return answer;
}
