// The way to my version, which is a template of its own now.
import { toast } from "../../pages/toast.js";
import { word } from "../page/words.js";

export function tellCopied(url) {
  const link = document.createElement("a");
  link.className = "btn plain";
  link.href = url;
  link.textContent = word("openCopy");
  toast(word("copied")).querySelector(".acts").prepend(link);
}
