"""Public bodies that lead or are responsible: a document's structure goes in, Department mentions come out.

In a clause that says who leads (graph/lexicon/lead_clauses.py) every entry of the list is a body unless it is generic
(各县市区人民政府, 有关部门). In running text a body is found by its make: a level or place (市, 省委, 怀化市), what
it is in charge of (工业和信息化) and a suffix (局), or by a name in lexicon/gazetteers/departments.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.lexicon.divisions import GAZETTEERS, Divisions
from graph.lexicon.lead_clauses import DUTY_HEADER, Clause, find_clauses, split_units
from graph.lexicon.wordings import wordings
from graph.records import EntityType, Mention, Structure
from ingest.form.column_kinds import known_header
from ingest.form.reading import Reading
from ingest.rules import Example, Rule, rule

any_of = wordings("names").any_of

JOINS = ("、", ",", "和", "及")  # of a list
LEVEL = r"(?:自治区|自治州|自治县|地区|[省市县区州盟旗])"
MAX_NAME = 34  # characters; 国家金融监督管理总局莱芜监管分局 has 16, an office of a leading group up to 30
NOT_A_BODY = re.compile(
    rf"[:;!?“”《》0-9%]|{any_of('not_body_ends')}$"
    r"|^(?:的|并|由|其|以|可|能|不|按|将|把|对|在|为)"
)
GOVERNMENT = re.compile(r"(?:人民)?政府$")
NAMELESS_GOVERNMENT = re.compile(
    r"^(?:(?:区市)?县|[市县区]{2,}|乡镇|镇|街道)?(?:[(〔].*[)〕])*(?:[市县区]{2,}|区)?(?:人民)?政府$"
)
MEMBERS = re.compile(r"(?:各|相关|有关)*成员单位$")
WHOLE = re.compile(rf"{any_of('whole_bodies')}$")


@dataclass(frozen=True, slots=True)
class DepartmentWords:
    """The gazetteer, kind by kind, and the pattern of running text made from it."""

    generic: re.Pattern[str]
    titled: re.Pattern[str]
    unlevelled: re.Pattern[str]
    bare: re.Pattern[str]
    local: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls, path: Path = GAZETTEERS / "departments.tsv") -> DepartmentWords:
        """Read the gazetteer: a kind and its words a line."""
        words: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, _, names = line.partition("\t")
                words.setdefault(kind, []).extend(names.split())
        charge = (
            rf"(?:{either(words['field'])})(?:[和与]?(?:{either(words['field'])})){{0,4}}(?:{either(words['suffix'])})"
        )
        core = rf"(?:政府)?(?:{either(words['body'])}|{charge}|国有资产监督管理委员会)"
        party = rf"委(?:{either(words['party'])})"
        whole = rf"(?:{either(words['national'] + words['levelled'])})"
        # A suffix that goes on (教育局长, 公安局域网, 市委办公室主任, 城市管理办法) ends no name.
        end = r"(?![长域部面势限员门]|公[室益]|主任|副|公厅|(?<=办)[法学理])"
        return cls(
            generic=re.compile(rf"^(?:{either(words['generic'])})"),
            titled=re.compile(rf"(?<![各全地城都省])(?P<level>{LEVEL})(?:{party}|{core}){end}"),
            unlevelled=re.compile(rf"{whole}{end}"),
            bare=re.compile(rf"(?:{charge}|{either(words['body'])}){end}"),
            local=re.compile(
                rf"(?:{either(words['head'])})(?P<place>[\u4e00-\u9fff]{{2,6}}?)(?:{either(words['branch'])})"
                rf"|(?:{either(words['local'])})"
            ),
        )


def either(words: Iterable[str]) -> str:
    """A choice of words, longest first, so that the longest is taken."""
    return "|".join(re.escape(word) for word in sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Found:
    """A body at its place in the reading, with its full name and the rule that found it."""

    start: int
    end: int
    name: str
    rule: Rule


def find_departments(structure: Structure) -> list[Mention]:
    """Every public body named in the document, in order of place, none inside another."""
    reading = Reading.of(structure)
    clauses = find_clauses(reading.text)
    found = list(cell_units(structure, reading))
    for finder in (clause_units, joint_bodies, titled_bodies, local_bodies, national_bodies):
        taken = sorted((f.start, f.end) for f in found)
        found += [f for f in finder(reading.text, clauses) if is_free(f, taken)]
    found.sort(key=lambda f: f.start)
    return [mention_of(structure, reading, f) for f in found]


def is_free(found: Found, taken: list[tuple[int, int]]) -> bool:
    """Whether it overlaps none of the places, which are in order and do not overlap."""
    at = bisect_left(taken, (found.end, 0))
    return at == 0 or taken[at - 1][1] <= found.start


DEPARTMENT_OF_CLAUSE = {
    "bracket": rule(
        "department:bracket-clause",
        EntityType.DEPARTMENT,
        says="each body that a clause in brackets says leads or is responsible",
        example=Example("建设陆港。(市商务局牵头,国网怀化供电分公司等负责)", "市商务局|国网怀化供电分公司"),
        counter=Example("建设陆港。(各县市区人民政府、相关市直部门等负责)"),
    ),
    "line": rule(
        "department:line-clause",
        EntityType.DEPARTMENT,
        says="each body behind 责任单位: at the beginning of a line",
        example=Example("扩大生产。\n责任单位:省工信厅、财政厅。", "省工信厅|省财政厅"),
        counter=Example("扩大生产。\n责任单位:各市、县(区)人民政府。"),
    ),
    "sentence": rule(
        "department:sentence-clause",
        EntityType.DEPARTMENT,
        says="each body between 由 and 牵头 or 负责 in a sentence, or before them where a clause begins",
        example=Example("考核由市农牧业局牵头组织。", "市农牧业局"),
        counter=Example("联盟由龙头企业牵头组建。"),
    ),
    "bodies": rule(
        "department:bodies-alone",
        EntityType.DEPARTMENT,
        says="each body in brackets behind a full stop that hold bodies alone",
        example=Example("扩大生产。(市农牧业局、财政局)", "市农牧业局|市财政局"),
        counter=Example("扩大生产。(全市农业、财政)"),
    ),
}


def clause_units(text: str, clauses: list[Clause]) -> Iterator[Found]:
    """“(市科技局、人力资源社会保障局牵头…)”: each entry, the level carried on to entries that lack it."""
    for clause in clauses:
        for part in clause.parts:
            level, is_generic = "", False
            for start, end in part.units:
                unit = unit_at(text, start, end, is_sentence=clause.kind in ("sentence", "bodies"))
                # “有关区、市政府” are all of them, “崂山区政府、市政府” is the city's own.
                if unit is None or (is_generic and re.fullmatch(LEVEL, GOVERNMENT.sub("", text[slice(*unit)]))):
                    is_generic = True
                    continue
                is_generic = False
                start, end = unit
                name = text[start:end].replace("\n", "")
                own = re.match(LEVEL, name)
                if own:
                    level = own[0]
                elif level and is_bare(name):
                    name = level + name
                elif not is_bare(name):
                    level = ""
                yield Found(start, end, name, DEPARTMENT_OF_CLAUSE[clause.kind])


DEPARTMENT_COLUMN = rule(
    "department:table-column",
    EntityType.DEPARTMENT,
    says="each body in a column 牵头单位 or 责任单位",
    example=Example("建设陆港|市商务局、芷江机场", "市商务局|芷江机场", header="重点任务|责任单位"),
    counter=Example("建设陆港|有关部门、市商务局", "有关部门", header="重点任务|责任单位"),
)


def cell_units(structure: Structure, reading: Reading) -> Iterator[Found]:
    """The entries of a table's column 责任单位."""
    cells = ((table, cell) for table in structure.tables for row in table.rows for cell in row.cells)
    for table, cell in cells:
        if not DUTY_HEADER.search(known_header(table, cell)):
            continue
        for start, end in split_units(reading.text, reading.index(cell.start), reading.index(cell.end)):
            if unit := unit_at(reading.text, start, end, is_sentence=False):
                yield Found(*unit, reading.text[unit[0] : unit[1]].replace("\n", ""), DEPARTMENT_COLUMN)


def unit_at(text: str, start: int, end: int, *, is_sentence: bool) -> tuple[int, int] | None:
    """The place of the body an entry names; None for 各县市区人民政府, 有关部门 and what is no body."""
    words = DepartmentWords.load()
    members = MEMBERS.search(text[start:end])
    end = start + members.start() if members else end
    name = text[start:end].replace("\n", "")
    if not 2 < len(name) <= MAX_NAME and not is_bare(name):
        return None
    if words.generic.search(name) or NOT_A_BODY.search(name) or NAMELESS_GOVERNMENT.search(name):
        return None
    if is_sentence and not (words.titled.match(name) or GOVERNMENT.search(name) or WHOLE.search(name) or is_bare(name)):
        return None
    return start, end


def is_bare(name: str) -> bool:
    """Whether a name is only charge and suffix (财政厅), so that a level of the list stands before it."""
    match = DepartmentWords.load().bare.match(name)
    return match is not None and match.end() == len(name)


LEVEL_AND_CHARGE = rule(
    "department:level-and-charge",
    EntityType.DEPARTMENT,
    says="a level or an area, what the body is in charge of, and a suffix",
    example=Example("争取省财政厅支持,配合怀化市工业和信息化局", "省财政厅|怀化市工业和信息化局"),
    counter=Example("出台《怀化市城市管理办法》,教育局长出席"),
)
LIST_GOES_ON = rule(
    "department:list-goes-on",
    EntityType.DEPARTMENT,
    says="a body without a level in a list behind one that has it",
    example=Example("与市科技局、财政局会商,", "市财政局"),
    counter=Example("与市科技局、财政部门会商,"),
)


def titled_bodies(text: str, clauses: list[Clause]) -> Iterator[Found]:
    """“市发展改革委”, “怀化市工业和信息化局”, “省委组织部”, and “、财政局” in a list after it."""
    words = DepartmentWords.load()
    divisions = Divisions.load()
    for match in words.titled.finditer(text):
        start = placed(divisions, text, match.start(), match.end("level"))
        yield Found(start, match.end(), text[start : match.end()], LEVEL_AND_CHARGE)
        at = match.end()
        while text.startswith(JOINS, at) and (following := words.bare.match(text, at + 1)):
            yield Found(at + 1, following.end(), match["level"] + following.group(), LIST_GOES_ON)
            at = following.end()


def placed(divisions: Divisions, text: str, start: int, end: int) -> int:
    """Where the division begins whose last character is the level: 怀|化市 before 发展改革委."""
    for length in range(11, 1, -1):
        if end - length >= 0 and divisions.called(text[end - length : end]):
            return end - length
    return start


JOINT_BODY = rule(
    "department:joint-body",
    EntityType.DEPARTMENT,
    says="the headquarters, leading group or joint meeting of a level, an area or a zone's office, for one task",
    example=Example(
        "由省推进陆港建设工作领导小组办公室统筹,报怀化市疫情防控指挥部。",
        "省推进陆港建设工作领导小组办公室|怀化市疫情防控指挥部",
    ),
    counter=Example("全市成立领导小组,各县建立联席会议。"),
)
# what a body does, or how it is made, stands in no name of it
IN_JOINT_NAME = rf"(?:(?!{any_of('not_in_joint_names')}|[、,。;:()\n由与各])[^\n]){{2,32}}?"
JOINT_HEAD = r"(?:(?:领导|协调|工作|专项|推进)小组|(?<!城市)协调组|指挥部|联席会议)(?:办公室)?(?![成长人组])"
BEFORE_JOINT = re.compile(
    r"(?:[,。;:、()“”《》\n]|[由经对向在和及至报请为是按据照到的于]"
    rf"|{any_of('before_joint_bodies')})$|^$"
)
JOINT = re.compile(
    rf"(?:(?P<level>国家|(?:党)?中央|国务院|{LEVEL})(?![级直属域内外场长])"
    rf"|(?P<zone>[\u4e00-\u9fff]{{2,14}}(?:区|园|港|城)管委会)){IN_JOINT_NAME}{JOINT_HEAD}"
)


def joint_bodies(text: str, clauses: list[Clause]) -> Iterator[Found]:
    """“省防汛抗旱指挥部”, “怀化市实施“六仗”行动领导小组”, “高新区管委会疫情防控指挥部”: one task's own body."""
    divisions, at = Divisions.load(), 0
    while match := JOINT.search(text, at):
        start = placed(divisions, text, match.start(), match.end("level")) if match["level"] else match.start()
        if start < match.start() or BEFORE_JOINT.search(text, max(0, start - 2), start):
            yield Found(start, match.end(), text[start : match.end()], JOINT_BODY)
            at = match.end()
        else:
            at = match.start() + 1


LOCAL_OFFICE = rule(
    "department:local-office",
    EntityType.DEPARTMENT,
    says="a place and the office there of a body that has one everywhere",
    example=Example("协调怀化海关、人民银行怀化市中心支行,", "怀化海关|人民银行怀化市中心支行"),
    counter=Example("提高海关通关效率,"),
)


def local_bodies(text: str, clauses: list[Clause]) -> Iterator[Found]:
    """“怀化海关”, “人民银行怀化市中心支行”, “国网怀化供电分公司”: a place and the office there."""
    divisions = Divisions.load()
    for match in DepartmentWords.load().local.finditer(text):
        if match["place"]:
            if divisions.called(match["place"].rstrip("市县省")) or divisions.called(match["place"]):
                yield Found(match.start(), match.end(), match[0], LOCAL_OFFICE)
            continue
        start = placed(divisions, text, match.start(), match.start())
        if start < match.start():
            yield Found(start, match.end(), text[start : match.end()], LOCAL_OFFICE)


WHOLE_NAME = rule(
    "department:whole-name",
    EntityType.DEPARTMENT,
    says="a name of the gazetteer that needs no level",
    example=Example("国家发展改革委批复,商务部公布", "国家发展改革委|商务部"),
    counter=Example("加强财政部门协作,"),
)


def national_bodies(text: str, clauses: list[Clause]) -> Iterator[Found]:
    """“国家发展改革委”, “财政部”: a whole name that needs no level."""
    for match in DepartmentWords.load().unlevelled.finditer(text):
        yield Found(match.start(), match.end(), match[0], WHOLE_NAME)


def mention_of(structure: Structure, reading: Reading, found: Found) -> Mention:
    """What was found in the reading as a mention of the stored text."""
    span = reading.span(found.start, found.end)
    return Mention(
        source=structure.document.source,
        document_id=structure.document.id,
        start=span.start,
        end=span.end,
        surface=structure.text[span.start : span.end],
        type=EntityType.DEPARTMENT,
        name=found.name,
        rule=found.rule.name,
        place=place_of(found.name, structure.document.region_code, structure.document.written),
    )


def place_of(name: str, region_code: str | None, year: int | None = None) -> str | None:
    """The code of the division whose body it is: the one it names, else the document's own 市, 县 … that it names."""
    divisions = Divisions.load(year)
    if DepartmentWords.load().unlevelled.fullmatch(name):
        return None if not name.startswith("团") else region_code
    if is_bare(name):
        return region_code
    hits = [hit for hit in divisions.find(name[:12]) if hit.start == 0]
    if hits and (named := divisions.nearest(name[: hits[0].end], region_code)):
        return named.code
    level = re.match(LEVEL, name)
    if region_code is None or name.startswith(("国家", "中国", "中央", "国务院")):
        return None
    if level is None:
        return region_code
    area = divisions.own(region_code, level[0])
    return area.code if area else region_code
