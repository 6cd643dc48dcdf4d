/** Buttons to begin with: eight looks, and the four acts. */
import { AMBER, DARK, PREVIEW, PROGRAM, ROSE, TEAL, WHITE } from "./feedbacks.js";

const LOOKS = 8;

function button(name, text, action, lights) {
  const feedbacks = lights.map(([feedbackId, bgcolor, options = {}]) => ({
    feedbackId,
    options,
    style: { color: WHITE, bgcolor },
  }));
  return {
    type: "simple",
    name,
    style: { text, size: "auto", color: WHITE, bgcolor: DARK },
    steps: [{ down: [action], up: [] }],
    feedbacks,
  };
}

/** As Companion takes them: the sections, and the buttons by their names. @param label of the connection */
export function presets(label) {
  const numbers = Array.from({ length: LOOKS }, (_, n) => n + 1);
  const looks = numbers.map((number) => [
    `look_${number}`,
    button(
      `Look ${number}`,
      `${number}\\n$(${label}:look_${number})`,
      { actionId: "prepare", options: { number } },
      [
        ["look_preview", PREVIEW, { number }],
        ["look_on_air", PROGRAM, { number }],
      ],
    ),
  ]);
  const acts = [
    ["arm", button("Arm", "ARM", { actionId: "arm", options: {} }, [["armed", PROGRAM]])],
    [
      "take",
      button("Take", "TAKE", { actionId: "take", options: {} }, [
        ["applied", TEAL],
        ["not_applied", ROSE],
        ["waiting", AMBER],
        ["armed", PROGRAM],
      ]),
    ],
    ["back", button("Back", "BACK", { actionId: "back", options: {} }, [])],
  ];
  const sections = [
    { id: "looks", name: "Looks", definitions: looks.map(([id]) => id) },
    { id: "acts", name: "On air", definitions: acts.map(([id]) => id) },
  ];
  return [sections, Object.fromEntries([...looks, ...acts])];
}

/** What buttons may show in their text, and how each is read of a show. */
export const VARIABLES = {
  title: ["Task", ({ state }) => state?.title],
  program: ["What is on air", ({ state }) => state?.program?.title],
  preview: ["What is in preview", ({ state }) => state?.preview?.title],
  armed_by: ["Who has armed TAKE", ({ state }) => state?.armed?.by],
  held: ["Why TAKE does nothing now", ({ state }) => state?.held],
  outcome: ["How far the last operation got", ({ state }) => state?.latest?.outcome],
  why: ["Why it got no further", ({ state }) => state?.latest?.why],
  ...Object.fromEntries(
    Array.from({ length: LOOKS }, (_, n) => [
      `look_${n + 1}`,
      [`Look ${n + 1}`, (show) => show.look(n + 1)?.title],
    ]),
  ),
};
