"""Numbers as people type them: read in the one way they can be, or refused; never guessed."""

from __future__ import annotations

from playwright.sync_api import Page

READ = """async (cases) => {
  const { readNumber } = await import("/editor/page/numbers.js");
  return cases.map(([text, range]) => {
    const { value, fault } = readNumber(text, range);
    return value ?? fault;
  });
}"""
PIXELS = {"min": 0, "max": 1920, "whole": 1920, "unit": "px"}
RATE = {"min": 1_000_000, "max": 20_000_000, "unit": "bps"}
SECONDS = {"min": 0, "max": 86_400, "unit": "s"}
LAYER = {"min": 1, "max": 9999, "unit": ""}

PLAIN = ["1280", " 1280 ", "+1280", "1280.0", "1280,00", "１２８０"]
GROUPED = [
    *("1,280", "1.280", "1 280", "1\u00a0280", "1\u2009280", "1\u202f280"),
    *("1'280", "1’280", "1_280", "１，２８０", "１．２８０", "1,280.00", "1.280,0"),
    "\u200e1,280",
]
IN_PIXELS = ["1280px", "1280 px", "1280PX", "1,280 px", "１２８０ｐｘ"]
HALVES = ["50%", "50 %", "50.0%", "50,0 %", "50％", "５０％", "50\u00a0%", "960"]
UNREAD = [
    *("", " ", "tall", "12a", "1e3", "0x500", "1.28", "1,28", "12.7", "0,128", "1,2800"),
    *("12 80", "1,28,000", "1.280,5", "1,280.5", "1280.", ",5", "--5", "+-5", "1280 s", "50 kbit"),
    *("10²", "①", "½", "一千二百八十", "1280 px px", "5%%", "1+1", "٣٢٠", "1,280.720"),
]
RATES = {
    "8000000": 8_000_000,
    "8,000,000": 8_000_000,
    "8.000.000 bit/s": 8_000_000,
    "8 000 000 bps": 8_000_000,
    "8000k": 8_000_000,
    "8,000 kbit": 8_000_000,
    "8.000 kbit/s": 8_000_000,
    "8000 kBit/s": 8_000_000,
    "8,000.5 kbps": 8_000_500,
    "8M": 8_000_000,
    "8 Mbit/s": 8_000_000,
    "4.5 Mbit/s": 4_500_000,
    "4,5 Mbps": 4_500_000,
    "１．１ Mbit": 1_100_000,
    "8,000": "outside",
    "8000": "outside",
    "8 kB/s": "notWhole",
    "8 MB": "notWhole",
    "50%": "notWhole",
    "1.0000001 M": "notWhole",
}


def cases() -> list[tuple[str, dict[str, object], object]]:
    return [
        *((text, PIXELS, 1280) for text in [*PLAIN, *GROUPED, *IN_PIXELS]),
        *((text, PIXELS, 960) for text in HALVES),
        *((text, PIXELS, "notWhole") for text in UNREAD),
        *((text, RATE, wanted) for text, wanted in RATES.items()),
        ("33.3%", PIXELS, 639),
        ("12,500%", PIXELS, 240),
        ("1,000%", {**PIXELS, "max": 99_999}, "ambiguous"),
        ("1,000", PIXELS, 1000),
        ("1,921", PIXELS, "outside"),
        ("-5", PIXELS, "outside"),
        ("−5", {**PIXELS, "min": -9}, -5),
        ("99999999999999999999", PIXELS, "outside"),
        ("3,600 s", SECONDS, 3600),
        ("3.5", SECONDS, "notWhole"),
        ("1,234", LAYER, 1234),
        ("3 px", LAYER, "notWhole"),
        ("50%", LAYER, "notWhole"),
    ]


def test_a_number_is_read_in_the_one_way_it_can_be_or_refused(modules: Page) -> None:
    asked = [(text, limits) for text, limits, _ in cases()]
    found = modules.evaluate(READ, asked)
    wrong = {
        text: (value, wanted)
        for value, (text, _, wanted) in zip(found, cases(), strict=True)
        if value != wanted
    }
    assert not wrong


def test_two_ways_to_read_it_are_both_named(modules: Page) -> None:
    read = """async ([text, range]) => {
      const { readNumber } = await import("/editor/page/numbers.js");
      return readNumber(text, range).values;
    }"""
    found = modules.evaluate(read, ["1,000%", {**PIXELS, "max": 99_999}])
    assert found == [19_200, 19]
