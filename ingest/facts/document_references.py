"""A document → what it says of other documents: by which it was made, which it issues, changes or puts an end to.

In: a document's structure and its file's name. Out: `Reference`s in reading order, the sentence that says it as their
place; also what the document says of its own text (a draft, a revised text). What the titles mean among all documents
is found in `graph.resolve.document_links`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.lexicon.wordings import wordings
from graph.records import BlockKind, Document, DocumentLinkKind, Reference, Structure
from graph.resolve.titles import Mark, forms_of, unmarked
from graph.writing.foldings import fold_document_title
from graph.writing.sentence_ends import STORED, STORED_TASK
from ingest.form.guessed_titles import name_of_file
from ingest.form.lines import Line, split_lines

any_of = wordings("documents").any_of

TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》){2,120}?)》")
NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,12})[〔\[(【〈﹝（]\s*(?P<year>(?:19|20)\d\d)\s*[〕\])】〉﹞）]\s*第?\s*(?P<no>\d{1,4})\s*号"
)
IN_BRACKETS = re.compile(rf"\s*[(（]\s*{NUMBER.pattern}[^()（）]{{0,12}}[)）]")
BETWEEN = re.compile(r"(?:\s|[、,，和与及]|以及|[(（][^()（）]{0,40}[)）]|等|精神|有关|文件|要求)*")
SIGN = re.compile(rf"[《》{STORED}\n]")  # ends a sentence, or opens or closes a title
HEAD = 1500  # characters of a document in which it says by what it was made
LONGEST_SENTENCE = 200  # characters quoted of it
NEAR = 60  # … of a longer one, before and behind the titles
CLAUSE_END = re.compile(r"[,，:：\s]")
MOST_HEAD_LINES = 8
LEADING = re.compile(f"^.*{any_of('leads_to_title')}")

GROUND_BEFORE = re.compile(rf"{any_of('ground')}(?P<between>[^。;；《》]{{0,40}})$")
CARRIED_BEFORE = re.compile(rf"(?P<verb>{any_of('carry_out')})(?P<between>[^。;；,，《》]{{0,24}})$")
BEING_MADE = re.compile(rf"{any_of('being_made')}[^。;；,，《》]{{0,12}}$")
SHORT_NAME = re.compile(any_of("short_names"))
DETAILS_AFTER = re.compile(f"[^。;；《》]{{0,16}}{any_of('details')}")
MADE_SO = re.compile(any_of("made_so"))
ENDED_AFTER = re.compile(rf"^(?:[,，\s]|{any_of('end_adverbs')})*{any_of('ended')}")
ENDS_BELOW = re.compile(
    rf"{any_of('ended')}(?:了)?(?:以下|下列|如下).{{0,14}}$|(?:以下|下列|如下).{{0,16}}{any_of('end_adverbs')}*{any_of('ended')}$"
)
LISTED = re.compile(r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*)?(?:《|[\u4e00-\u9fff]{2,20}(?:关于|《))")
KEPT = re.compile(any_of("kept_in_force"))
REPLACED_BEFORE = re.compile(f"(?<![不未]){any_of('replace')}{any_of('before_replaced')}*$")
REPLACED_AFTER = re.compile(rf"^.{{0,6}}(?:由|被|以)本[^,，。]{{1,10}}{any_of('replace')}")
PART_AFTER = re.compile(rf"^(?:\s*[(（][^()（）]*[)）])?(?:中|的|内)?{any_of('parts_of_document')}")
CHANGED_BEFORE = re.compile(rf"(?<![不未]){any_of('change')}(?:了|原|后的)?$")
CHANGED_AFTER = re.compile(
    f"^[^。;；《》]{{0,30}}?(?:进行|作出?|做出?|予以|做了|作了){any_of('how_changed')}*的?{any_of('change')}"
)
TURNED_INTO = re.compile(rf"^(?:中|的|第)[^{STORED_TASK}]{{0,80}}?{any_of('change')}为")
CHANGED_TITLE = re.compile(
    rf"{any_of('change')}[^《》]{{0,6}}《|》[^《》]{{0,8}}{any_of('change')}|的补充(?:通知|规定|意见)"
)
ISSUED_AFTER = re.compile(rf"^[^。;；《》]{{0,40}}?(?:现|予以|给予|一并)[^。;；《》]{{0,6}}?{any_of('issue')}")
ISSUED_BEFORE = re.compile(rf"(?:现|将|关于|予以){{0,2}}{any_of('issue')}(?:了|的)?$|现将$")
SOUGHT = re.compile(any_of("sought"))
IN_TITLE_CARRIED = re.compile(rf"{any_of('carry_out')}[^《》]{{0,16}}《")
IN_TITLE_MADE_OF = re.compile(
    f"》(?:的|任务|重点|主要|责任|工作)*{any_of('carried_out_in_title')}?{any_of('made_of_in_title')}"
)
GROUND_HEADING = re.compile(any_of("ground_headings"))
MADE_OF_OTHERS = ("work_report", "news")  # what these say of other documents is told, not done
DRAFT_LINE = re.compile(rf"[(（【\[]?[^。,，]{{0,16}}?{any_of('draft')}[^。,，]{{0,8}}[)）】\]]?")
DRAFT_SAID = re.compile(f"{any_of('this_document')}(?:仅)?(?:为|系|是)[^。]{{0,8}}{any_of('draft')}")


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document named in a sentence: `before` and `after` are the sentence around the row of titles it stands in."""

    title: str
    number: str | None
    before: str
    after: str
    start: int
    end: int
    in_title: bool
    in_head: bool
    under_ground: bool  # under a heading like 编制依据
    ends_below: bool  # in a list behind 废止以下文件:
    document: Document
    sentence: str


def find_references(structure: Structure) -> list[Reference]:
    """What the document says of others, each (title, number, kind) once, in reading order."""
    document = structure.document
    own = list(_of_itself(structure))
    said = [_reference(named) for named in _named(structure) if not SHORT_NAME.fullmatch(named.title)]
    found: dict[tuple[str, str | None, DocumentLinkKind], Reference] = {}
    for reference in (*own, *said):
        if reference.doc_number is None or reference.title or reference.doc_number != document.doc_number:
            found.setdefault((fold_document_title(reference.title), reference.doc_number, reference.kind), reference)
    return sorted(found.values(), key=lambda one: (one.start, one.end))  # those of one sentence as they stand in it


# ------------------------------------------------------------------------------------------- what it says of itself


def _of_itself(structure: Structure) -> Iterator[Reference]:
    """That it is a draft, or a revised text, of what its title without that mark names."""
    document = structure.document
    if document.parent_id is not None:
        return
    forms = forms_of(document.title)
    if any(form.mark is Mark.DRAFT for form in forms):
        yield _own(structure, DocumentLinkKind.DRAFT_OF, "draft-title", *_title_line(structure))
    elif line := _draft_line(structure):
        yield _own(structure, DocumentLinkKind.DRAFT_OF, "draft-head", line.start, line.end)
    elif unmarked(name_of_file(document.source))[1] is Mark.DRAFT:
        yield _own(structure, DocumentLinkKind.DRAFT_OF, "draft-file-name", document.start, document.start)
    if any(form.mark is Mark.REVISED for form in forms):
        yield _own(structure, DocumentLinkKind.ADJUSTS, "revised-title", *_title_line(structure))
    elif unmarked(name_of_file(document.source))[1] is Mark.REVISED:
        yield _own(structure, DocumentLinkKind.ADJUSTS, "revised-file-name", document.start, document.start)


def _own(structure: Structure, kind: DocumentLinkKind, rule: str, start: int, end: int) -> Reference:
    document = structure.document
    return Reference(document.source, document.id, start, end, kind, unmarked(document.title)[0], None, rule)


def _head_lines(structure: Structure) -> list[Line]:
    document = structure.document
    end = min(document.end, document.start + HEAD)
    return split_lines(structure.text[:end], document.start, end)[:MOST_HEAD_LINES]


def _title_line(structure: Structure) -> tuple[int, int]:
    """Where the title stands in the text: the first line that holds its end, else the document's first line."""
    folded = fold_document_title(structure.document.title)
    for line in _head_lines(structure):
        here = fold_document_title(line.text)
        if here and (here in folded or folded in here) and (len(here) > 4):
            return line.start, min(line.end, line.start + LONGEST_SENTENCE)
    return structure.document.start, structure.document.start


def _draft_line(structure: Structure) -> Line | None:
    """A line of the head that says nothing but that this is a draft: (征求意见稿), 此件为讨论稿."""
    for line in _head_lines(structure):
        if DRAFT_LINE.fullmatch(line.text.strip()) or (len(line.text) < 60 and DRAFT_SAID.search(line.text)):
            return line
    return None


# ------------------------------------------------------------------------------------------------------- what it names


def _named(structure: Structure) -> Iterator[NamedDocument]:
    """Each document named in running text, headings and tables, with its sentence."""
    document, text = structure.document, structure.text
    grounds = [s for s in structure.sections if GROUND_HEADING.search(s.title)]
    title = fold_document_title(document.title)
    ends_below = False
    for block in structure.blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        ends_below = ends_below and LISTED.match(text, block.start, block.end) is not None
        for first, last in _sentences(text, block.start, block.end):
            sentence = text[first:last]
            in_title = first - document.start < HEAD and fold_document_title(sentence.strip()) in title
            for row in _rows(sentence):
                before, after = sentence[: row[0].start], sentence[row[-1].end :]
                start, end = _quote(sentence, row)
                for one in row:
                    yield NamedDocument(
                        title=re.sub(r"\s+", "", one.title),
                        number=one.number,
                        before=re.sub(r"\s+", "", before),
                        after=re.sub(r"\s+", "", after),
                        start=first + start,
                        end=first + end,
                        in_title=in_title,
                        in_head=first - document.start < HEAD,
                        under_ground=any(s.start <= first < s.end for s in grounds),
                        ends_below=ends_below,
                        document=document,
                        sentence=re.sub(r"\s+", "", sentence),
                    )
            ends_below = ends_below or ENDS_BELOW.search(re.sub(r"[\s:：]+", "", sentence)) is not None


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block that may name a document; a line end inside 《…》 or before its end ends none."""
    at, depth = start, 0
    for sign in SIGN.finditer(text, start, end):
        if sign[0] in "《》":
            depth += 1 if sign[0] == "《" else -1
        elif depth <= 0 or sign[0] in STORED_TASK:
            yield at, sign.start()
            at, depth = sign.end(), 0
    yield at, end


def _quote(sentence: str, row: Sequence[_Name]) -> tuple[int, int]:
    """The stretch of the sentence to be quoted: all of it, of a long one the clauses around the titles."""
    start, end = len(sentence) - len(sentence.lstrip()), len(sentence.rstrip())
    if end - start > LONGEST_SENTENCE:
        before = [m.end() for m in CLAUSE_END.finditer(sentence, start, row[0].start)]
        after = [m.start() for m in CLAUSE_END.finditer(sentence, row[-1].end, end)]
        start = next((at for at in before if at >= row[0].start - NEAR), max(start, row[0].start - NEAR))
        end = next((at for at in reversed(after) if at <= row[-1].end + NEAR), min(end, row[-1].end + NEAR))
    return start, end


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    title: str
    number: str | None


def _rows(sentence: str) -> list[list[_Name]]:
    """The documents named, in rows: 《A》(…号)、《B》和《C》 is one."""
    names = []
    for match in TITLE.finditer(sentence):
        number = IN_BRACKETS.match(sentence, match.end())
        end = number.end() if number else match.end()
        names.append(_Name(match.start(), end, match["title"], _number(number["who"], number) if number else None))
    for match in NUMBER.finditer(sentence):
        if not any(name.start <= match.start() < name.end for name in names):
            who = LEADING.sub("", match["who"])
            start = match.end("who") - len(who)
            names.append(_Name(start, match.end(), "", _number(who, match)))
    names.sort(key=lambda name: name.start)
    rows: list[list[_Name]] = []
    for name in names:
        if rows and BETWEEN.fullmatch(sentence, rows[-1][-1].end, name.start):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _number(who: str, match: re.Match[str]) -> str:
    return f"{who}〔{match['year']}〕{int(match['no'])}号"


# ------------------------------------------------------------------------------------------------------- what it says


def _reference(named: NamedDocument) -> Reference:
    """The first rule that knows says what the document is to the one named."""
    rule, kind = next((r.__name__.strip("_").replace("_", "-"), kind) for r in RULES if (kind := r(named)))
    document = named.document
    return Reference(document.source, document.id, named.start, named.end, kind, named.title, named.number, rule)


Rule = Callable[[NamedDocument], DocumentLinkKind | None]


def _ended(named: NamedDocument) -> DocumentLinkKind | None:
    """原《…》同时废止; 替代《…》; 由本规划取代"""
    if named.document.kind in MADE_OF_OTHERS or KEPT.search(named.after) or PART_AFTER.match(named.after):
        return None
    says = (
        named.ends_below,
        ENDED_AFTER.match(named.after),
        REPLACED_BEFORE.search(named.before),
        REPLACED_AFTER.match(named.after),
    )
    return DocumentLinkKind.REPLACES if any(says) else None


def _changed(named: NamedDocument) -> DocumentLinkKind | None:
    """关于调整《…》部分指标的通知; 对《…》作如下修改; 将《…》中的…修改为"""
    if named.document.kind in MADE_OF_OTHERS:
        return None
    if named.in_title and CHANGED_TITLE.search(named.sentence):
        return DocumentLinkKind.ADJUSTS
    does = re.search(r"(?:对|将|把)[^。;；《》]{0,12}$", named.before) is not None
    if does and (CHANGED_AFTER.match(named.after) or TURNED_INTO.match(named.after)):
        return DocumentLinkKind.ADJUSTS
    decided = re.search(r"决定", named.before) and CHANGED_BEFORE.search(named.before)
    partly = PART_AFTER.match(named.after) and re.search(any_of("ended"), named.after)
    return DocumentLinkKind.ADJUSTS if decided or partly else None


def _issued(named: NamedDocument) -> DocumentLinkKind | None:
    """关于印发《…》的通知; 现将《…》印发给你们"""
    if SOUGHT.search(named.sentence) or named.document.kind in MADE_OF_OTHERS or not named.in_head:
        return None
    titled = named.in_title and ISSUED_BEFORE.search(named.before)
    told = ISSUED_AFTER.match(named.after) or re.search(r"现将$", named.before)
    return DocumentLinkKind.ISSUES if titled or told else None


def _made_of(named: NamedDocument) -> DocumentLinkKind | None:
    """根据《…》,结合我市实际,制定本方案; 《…》实施方案; what stands under 编制依据"""
    if named.under_ground:
        return DocumentLinkKind.IMPLEMENTS
    if named.in_title:
        says = IN_TITLE_CARRIED.search(named.sentence) or IN_TITLE_MADE_OF.search(named.sentence)
        return DocumentLinkKind.IMPLEMENTS if says else None
    if named.before.endswith("是") and DETAILS_AFTER.match(named.after):
        return DocumentLinkKind.IMPLEMENTS
    led = GROUND_BEFORE.search(named.before) or CARRIED_BEFORE.search(named.before)
    made = led and MADE_SO.search(named.after) and named.document.kind not in MADE_OF_OTHERS
    return DocumentLinkKind.IMPLEMENTS if made else None


def _carried_out(named: NamedDocument) -> DocumentLinkKind | None:
    """贯彻落实《…》"""
    carried = CARRIED_BEFORE.search(named.before) and not BEING_MADE.search(named.before)
    return DocumentLinkKind.IMPLEMENTS if carried else None


def _grounded(named: NamedDocument) -> DocumentLinkKind | None:
    """根据《…》要求, at the head of a notice or plan"""
    is_own = named.in_head and named.document.kind not in MADE_OF_OTHERS
    return DocumentLinkKind.IMPLEMENTS if is_own and GROUND_BEFORE.search(named.before) else None


def _cited(_: NamedDocument) -> DocumentLinkKind | None:
    """《…》, and no more is said"""
    return DocumentLinkKind.CITES


RULES: tuple[Rule, ...] = (_ended, _changed, _issued, _made_of, _carried_out, _grounded, _cited)
