"""Every string the editor's modules say.

static/editor/page/words.js fills in the `{placeholders}`.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from studio.editor.page import merging, presets
from studio.lists import colon, comma


def words() -> dict[str, str]:
    """Key → translated sentence, for the page's `words-data` block."""
    return {
        **acts(),
        **fields(),
        **stage(),
        **inspector(),
        **abouts(),
        **saving(),
        **merging.words(),
        **presets.words(),
        **locking(),
        **giving(),
        **straps(),
    }


def acts() -> dict[str, str]:
    """What the history calls its steps, and what is said about them."""
    return {
        "undo": _("Undo"),
        "redo": _("Redo"),
        "undoAct": _("Undo {act}"),
        "redoAct": _("Redo {act}"),
        "done": _("Done: {act}"),
        "undone": _("Undone: {act}"),
        "redone": _("Redone: {act}"),
        "nothingToUndo": _("Nothing to undo"),
        "nothingToRedo": _("Nothing to redo"),
        "actMove": _("move {name}"),
        "actResize": _("resize {name}"),
        "actForward": _("bring {name} forward"),
        "actBack": _("send {name} back"),
        "actRemove": _("remove {name}"),
        "actDuplicate": _("duplicate {name}"),
        "actAdd": _("add {name}"),
        "actAddLogo": _("add a logo"),
        "actBox": _("give {name} a box"),
        "actPaste": _("paste"),
        "actToFront": _("bring {name} to the front"),
        "actToBack": _("send {name} to the back"),
        "actAlign.left": _("align {name} left"),
        "actAlign.centre": _("centre {name} across"),
        "actAlign.right": _("align {name} right"),
        "actAlign.top": _("align {name} at the top"),
        "actAlign.middle": _("centre {name} up and down"),
        "actAlign.bottom": _("align {name} at the bottom"),
        "actDistribute.x": _("distribute {name} across"),
        "actDistribute.y": _("distribute {name} up and down"),
        "actFitScene": _("fill the scene with {name}"),
        "actFitSource": _("fit {name} to the source"),
        "actShape": _("set the shape of {name}"),
        "actSameSize": _("give {name} the same size"),
        "actSwap": _("swap {name}"),
        "actSwapWith": _("swap {name} with {other}"),
        "swapTitle": _("Swap {name} with"),
        "actMirror.x": _("mirror {name} left and right"),
        "actMirror.y": _("mirror {name} up and down"),
        "actCut": _("cut {name}"),
        "pasteByKey": _("Press Ctrl+V to paste"),
        "nothingToPaste": _("No item was copied yet"),
        "actPasteGeometry": _("paste the geometry to {name}"),
        "nothingChanged": _("Nothing changed"),
        "copiedItems": _("Copied {name}"),
        "geometryCopied": _("Copied the geometry of {name}"),
        "noGeometry": _("No geometry was copied yet"),
        "actAddPush": _("add a push URL"),
        "actRemovePush": _("remove a push URL"),
        "actSet": _("change {field}"),
        "actSetOf": _("change {field} of {name}"),
        "actTakeTheirs": _("take their version"),
        "actKeepMine": _("keep my version"),
        "actRecover": _("bring unsaved work back"),
        "alreadyTop": _("Already in front"),
        "alreadyBottom": _("Already at the back"),
        "sourcesFull": _("A mix has {most} sources at most."),
        "logosFull": _("A mix has {most} logos at most."),
        "pushUrlsFull": _("A mix has {most} push URLs at most."),
    }


def fields() -> dict[str, str]:
    """What the history calls the fields of the inspector."""
    return {
        "field.box.X": _("X"),
        "field.box.Y": _("Y"),
        "field.box.W": _("width"),
        "field.box.H": _("height"),
        "field.source.ID": _("id"),
        "field.source.Type": _("type"),
        "field.source.Layer": _("layer"),
        "field.source.Url": _("URL"),
        "field.assumed.Shape": _("assumed shape"),
        "field.picture.Second": _("second of the picture"),
        "field.picture.Still": _("given still"),
        "field.logo.Url": _("URL"),
        "field.video.BitRate": _("video bit rate"),
        "field.video.FrameRate": _("frame rate"),
        "field.video.GOP": _("key frame interval"),
        "field.video.Codec": _("codec"),
        "field.audio.BitRate": _("audio bit rate"),
        "field.audio.ChannelLayout": _("channels"),
        "field.audio.SampleRate": _("sample rate"),
        "field.callback.Url": _("callback"),
        "field.push": _("a push URL"),
    }


def stage() -> dict[str, str]:
    """Items, their pictures, and what is said while they move."""
    return {
        "unnamed": _("Source without id"),
        "logoNumber": _("Logo {number}"),
        "items": _("{count} items"),
        "comma": comma(),
        "colon": colon(),
        "both": _("{one}. {other}"),
        "severalOn": _("Selecting several: each click, tap or Space adds or takes out"),
        "severalOff": _("Selecting one at a time"),
        "movable.source": _("movable source"),
        "movable.logo": _("movable logo"),
        "spokenSource": _("{name}, layer {layer}, x {x}, y {y}, {w} by {h}"),
        "spokenLogo": _("{name}, logo, x {x}, y {y}, {w} by {h}"),
        "placed": _("{name}: x {x}, y {y}, {w} by {h}"),
        "cancelled": _("Taken back"),
        "nameAndLayer": _("{name} · {layer}"),
        "sceneTitle": _("Scene {w} × {h}"),
        "sceneTitleSafe": _(
            "Scene {w} × {h} · safe areas: action {action} %, graphics {graphics} %"
        ),
        "size": _("{w} × {h}"),
        "at": _("at {x}, {y}"),
        "px": _("{value} px"),
        "hintMove": _("Ctrl no snap · Esc takes it back"),
        "hintResize": _("Shift keeps ratio · Alt from centre · Ctrl no snap"),
        "hintResizeLocked": _("Shift frees ratio · Alt from centre · Ctrl no snap"),
        "snapOn": _("Snapping is on"),
        "snapOff": _("Snapping is off"),
        "snapDistance": _("Snap distance: {value} pixels on the screen"),
        "ratioOn": _("Ratio is kept"),
        "ratioOff": _("Ratio is free"),
        "safeOn": _("Safe areas are shown"),
        "safeOff": _("Safe areas are hidden"),
        "telling.covered": _("covered"),
        "telling.off": _("off the scene"),
        "telling.partlyOff": _("partly off the scene"),
        "telling.unsafe": _("outside graphics-safe"),
        "telling.undocumented": _("a codec the cloud may refuse"),
        "telling.alpha": _("alpha channel not shown"),
        "telling.hdr": _("colours are not exact: HDR"),
        "telling.colours": _("colours are not exact"),
        "telling.lying": _("some mixers show this lying on its side"),
        "telling.unturned": _("some mixers show this upside down or mirrored"),
        "itemCovered": _("{name} is covered"),
        "gridOn": _("The grid is shown; boxes snap to it"),
        "gridOff": _("The grid is hidden"),
        "rulersOn": _("Rulers are shown"),
        "rulersOff": _("Rulers are hidden"),
        "thirdsOn": _("Thirds and centre are shown"),
        "thirdsOff": _("Thirds and centre are hidden"),
        "percent": _("{percent} %"),
        "zoomed": _("Zoom {percent} %"),
        "inSight": _("In sight: x {left} to {right}, y {top} to {bottom}"),
        "noUrl": _("No URL yet"),
        "frame.pending": _("Fetching a picture…"),
        "frame.waiting": _("Waiting to be fetched…"),
        "frame.failed": _("No picture could be fetched"),
        "frame.ready": _("Loading the picture…"),
        "preview.exact": _("exact · {time}"),
        "preview.still": _("still from {time}"),
        "preview.hdr": _("colours are not exact: HDR"),
        "preview.hdrStill": _("HDR · still from {time}"),
        "preview.colours": _("colours are not exact"),
        "preview.coloursStill": _("colours not exact · still from {time}"),
        "preview.given": _("with stills you gave · {time}"),
        "preview.assumed": _("source size unknown · {time}"),
        "previewFailed": _("not drawn"),
    }


def inspector() -> dict[str, str]:
    """The list of layers and the inspector."""
    return {
        "nothingSelected": _("Nothing selected"),
        "selectedCount": _("{count} selected"),
        "selectedOne": _("{name} selected"),
        "layer": _("layer {layer}"),
        "logo": _("logo"),
        "problemCount": _("Problems: {count}"),
        "soundOfNone": _("none"),
        "noBars": _("No bars"),
        "bars": _("Bars {across} × {down} px"),
        "allUsed": _("The picture fills its box"),
        # The sign, and no directive: xgettext:no-python-format
        "unused": _("{percent} % of the box is unused"),
        "pictureSize": _("picture {w} × {h}"),
        "measured": _("{width} × {height} measured"),
        "assumed": _("{width} × {height} assumed"),
        "givenSize": _("{width} × {height} of the still"),
        "framesPerSecond": _("{value} fps"),
        "truth.exact": _("exact"),
        "truth.still": _("still from {time}"),
        "truth.hdr": _("colours are not exact: HDR"),
        "truth.hdrStill": _("HDR · still from {time}"),
        "truth.colours": _("colours are not exact"),
        "truth.coloursStill": _("colours not exact · still from {time}"),
        "truth.given": _("a still you gave"),
        "truth.assumed": _("source size unknown"),
        "square": _("square"),
        "landscape": _("landscape"),
        "portrait": _("portrait"),
        "sceneSize": _("{w} × {h} · {shape}"),
        "sceneAsk": _("Change the scene to {w} × {h}?"),
        "actScene": _("scene size {w} × {h}"),
        "megabits": _("{value} Mbit/s"),
        "kilobits": _("{value} kbit/s"),
        "hertz": _("{value} Hz"),
        "bitsPerSecond": _("{value} bit/s"),
        "held": _("Goes from {min} to {max}; set to {value}"),
        "notWhole": _("“{text}” is no whole number."),
        "outside": _("“{text}” is not from {min} to {max}."),
        "ambiguous": _("“{text}” can be {one} or {other}."),
        "pushUrlNumber": _("Push URL {number}"),
        "removePush": _("Remove push URL {number}"),
    }


def abouts() -> dict[str, str]:
    """What a problem that names no item is about."""
    return {
        "about.sources": _("Sources"),
        "about.logos": _("Logos"),
        "about.scene": _("Scene"),
        "about.push": _("Push URLs"),
        "about.video": _("Video"),
        "about.audio": _("Audio"),
        "about.callback": _("Callback"),
        "about.output": _("Output"),
    }


def saving() -> dict[str, str]:
    """The saved state, always a sentence, and the template's name."""
    return {
        "save.saved": _("Saved {time}"),
        "save.dirty": _("Not saved yet"),
        "save.saving": _("Saving…"),
        "save.offline": _("Offline: kept in this browser, trying again in {wait} s"),
        "save.failing": _("The server did not answer: kept here, trying again in {wait} s"),
        "save.away": _("The studio cannot reach its data: kept here, trying again in {wait} s"),
        "save.forbidden": _("Not saved: you may not change this template"),
        "save.gone": _("Not saved: this template is gone"),
        "save.tooBig": _("Not saved: the document is too large"),
        "save.invalid": _("Not saved: the server cannot read this document"),
        "save.refused": _("Not saved: {message}"),
        "save.signedOut": _("Not saved: you are signed out"),
        "save.otherPerson": _("Not saved: signed in as {name} now"),
        "save.stale": _("Not saved: this page must be reloaded"),
        "save.conflict": _("Not saved: changed elsewhere"),
        "unsaved.signedOut": _(
            "You are signed out. Your work is kept in this browser, and saved from here once you "
            "are signed in again."
        ),
        "unsaved.otherPerson": _(
            "{name} is signed in in this browser now. The work here is not theirs: it is kept, and "
            "saved once you are signed in again as before."
        ),
        "unsaved.stale": _(
            "What this page sends is not accepted any more. Your work is kept in this browser, and "
            "offered when the page is loaded again."
        ),
        "unsaved.gone": _(
            "This template was deleted, or you may not see it any more. Your work is kept in this "
            "browser; saved as a copy it goes on there."
        ),
        "unsaved.copyFailed": _(
            "The copy could not be saved. Your work is kept in this browser; try again."
        ),
        "unsaved.forbidden": _(
            "You may not change this template any more. Your work is kept in this browser, and "
            "saved once you may."
        ),
        "notOpened.silent": _("There was no answer. Is this computer online?"),
        "notOpened.failed": _("The server answered with error {status}."),
        "notOpened.other": _("Something else came instead. You may be signed out."),
        "notTaken": _("First mend what can’t be taken, or take it back with Esc. {problem}"),
        "notSavedYet": _("That needs the saved state, and it could not be saved."),
        "renamed": _("Renamed to {name}"),
        "renameFailed": _("The name could not be changed."),
        "recovery": _("Work of {time} was kept in this browser but never saved."),
        "recoveryOld": _(
            "Work of {time} was kept in this browser but never saved. "
            "The template has changed since."
        ),
    }


def locking() -> dict[str, str]:
    """Locks: what is done to them, and what they refuse."""
    return {
        "lock": _("Lock {name}"),
        "unlock": _("Unlock {name}"),
        "actLock": _("lock {name}"),
        "actUnlock": _("unlock {name}"),
        "lockedShort": _("locked"),
        "lockIt": _("Lock"),
        "unlockIt": _("Unlock"),
        "locked": _("{name} is locked; unlock it or type its numbers"),
        "lockedSeveral": _("{name} are locked; unlock them or type their numbers"),
        "lockedRemove": _("{name} is locked; unlock it to remove it"),
        "lockedRemoveSeveral": _("{name} are locked; unlock them to remove them"),
        "lockedStay": _("{name} is locked and stays"),
        "lockedStaySeveral": _("{name} are locked and stay"),
        "presetLocked": _("All sources are locked; unlock one to place it"),
        "presetDoneLocked": _("Preset {name}: sources placed: {count}; those that are locked stay"),
    }


def giving() -> dict[str, str]:
    """Pictures that a person gives."""
    return {
        "actGive": _("give {name} a still"),
        "actTakeAway": _("take the still of {name} away"),
        "actUpload": _("upload a picture for {name}"),
        "uploading": _("Uploading the picture…"),
        "uploadingPart": _("Uploading the picture: {percent} %"),
        "uploadTooLarge": _("A picture that is uploaded has {most} MiB at most."),
        "uploadFailed": _("The picture could not be uploaded. Try again."),
        "givenStill": _("This is a still you gave. It is shown here alone and never sent."),
    }


def straps() -> dict[str, str]:
    """Words drawn as logos."""
    return {
        "actAddStrap": _("add the strap {name}"),
        "actWrite": _("write the strap {name}"),
        "strapFailed": _("The strap could not be drawn. Try again."),
        "strapGone": _("The strap was removed meanwhile; what was written is not used."),
    }
