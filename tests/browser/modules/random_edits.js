// Somebody who edits at random through the editor's own modules, on a blank page.
// Evaluated as a function of {rules, limits, lines, presets, seed, count, keeps}: the history it leaves, told as texts.
async ({ rules, limits, lines, presets, seed, count, keeps }) => {
  const load = (name) => import(`/editor/${name}.js`);
  const [doc, { Store }, { adoptBoth, savedStateOf }] = await Promise.all(
    ["document/document", "document/store", "document/state"].map(load),
  );
  const { registerActs } = await load("acts/acts");
  const { createDrags } = await load("hands/drags");
  const { createEntries } = await load("panels/fieldentry");
  const { fieldValue } = await load("panels/fields");
  const { arranged, parkedOf, placeable } = await load("document/parking");
  const { fits, place } = await load("document/presets");
  const { resizedScene, scaledScene } = await load("document/scenesize");
  const { refilled } = await load("document/refill");
  const { assumedSize } = await load("document/assumed");
  const { createHold } = await load("acts/lockguard");
  const { createRegistry } = await load("acts/registry");
  const { createRefused } = await load("page/refused");

  // Dice: the same seed throws the same numbers (mulberry32).
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (least, most) => least + Math.floor(random() * (most - least + 1));
  const oneOf = (list) => list[whole(0, list.length - 1)];
  const often = (share) => random() < share;

  let clock = 0; // so that some steps join and some don't
  const said = [];
  const say = (text) => said.push(text);
  const store = new Store(adoptBoth(rules, {}), {
    admits: (after, before) => hold.admits(after, before),
    now: () => clock,
  });
  const hold = createHold({ store, say, warn: say });
  const [ratio, snap, grid] = [{ on: false }, { on: true }, { on: false }];
  const frames = { of: () => undefined, assumed: (item) => assumedSize(store.state, item, limits) };
  const full = () => null;
  const acts = createRegistry({ lines, store, canEdit: true });
  const shared = {
    ...{ store, acts, limits, canEdit: true, frames, modes: { ratio, snap, grid }, hold, say, full },
    refused: createRefused({ say, changed() {} }),
    preferences: { distance: 8, spacing: 40 },
    left() {},
    added: (key) => key,
  };
  registerActs(shared);
  const root = document.createElement("div");
  document.body.append(root);
  const entries = createEntries(root, shared);

  const all = () => doc.items(store.rules);
  const selected = () => all().filter(({ key }) => store.selection.includes(key));
  const placed = () => all().filter((item) => item.box);
  const stage = {
    zoom: 0.5,
    selected: () => selected().filter((item) => item.box),
    others: (items) => placed().filter(({ key }) => items.every((item) => item.key !== key)).map(({ box }) => box),
    at: () => store.selection,
    paint() {},
    focus() {},
    guide() {},
    read() {},
  };
  const press = createDrags(stage, shared, { press: () => () => {}, adds: () => false });

  /** Enough of the selection for an act on `least` to `most` items. */
  const choose = (least = 1, most = 12) => {
    const left = placed().map(({ key }) => key);
    const chosen = [];
    for (let n = Math.min(left.length, whole(least, most)); n > 0; n -= 1) {
      chosen.push(left.splice(whole(0, left.length - 1), 1)[0]);
    }
    store.select(chosen);
    return chosen.length >= least;
  };

  const gesture = (handle) => {
    // What is locked alone has no handles.
    if (!choose(1, 3) || (handle && hold.free(selected()).length === 0)) return;
    const from = { x: 400, y: 300 };
    const held = () => ({ shift: often(0.3), alt: often(0.3), command: often(0.3) });
    const act = press({ ...from, ...held() }, handle);
    act.begin();
    const far = often(0.2) ? 3000 : 90;
    for (let n = whole(1, 4); n > 0; n -= 1) {
      act.to({ x: from.x + whole(-far, far), y: from.y + whole(-far, far) / 3, ...held() });
    }
    act.end(often(0.85));
  };

  /** Types into a field as a person does, or picks an option. */
  const enter = (field, value, { kind = "input", number = false } = {}) => {
    const input = document.createElement(kind);
    input.dataset.field = field;
    if (number && kind === "input") input.dataset.number = "";
    if (kind === "select") {
      input.append(new Option(String(value)));
      if (number) input.options[0].dataset.number = "";
    }
    root.replaceChildren(input);
    if (kind === "input") entries.show(input, fieldValue(field, store.work, store.selection, limits));
    if (value === "step") {
      const key = oneOf(["ArrowUp", "ArrowDown"]);
      const options = { key, shiftKey: often(0.5), bubbles: true };
      for (let n = whole(1, 4); n > 0; n -= 1) input.dispatchEvent(new KeyboardEvent("keydown", options));
      return;
    }
    input.value = value;
    const done =
      kind === "select"
        ? new Event("change", { bubbles: true })
        : new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
    input.dispatchEvent(done);
    // What was refused is taken back.
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  };
  const numeral = () =>
    oneOf([() => whole(-50, 2500), () => whole(0, 900), () => `${whole(0, 130)}%`, () => "wide", () => "step"])();
  let typed = 0;
  const fresh = (start) => {
    typed += 1;
    return `${start}${typed}`;
  };
  const freeLayer = () => {
    const taken = [...all(), ...parkedOf(store.state).map(({ source }) => ({ layer: source?.Layer }))];
    const layer = whole(1, 60);
    return taken.some((one) => one.layer === layer) ? null : layer;
  };

  const typeNumber = () => {
    if (!choose(1, 3)) return;
    const group = store.selection.length > 1 ? "whole" : "box";
    enter(`${group}.${oneOf(["X", "Y", "W", "H"])}`, String(numeral()), { number: true });
  };
  const typeText = () => {
    if (!choose(1, 1)) return;
    const [item] = selected();
    const url = `https://pictures.example.com/${fresh("p")}.${oneOf(["png", "mp4", "flv"])}`;
    if (item.kind === "logo") return enter("logo.Url", url);
    const layer = freeLayer();
    oneOf([
      () => enter("source.Url", url),
      () => enter("source.ID", fresh("camera-")),
      () => layer && enter("source.Layer", String(layer), { number: true }),
      () => enter("assumed.Shape", oneOf(Object.keys(limits.assumedSizes)), { kind: "select" }),
      () => enter("source.Type", oneOf(limits.sourceTypes), { kind: "select" }),
    ])();
  };
  const setOutput = () => {
    const select = { kind: "select" };
    oneOf([
      () => enter("video.BitRate", String(oneOf(["step", whole(0, 30_000_000)])), { number: true }),
      () => enter("video.FrameRate", String(whole(0, 80)), { number: true }),
      () => enter("video.GOP", String(whole(0, 12)), { number: true }),
      () => enter("video.Codec", oneOf(limits.codecs), select),
      () => enter("audio.BitRate", oneOf(limits.audioBitRates), { ...select, number: true }),
      () => enter("audio.ChannelLayout", oneOf(limits.channelLayouts), select),
      () => enter("callback.Url", often(0.5) ? "" : `https://calls.example.com/${fresh("c")}`),
      () => enter("push.0", `rtmp://push.example.com/live/${fresh("k")}`),
    ])();
  };

  const sceneSize = (change) => {
    const side = () => whole(limits.sceneSide.min + 290, limits.sceneSide.max);
    const size = oneOf([{ w: 1920, h: 1080 }, { w: 1080, h: 1920 }, { w: side(), h: side() }]);
    store.commit("scene size", (work) => change(work, size, limits.boxSide));
  };
  const preset = () => {
    const options = { mirror: often(0.3), gap: whole(0, 30), margin: whole(0, 60), inset: oneOf([0, 20, 30]) };
    const boxes = place(oneOf(presets), doc.scene(store.rules), often(0.5) ? {} : options);
    const all = refilled(store.work, boxes.length, limits);
    if (placeable(all).length === 0 || !fits(boxes, limits.boxSide)) return;
    store.commit("preset", () => arranged(all, boxes));
  };
  let clipboard = null;
  const withChosen = (least, most, act) => () => choose(least, most) && act();

  // Weighed by how often they are named.
  const edits = {
    move: () => gesture(null),
    resize: () => gesture(oneOf(["nw", "n", "ne", "e", "se", "s", "sw", "w"])),
    nudge: withChosen(1, 3, () => acts.run("nudge", whole(-40, 40), whole(-40, 40))),
    grow: withChosen(1, 3, () => acts.run("grow", ...(often(0.5) ? [whole(-99, 99), 0] : [0, whole(-99, 99)]))),
    order: withChosen(1, 3, () => acts.run(oneOf(["forward", "back", "toFront", "toBack"]))),
    addSource: () => acts.run("addSource", often(0.5) ? "" : `https://pictures.example.com/${fresh("a")}.jpg`),
    addLogo: () => acts.run("addLogo", `https://pictures.example.com/${fresh("l")}.png`),
    remove: withChosen(1, 2, () => acts.run("remove")),
    duplicate: withChosen(1, 2, () => acts.run("duplicate")),
    copy: withChosen(1, 3, () => {
      clipboard = JSON.parse(JSON.stringify(acts.run("copied")));
    }),
    paste: () => clipboard?.length > 0 && acts.run("paste", clipboard),
    align: withChosen(1, 4, () =>
      acts.run(`align${oneOf(["Left", "Centre", "Right", "Top", "Middle", "Bottom"])}`),
    ),
    distribute: withChosen(3, 6, () => acts.run(oneOf(["distributeX", "distributeY"]))),
    size: withChosen(1, 3, () => acts.run(oneOf(["fitScene", "fitSource", "sameSize"]))),
    shape: withChosen(1, 3, () =>
      acts.run("shape", oneOf(["16:9", "4:3", "1:1", "9:16"])),
    ),
    swap: withChosen(2, 2, () => acts.run("swap")),
    mirror: withChosen(1, 3, () => acts.run(oneOf(["mirrorX", "mirrorY"]))),
    lock: withChosen(1, 2, () => acts.run("lock")),
    copyGeometry: withChosen(1, 3, () => acts.run("copyGeometry")),
    pasteGeometry: withChosen(1, 3, () => acts.run("pasteGeometry")),
    preset,
    scaleScene: () => sceneSize(scaledScene),
    keepPixels: () => keeps && sceneSize(resizedScene),
    hide: withChosen(1, 1, () => acts.run("hide")),
    bringBack: () => {
      const kept = parkedOf(store.state).length;
      if (kept > 0) acts.run("bringBack", whole(0, kept - 1));
    },
    typeNumber,
    typeText,
    output: setOutput,
    undoSome: () => {
      for (let n = whole(1, 4); n > 0; n -= 1) acts.run("undo");
      for (let n = whole(0, 5); n > 0; n -= 1) acts.run("redo");
    },
  };
  const kinds = Object.keys(edits);
  const weighed = [...kinds, ..."move resize resize nudge typeNumber addSource bringBack".split(" ")];

  const text = () => `${JSON.stringify(store.rules)}\n${JSON.stringify(savedStateOf(store.work))}`;
  const faults = [];
  const boundaries = [text()]; // the texts between the steps of the history
  const trace = [{ kind: "start", after: boundaries[0] }];
  const changes = Object.fromEntries(kinds.map((kind) => [kind, 0]));

  for (let edit = 0; edit < count; edit += 1) {
    const kind = oneOf(weighed);
    ratio.on = often(0.3);
    snap.on = often(0.7);
    grid.on = often(0.3);
    clock += oneOf([20, 600, 4000]);
    const before = text();
    const depthBefore = store.depth;
    edits[kind]();
    const after = text();
    const fault = (what) => faults.push(`edit ${edit}, ${kind}: ${what}`);
    if (store.live) fault("a gesture is left open");
    if (after !== before) changes[kind] += 1;
    const { depth } = store;
    // Undone, redone, joined with the step before into nothing, or nothing at all.
    const isOld = kind === "undoSome" || depth < depthBefore || after === before;
    if (isOld && boundaries[depth] !== after) fault("the history holds another document");
    if (kind !== "undoSome" && after !== before) boundaries.splice(depth, Infinity, after);
    if (store.depth > 0 && boundaries[store.depth - 1] === after) fault("left an empty step");
    trace.push({ kind, after });
  }

  /** All the way to an end of the history, comparing at every boundary. */
  const walkAll = (way) => {
    while (store[way]() !== null) {
      if (text() !== boundaries[store.depth]) faults.push(`${way} at ${store.depth}`);
    }
  };
  walkAll("redo");
  const last = text();
  const steps = store.depth;
  walkAll("undo");
  if (store.depth !== 0 || text() !== trace[0].after) faults.push("undone is not the first");
  walkAll("redo");
  if (store.depth !== steps || text() !== last) faults.push("redone is not the last");
  const empty = boundaries.slice(0, -1).filter((one, at) => one === boundaries[at + 1]).length;
  root.remove();
  return JSON.stringify({ faults, trace, changes, steps, empty, last, said });
};
