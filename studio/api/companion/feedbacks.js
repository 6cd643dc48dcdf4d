/** What buttons light up for. Without a word from the studio nothing does. */

export const WHITE = 0xffffff;
export const PROGRAM = 0xcb1f2a;
export const PREVIEW = 0x1a7a3c;
export const AMBER = 0xb57300;
export const TEAL = 0x0b7680;
export const ROSE = 0xb5175a;
export const DARK = 0x26292d;

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
  return {
    armed: light("Armed", PROGRAM, [], ({ isArmed }) => isArmed),
    waiting: light("Waiting", AMBER, [], ({ isWaiting }) => isWaiting),
    applied: light("Applied", TEAL, [], ({ isApplied }) => isApplied),
    not_applied: light("Not applied", ROSE, [], ({ isNotApplied }) => isNotApplied),
    on_air: light("On air", PROGRAM, [], ({ state }) => state?.on_air),
    source_program: light(
      "Source in program",
      PROGRAM,
      [SOURCE],
      (of, { source }) => of.source(source)?.program,
    ),
    source_preview: light(
      "Source in preview",
      PREVIEW,
      [SOURCE],
      (of, { source }) => of.source(source)?.preview,
    ),
    look_on_air: light(
      "Look on air",
      PROGRAM,
      [NUMBER],
      (of, { number }) => of.look(number)?.on_air,
    ),
    look_preview: light(
      "Look in preview",
      PREVIEW,
      [NUMBER],
      (of, { number }) => of.look(number)?.next,
    ),
  };
}
