/** What buttons do. Why something is not done goes to Companion's log, in the studio's words. */

const NUMBER = { id: "number", type: "number", label: "Look", default: 1, min: 1, max: 24 };

/** @param show @param failed is told why an act was not done */
export function actions(show, failed) {
  const act = (name, options, what, description = "") => ({
    name,
    options,
    description,
    callback: ({ options: chosen }) => what(chosen).catch(failed),
  });
  return {
    prepare: act("Look → preview", [NUMBER], ({ number }) => show().prepare(Number(number))),
    arm: act("Arm TAKE", [], () => show().arm(), "For eight seconds. Nothing is sent."),
    take: act("Take", [], () => show().take(), "Only what was armed here. Alone it does nothing."),
    back: act(
      "Back → preview, and arm",
      [],
      () => show().back(),
      "The last good look before this one. Take puts it on air.",
    ),
  };
}
