"""What keyboards type, and how a person presses a stroke on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import CDPSession

DIGITS = [f"Digit{digit}" for digit in "1234567890"]
# In the order in which the rows below are written.
CODES = [
    *DIGITS,
    *("Minus", "Equal"),
    *(f"Key{letter}" for letter in "QWERTYUIOP"),
    *("BracketLeft", "BracketRight"),
    *(f"Key{letter}" for letter in "ASDFGHJKL"),
    *("Semicolon", "Quote"),
    *(f"Key{letter}" for letter in "ZXCVBNM"),
    *("Comma", "Period", "Slash"),
]
DEAD = "†"
US = (
    "1234567890-= qwertyuiop[] asdfghjkl;' zxcvbnm,./",
    '!@#$%^&*()_+ QWERTYUIOP{} ASDFGHJKL:" ZXCVBNM<>?',
)
# Without Shift and with it.
ROWS = {
    "US": US,
    "Russian": (
        "1234567890-= йцукенгшщзхъ фывапролджэ ячсмитьбю.",
        '!"№;%:?*()_+ ЙЦУКЕНГШЩЗХЪ ФЫВАПРОЛДЖЭ ЯЧСМИТЬБЮ,',
    ),
    "Greek": (
        "1234567890-= ;ςερτυθιοπ[] ασδφγηξκλ†' ζχψωβνμ,./",
        '!@#$%^&*()_+ :†ΕΡΤΥΘΙΟΠ{} ΑΣΔΦΓΗΞΚΛ†" ΖΧΨΩΒΝΜ<>?',
    ),
    "Hebrew": (
        "1234567890-= /'קראטוןםפ][ שדגכעיחלךף, זסבהנמצתץ.",
        '!@#$%^&*)(_+ QWERTYUIOP}{ ASDFGHJKL:" ZXCVBNM><?',
    ),
    "Chinese": (
        "1234567890-= qwertyuiop【】 asdfghjkl；‘ zxcvbnm，。、",
        "！＠＃￥％…＆＊（）—＋ QWERTYUIOP「」 ASDFGHJKL：“ ZXCVBNM《》？",
    ),
    "AZERTY": (
        "&é\"'(-è_çà)= azertyuiop†$ qsdfghjklmù wxcvbn,;:!",
        "1234567890°+ AZERTYUIOP†£ QSDFGHJKLM% WXCVBN?./§",
    ),
    "QWERTZ": (
        "1234567890ß† qwertzuiopü+ asdfghjklöä yxcvbnm,.-",
        '!"§$%&/()=?† QWERTZUIOPÜ* ASDFGHJKLÖÄ YXCVBNM;:_',
    ),
    "Dvorak": (
        "1234567890[] ',.pyfgcrl/= aoeuidhtns- ;qjkxbmwvz",
        '!@#$%^&*(){} "<>PYFGCRL?+ AOEUIDHTNS_ :QJKXBMWVZ',
    ),
}
WITH_ALTGR = {
    "AZERTY": {"Digit4": "{", "Digit5": "[", "Minus": "]", "Equal": "}"},
    "QWERTZ": {"Digit7": "{", "Digit8": "[", "Digit9": "]", "Digit0": "}"},
}
MODIFIERS = {"Alt": 1, "Ctrl": 2, "Meta": 4, "Shift": 8}
NAMED = {"Del": "Delete", "Esc": "Escape", "Space": " "}


@dataclass(frozen=True)
class Press:
    key: str
    code: str
    held: frozenset[str] = frozenset()

    @property
    def virtual(self) -> int:
        """What a system tells of it beside: the Latin letter that it types, else that of its place,
        by which a browser cuts, copies and pastes; 0 of no letter.
        """
        place = self.code.removeprefix("Key")
        is_latin = len(self.key) == 1 and self.key.isascii() and self.key.isalpha()
        letter = self.key.upper() if is_latin else place
        return ord(letter) if len(letter) == 1 else 0

    def send(self, session: CDPSession) -> None:
        """As the browser gets it of a keyboard: its events are trusted."""
        modifiers = sum(MODIFIERS.get(name, 0) for name in self.held)
        event = {"key": self.key, "code": self.code, "modifiers": modifiers}
        event["windowsVirtualKeyCode"] = self.virtual
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def _typed(layout: str) -> Iterator[Press]:
    """Every sign that the keyboard types, with the keys that it is typed by."""
    for rows, held in zip(ROWS[layout], (frozenset[str](), frozenset({"Shift"})), strict=True):
        for code, sign in zip(CODES, rows.replace(" ", ""), strict=True):
            yield Press("Dead" if sign == DEAD else sign, code, held)
    for code, sign in WITH_ALTGR.get(layout, {}).items():
        yield Press(sign, code, frozenset({"AltGr"}))


def _of_place(press: Press) -> bool:
    """Whether the digit's place counts, whatever sign stands there."""
    shifted = press.held == {"Shift"} and press.code in ("Digit0", "Digit1", "Digit2")
    return shifted or (not press.held and press.code in DIGITS)


def presses(layout: str, stroke: str) -> list[Press]:
    """Every way to press it: by what the keyboard types, else by the place it has on a US one."""
    *held, key = stroke.replace("Shift+[", "{").replace("Shift+]", "}").rsplit("+", 1)
    if stroke in ("+", "="):
        held, key = [], stroke
    names = frozenset("+".join(held).split("+")) - {""}
    if len(key) > 1:
        return [Press(NAMED.get(key, key), key)]
    every = list(_typed(layout))
    if key.isdigit():
        return [one for one in every if one.code == f"Digit{key}" and one.held == names & {"Shift"}]
    wanted = key.lower() if key.isalpha() else key
    by_sign = [one for one in every if one.key == wanted and not _of_place(one)]
    places = [one for one in _typed("US") if one.key == wanted]
    by_place = [
        one for one in every if (one.code, one.held) in {(at.code, at.held) for at in places}
    ]
    return [
        Press(one.key.upper() if "Shift" in names else one.key, one.code, one.held | names)
        for one in by_sign or by_place
    ]
