/**
 * What buttons light up for. Without a word from the studio nothing does; nor, of what viewers see, while the studio has
 * none from the cloud.
 */

export const WHITE = 0xffffff;
export const PROGRAM = 0xcb1f2a;
export const PREVIEW = 0x1a7a3c;
export const AMBER = 0xb57300;
export const TEAL = 0x0b7680;
export const ROSE = 0xb5175a;
export const DARK = 0x26292d;

/** The lights of what viewers see, or may see by now. */
const SEEN = ["program", "maybe"];

const SOURCE = { id: "source", type: "textinput", label: "Source, by its ID", default: "" };
const NUMBER = { id: "number", type: "number", label: "Look", default: 1, min: 1, max: 24 };

export function feedbacks(show) {
  const light = (name, bgcolor, options, holds) => ({
    type: "boolean",
    name,
    defaultStyle: { color: WHITE, bgcolor },
    options,
    callback: ({ options: chosen }) => Boolean(holds(show(), chosen)),
  });
  const known = (name, bgcolor, options, holds) =>
    light(name, bgcolor, options, (of, chosen) => of.state?.known && holds(of, chosen));
  return {
    armed: light("Armed", PROGRAM, [], ({ isArmed }) => isArmed),
    waiting: light("Waiting", AMBER, [], ({ isWaiting }) => isWaiting),
    applied: light("Applied", TEAL, [], ({ isApplied }) => isApplied),
    not_applied: light("Not applied", ROSE, [], ({ isNotApplied }) => isNotApplied),
    on_air: known("On air", PROGRAM, [], ({ state }) => state.on_air),
    source_program: known("Source in program", PROGRAM, [SOURCE], (of, { source }) =>
      SEEN.includes(of.source(source)?.light),
    ),
    source_preview: known(
      "Source in preview",
      PREVIEW,
      [SOURCE],
      (of, { source }) => of.source(source)?.preview,
    ),
    look_on_air: known(
      "Look on air",
      PROGRAM,
      [NUMBER],
      (of, { number }) => of.look(number)?.on_air,
    ),
    look_preview: known(
      "Look in preview",
      PREVIEW,
      [NUMBER],
      (of, { number }) => of.look(number)?.next,
    ),
  };
}
