"""The runs of a paragraph → its lines, each in stretches with their page; text boxes and notes that hang on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.sources.word_fields import Fields, is_silent_code
from ingest.sources.word_lines import Pieces
from ingest.sources.word_styles import Styles
from ingest.sources.word_symbols import equation, raised, symbol, without_private
from ingest.sources.word_xml import SDT, Element, M, W, child, is_on, text_boxes, unwrapped, value

GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"


@dataclass(slots=True)
class Pages:
    """Which page is being read. Breaks are counted only where the program that saved the file noted them."""

    is_known: bool
    at: int = 1
    is_fresh: bool = True  # nothing stands on the page yet: a noted break that comes now was counted as a typed one

    @property
    def page(self) -> int | None:
        """The page of what is written now; None where the file does not know its pages."""
        return self.at if self.is_known else None

    def typed_break(self) -> None:
        """The writer's own page break."""
        self.at += 1
        self.is_fresh = True

    def noted_break(self) -> None:
        """A break that the program noted."""
        if not self.is_fresh:
            self.at += 1
        self.is_fresh = False


@dataclass(slots=True)
class Runs:
    """What the runs of one paragraph hold."""

    lines: list[Pieces] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    in_contents: bool = False  # some of its text belongs to a contents page

    def say(self, text: str, page: int | None) -> None:
        """Text on the line that is open."""
        line = self.lines[-1]
        if line and line[-1][1] == page:
            line[-1] = (line[-1][0] + text, page)
        elif text:
            line.append((text, page))

    def part(self) -> None:
        """Open another line."""
        self.lines.append([])


@dataclass(slots=True)
class RunReader:
    """Reads runs; fields and pages go on from paragraph to paragraph."""

    styles: Styles
    pages: Pages
    fields: Fields = field(default_factory=Fields)
    pictures: int = 0
    objects: int = 0  # sheets, charts, diagrams: what they say stands in parts of their own

    def read(self, parent: Element, runs: Runs, *, is_hidden: bool) -> None:
        """All that a reader sees inside a paragraph, or inside one of its links and simple fields."""
        for element in unwrapped(parent):
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, runs, is_hidden=is_hidden)
            elif tag == f"{W}fldSimple":
                words = (element.get(f"{W}instr") or "").split(maxsplit=1)
                if not (words and is_silent_code(words[0].upper())):
                    self.read(element, runs, is_hidden=is_hidden)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                runs.say(equation(element), self.pages.page)

    def _run(self, run: Element, runs: Runs, *, is_hidden: bool) -> None:
        properties = child(run, "rPr")
        hidden = self._hides(properties, is_hidden=is_hidden)
        change = _changer(properties)
        has_own_sign = False
        for element in unwrapped(run):
            name = element.tag.removeprefix(W)
            if name in MARKS:
                MARKS[name](self, element, runs)
                has_own_sign = has_own_sign or element.get(f"{W}customMarkFollows") in ("1", "true", "on")
            elif hidden or self.fields.is_silent or has_own_sign:
                continue
            elif name == "t":
                runs.say(change(element.text or ""), self.pages.page)
                self.pages.is_fresh = False
                runs.in_contents = runs.in_contents or self.fields.in_contents
            elif name in SHOWN:
                runs.say(SHOWN[name](element), self.pages.page)
            elif name in ("br", "cr"):
                self._break(element, runs)
            elif name == "ruby":  # a word with its reading over it
                base = child(element, "rubyBase")
                if base is not None:
                    self.read(base, runs, is_hidden=False)

    def _hides(self, properties: Element | None, *, is_hidden: bool) -> bool:
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        named = value(properties, "rStyle")
        if is_hidden or named is None:
            return is_hidden
        style = self.styles.character(named)
        return style.is_hidden or (style.is_prompt and _is_unwritten(properties))

    def _break(self, element: Element, runs: Runs) -> None:
        if element.get(f"{W}type") == "page":
            self.pages.typed_break()
        runs.part()

    def _field_mark(self, element: Element, runs: Runs) -> None:
        runs.say(self.fields.mark(element.get(f"{W}fldCharType")), self.pages.page)

    def _code(self, element: Element, runs: Runs) -> None:
        self.fields.code(element.text or "")

    def _noted_break(self, element: Element, runs: Runs) -> None:
        self.pages.noted_break()

    def _footnote(self, element: Element, runs: Runs) -> None:
        runs.footnotes.append(element.get(f"{W}id") or "")

    def _endnote(self, element: Element, runs: Runs) -> None:
        runs.endnotes.append(element.get(f"{W}id") or "")

    def _drawing(self, element: Element, runs: Runs) -> None:
        self.pages.is_fresh = False
        boxes = list(text_boxes(element))
        runs.boxes += boxes
        if _is_object(element):
            self.objects += 1
        elif not boxes:
            self.pictures += 1


# What is heeded even where text is hidden, and what is shown for things that are no letters.
MARKS: dict[str, Callable[[RunReader, Element, Runs], None]] = {
    "fldChar": RunReader._field_mark,
    "instrText": RunReader._code,
    "lastRenderedPageBreak": RunReader._noted_break,
    "footnoteReference": RunReader._footnote,
    "endnoteReference": RunReader._endnote,
    "drawing": RunReader._drawing,
    "pict": RunReader._drawing,
    "object": RunReader._drawing,
}
SHOWN: dict[str, Callable[[Element], str]] = {
    "tab": lambda element: "\t",
    "ptab": lambda element: "\t",
    "noBreakHyphen": lambda element: "-",
    "sym": lambda element: symbol(element.get(f"{W}font") or "", element.get(f"{W}char") or ""),
}


def _is_object(element: Element) -> bool:
    """Whether a drawing shows a chart, a diagram, or a document of another program that is no equation."""
    shown = next(element.iter(GRAPHIC, OLE_OBJECT), None)
    if shown is None:
        return False
    if shown.tag == GRAPHIC:
        return (shown.get("uri") or "").endswith(("/chart", "/diagram"))
    return not (shown.get("ProgID") or "").startswith("Equation")


def _is_unwritten(properties: Element) -> bool:
    """Whether a run stands in a content control that nobody has written in."""
    return any(is_on(control, "sdtPr", "showingPlcHdr") for control in properties.iterancestors(SDT))


def _changer(properties: Element | None) -> Callable[[str], str]:
    """What happens to the letters of a run: most stay as they are."""
    if properties is None:
        return without_font
    fonts = child(properties, "rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    is_raised = value(properties, "vertAlign") == "superscript"
    return lambda text: without_private(raised(text) if is_raised else text, font)


def without_font(text: str) -> str:
    """The letters of a run that says nothing of its font."""
    return without_private(text, "")
