"""One document → its targets and results, and the places where an indicator is named.

Running text is read clause by clause: each figure that no noun follows, with the words before it, makes one target;
where these name no indicator, the figure goes on with the last one of its sentence (“完成125亿元,增长6.5%”), and
“分别” shares figures out over a list. Indicator tables are read by `ingest.facts.table_targets`.
"""

from __future__ import annotations

import re

from graph.records import BlockKind, Comparator, EntityType, Mention, Section, Span, Structure, Target, TargetKind
from ingest.facts.indicator_lists import Subject, split_list
from ingest.facts.indicator_names import (
    Named,
    counting_verb,
    counts_things,
    is_deed,
    is_indicator,
    is_nameable,
    read_name,
    well_known,
)
from ingest.facts.quantities import Quantity, find_quantities
from ingest.facts.table_targets import find_table_targets
from ingest.facts.target_times import NOTHING, Clock, Time
from ingest.form.view import View
from ingest.rules import Example, rule

PROSE = (BlockKind.PARAGRAPH, BlockKind.BOX_TEXT)
SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
# A year that opens a sentence holds for those after it.
OPENING_YEAR = re.compile(
    r"[^,]{0,12}(?:\d{4}年|期末|一年来|这一年|五年来|今年|去年|[二一][〇○零九][〇○零一二三四五六七八九]{2}年)"
)
CLAUSE = re.compile(r"(?:\([^()]*\)|“[^“”]*”|[^,:(“]+|[(“])+")
SPANS_OF_TIME = ("年", "天", "分钟", "个月", "小时")
OF_TIME = re.compile("年限|寿命|时间|天数|周期|时长|年数")
# Words that name nothing without what they are of.
PALE = re.compile(
    "^(?:总|总体|年|合同|协议|完成|新增)?"
    "(?:投资|投资额|总量|规模|面积|产值|总产值|收入|数量|总数|产量|总产|增速|占比|比重|企业|人数|金额|销售额)$"
)
TOPIC = re.compile(
    r"(?:全[市县省区])?([\u4e00-\u9fff]{2,10}?)(?:保持|实现|持续|稳步|平稳|快速|不断|健康|较快|再上|跃上|发展|加快)"
)
PERIOD = re.compile(
    r"前?\d{1,2}(?:[至\-—]\d{1,2})?个?月(?=当月|份|末|[,全进我])|前[两三]季度|[上下]半年|[一二三四]季度"
)
GENERIC = re.compile(
    "^(?:省级|市级|国家级|项目|企业|产业|工作|任务|问题|建设|城区|人口|平均|支出|收入|面积|规模|投资|总量|总额|数量|占比|产值|年产值|生产能力|新增生产能力|建成投产|建设总规模|总规模|建设规模)(?:增长|增加)?$"
)
PROJECT_MONEY = re.compile("项目总投资|工程总投资|^总投资$|投资总额$|^投资$|总投资额$")
LOST_DASHES = re.compile(r"(?<!\d)(?:19|20)\d\d(?:19|20)\d\d年")


TARGET_PROSE = rule(
    "target.prose",
    Target,
    says="a figure of running text that no noun follows, with the indicator before it",
    example=Example("地区生产总值力争完成125亿元以上,增长6.5%", "地区生产总值 125亿元|地区生产总值增长 6.5%"),
    counter=Example("总投资80亿元的63个项目顺利实施,"),
)
INDICATOR_PROSE = rule(
    "indicator.prose",
    EntityType.INDICATOR,
    says="the indicator of a figure of running text",
    example=Example("地区生产总值力争完成125亿元以上,增长6.5%", "地区生产总值|地区生产总值增长"),
    counter=Example("开展专项检查12次,出台措施9条。"),
)


def find_targets(structure: Structure) -> tuple[list[Target], list[Mention]]:
    """The targets in reading order, and a mention of each one's indicator."""
    reader = _Reader(structure)
    for block in structure.blocks:
        if block.kind in PROSE:
            reader.read(Span(block.start, block.end), block.section_id)
    targets, mentions = find_table_targets(structure)
    reader.targets += targets
    reader.mentions += mentions
    order = sorted(set(reader.targets), key=lambda target: (target.start, target.end, target.indicator, target.value))
    places = sorted(set(reader.mentions), key=lambda mention: (mention.start, mention.end, mention.name))
    return order, places


class _Reader:
    """Reads block after block and keeps what it found."""

    def __init__(self, structure: Structure) -> None:
        self.targets: list[Target] = []
        self.mentions: list[Mention] = []
        self._structure = structure
        self._document = structure.document
        self._sections = {section.id: section for section in structure.sections}
        self._times: dict[str | None, Time] = {}
        text = structure.text[structure.document.start : structure.document.end]
        self._clock = Clock(structure.document, text)
        self._loses_dashes = LOST_DASHES.search(text) is not None
        self._view = View("", ())
        self._before: list[Subject] = []  # of the clause before, for “分别增长”
        self._topic: Subject | None = None  # what a clause without a figure speaks of (全县产业保持稳步增长)
        self._period: str | None = None  # a part of the year that the sentence speaks of
        self._last_verb: str | None = None  # of the last count in this clause

    def read(self, block: Span, section_id: str | None) -> None:
        self._view = View.of(self._structure.text, [block])
        text = self._view.text
        if not any(letter.isdigit() for letter in text):
            return
        section = self._time_of_section(section_id)
        carried: int | None = None
        for sentence in SENTENCE.finditer(text):
            words = sentence.group()
            years = self._clock.years_in(words)
            if any(letter.isdigit() for letter in words):
                self._read_sentence(words, sentence.start(), section, carried)
            if years and (OPENING_YEAR.match(words) or carried is not None):
                carried = years[-1]

    def _time_of_section(self, section_id: str | None) -> Time:
        if section_id not in self._times:
            titles: list[str] = []
            section: Section | None = self._sections.get(section_id or "")
            if section is not None:
                titles = list(section.path)
            self._times[section_id] = self._clock.of_section(titles) if titles else NOTHING
        return self._times[section_id]

    def _read_sentence(self, sentence: str, offset: int, section: Time, carried: int | None) -> None:
        subject: Subject | None = None
        self._before, self._topic = [], None
        period = PERIOD.search(sentence)
        self._period = period.group() if period else None
        year = self._clock.carry(carried, section, self._view.places[offset] - self._document.start)
        for clause in CLAUSE.finditer(sentence):
            words = clause.group()
            own = self._clock.years_in(words)
            if own:
                year = own[-1]
            place = self._view.places[offset] - self._document.start
            time = self._clock.resolve(own, year, section, sentence, place)
            subject = self._read_clause(words, offset + clause.start(), subject, time)

    def _read_clause(self, words: str, offset: int, subject: Subject | None, time: Time) -> Subject | None:
        quantities = list(find_quantities(words))
        if not quantities:
            if match := TOPIC.match(words):
                self._topic = Subject(match[1], offset + match.start(1), offset + match.end(1))
            if match := well_known(words):
                return Subject(match.group(), offset + match.start(), offset + match.end())
            return subject
        if "分别" in words and len(quantities) >= 1 and self._share_out(words, offset, quantities, subject, time):
            return subject
        last = 0
        self._last_verb = None
        named: list[Subject] = []
        for quantity in quantities:
            name = read_name(words[last : quantity.start])
            start, last = last, quantity.end
            if name.is_from:
                subject = self._subject(name, offset + start) or subject
                continue
            if not quantity.is_free:
                self._last_verb = None
                if name.noun:
                    known = well_known(name.noun)
                    subject = self._subject(name, offset + start) if known or is_indicator(name.noun) else None
                continue
            if quantity.counted and (verb := counting_verb(name.noun)):
                self._last_verb = verb
            subject = self._read_figure(words, offset, start, quantity, name, subject, time)
            if subject is not None and subject not in named:
                named.append(subject)
        self._before = named or self._before
        return subject

    def _subject(self, name: Named, offset: int) -> Subject | None:
        if not is_nameable(name.noun):
            return None
        return Subject(name.noun, offset + name.start, offset + name.end)

    def _read_figure(
        self, words: str, offset: int, start: int, quantity: Quantity, name: Named, subject: Subject | None, time: Time
    ) -> Subject | None:
        """One figure; gives back the subject for the figures after it."""
        own = self._subject(name, offset + start)
        if name.noun and own is None:
            return None
        if own is None:
            if subject is None or not (name.growth or name.is_linked):
                return subject
            own, fresh, among = subject, False, True
        else:
            fresh = True
            if own.name.startswith("占") and subject is not None:
                own = Subject(subject.name + own.name, own.start, own.end)
            verb = self._verb_of_list(words, start, quantity)
            if verb:
                own = Subject(verb + own.name, own.start, own.end)
            if not self._is_measured(own.name, quantity, name):
                return None if is_deed(own.name) else own
            among = words.startswith("其中", start) or "其中" in words[start : quantity.start]
            if PALE.match(own.name):
                subject = subject or self._topic
                if subject is None and not own.name.endswith(("产量", "总产")):
                    return own
            if PALE.match(own.name) and subject is not None and not among and subject.name not in own.name:
                if subject.name.endswith(own.name[-2:]):
                    return subject
                own = Subject(_bare(subject.name) + own.name, own.start, own.end)
        indicator = own.name.replace("播面", "播种面积") + _growth(name.growth, own.name)
        if PROJECT_MONEY.search(indicator) or (GENERIC.match(indicator) and not among):
            return own if fresh else subject
        self._add(indicator, own, offset + start, offset + quantity.end, quantity, name, time)
        return own

    def _verb_of_list(self, words: str, start: int, quantity: Quantity) -> str:
        """The verb of the count before: “新建美丽乡村20个、和美村庄100个”."""
        if not quantity.counted or start == 0 or words[start] != "、" or self._last_verb is None:
            return ""
        return "" if counting_verb(words[start + 1 : quantity.start]) else self._last_verb

    def _is_measured(self, noun: str, quantity: Quantity, name: Named) -> bool:
        if is_deed(noun):
            return False
        if quantity.unit in SPANS_OF_TIME:
            return OF_TIME.search(noun) is not None
        if name.growth and quantity.unit == "位":
            return False
        if name.growth and not quantity.counted:
            return len(noun) <= 30
        if quantity.counted or quantity.unit.lstrip("万亿") in ("人", "人次", "名"):
            if name.is_completion:
                return counts_things(noun) or is_indicator(noun)
            at_target = quantity.comparator is not Comparator.EQUAL or name.comparator is not None
            return counts_things(noun) or is_indicator(noun) or bool(name.growth) or name.is_linked or at_target
        return is_indicator(noun) or (name.is_linked and len(noun) <= 20) or counts_things(noun)

    def _share_out(
        self, words: str, offset: int, quantities: list[Quantity], subject: Subject | None, time: Time
    ) -> bool:
        """“A、B分别增长x、y”: the figures in the order of the list; one figure for all of it."""
        cut = words.index("分别")
        if cut > quantities[0].start:
            return False
        name = read_name(words[: quantities[0].start])
        if name.noun.startswith("分别") or name.is_from:
            return True
        items = split_list(name.noun, offset + name.start) if name.noun else self._before
        figures = [quantity for quantity in quantities if quantity.start > cut and quantity.is_free]
        if len(figures) == 1 and len(items) > 1:
            figures *= len(items)
        if len(figures) < 2 or len(figures) > len(items) or (name.noun and len(figures) != len(items)):
            return len(figures) > 1
        for item, quantity in zip(items[-len(figures) :], figures, strict=True):
            if is_nameable(item.name) and (name.growth or is_indicator(item.name) or quantity.counted):
                indicator = item.name + _growth(name.growth, item.name)
                self._add(indicator, item, min(item.start, offset), offset + quantity.end, quantity, name, time)
        return True

    def _add(
        self, indicator: str, subject: Subject, start: int, end: int, quantity: Quantity, name: Named, time: Time
    ) -> None:
        comparator = quantity.comparator
        if name.comparator is not None and comparator is Comparator.EQUAL:
            comparator = name.comparator
        place = self._view.span(min(start, subject.start), end)
        self.targets.append(
            Target(
                source=self._document.source,
                document_id=self._document.id,
                start=place.start,
                end=place.end,
                indicator=indicator,
                value=quantity.value,
                unit=quantity.unit,
                year=time.year,
                comparator=comparator,
                kind=time.kind or TargetKind.TARGET,
                region=self._document.region,
                rule=TARGET_PROSE.name,
                basis=name.basis or self._period,
                unsafe="lost range dash" if self._loses_dashes and may_have_lost_dash(quantity) else None,
            )
        )
        at = self._view.span(subject.start, subject.end)
        self.mentions.append(
            Mention(
                source=self._document.source,
                document_id=self._document.id,
                start=at.start,
                end=at.end,
                surface=self._structure.text[at.start : at.end],
                type=EntityType.INDICATOR,
                name=indicator,
                rule=INDICATOR_PROSE.name,
                place=self._document.region_code,
            )
        )


def may_have_lost_dash(quantity: Quantity) -> bool:
    """“34个” may be 3–4, “1015个” 10–15: two numbers of equal length, the second a little larger."""
    digits = quantity.value
    if not quantity.counted or quantity.comparator is not Comparator.EQUAL or not re.fullmatch(r"\d\d|\d{4}", digits):
        return False
    low, high = int(digits[: len(digits) // 2]), int(digits[len(digits) // 2 :])
    return high == low + 1 if len(digits) == 2 else low < high <= 2 * low and low % 5 == 0 and high % 5 == 0


def _growth(growth: str, noun: str) -> str:
    return "" if not growth or noun.endswith((growth, "增速", "涨幅", "增幅", "增长率", "降幅")) else growth


def _bare(name: str) -> str:
    return re.sub("^(?:新增|新建|新签约|签约|建成|完成|实施|推进)", "", name)
