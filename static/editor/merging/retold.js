// What one has typed here in clear, the server tells masked: a base is compared with theirs in the
// server's words, or each such address would be a change of theirs.

/** `part` with the texts of `told`, which stand for what is masked, each where it is. */
function retold(part, told) {
  if (typeof told === "string") return told;
  if (Array.isArray(part)) return part.map((each, at) => retold(each, told?.[at]));
  if (!(part instanceof Object)) return part;
  const texts = Object.entries(part).map(([name, each]) => [name, retold(each, told?.[name])]);
  return { ...part, ...Object.fromEntries(texts) };
}

/** The work in the words of its save's answer; as it is where it came from the server. */
export const retoldWork = (work, told) =>
  told
    ? { rules: retold(work.rules, told.rules), state: retold(work.state, told.editor_state) }
    : work;
