"""One clause of running text → its figures, each with the indicator it belongs to.

A reader goes through the clauses of one sentence in order and remembers what they spoke of: where a figure's own words
name no indicator, it goes on with the last one (“完成125亿元,增长6.5%”). Places count characters of the folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.lexicon.wordings import wordings
from graph.records import Comparator, EntityType, Target
from graph.writing.sentence_ends import ENDS
from ingest.facts.counts_of_things import find_counted_noun
from ingest.facts.indicator_lists import Subject
from ingest.facts.indicator_names import (
    UNNAMED,
    IndicatorName,
    counting_verb,
    from_year,
    is_deed,
    is_indicator,
    is_nameable,
    read_name,
    well_known,
)
from ingest.facts.measures import PALE, is_measured, is_part, says_nothing_alone, with_growth, without_deed
from ingest.facts.quantities import Quantity, find_quantities
from ingest.facts.shares import Share, share_out
from ingest.facts.worded_targets import find_worded, hints_at_words
from ingest.rules import Example, Rule, rule

any_of = wordings("indicators").any_of

# A remark that grows the figure before it: 3507.6亿元、增长1.7%(同口径增长2.5%以上).
REMARK = re.compile(rf"\((?P<words>{any_of('basis_in_brackets')}*(?:计算)?(?:增长|下降|提高)[^()]*)\)")
TOPIC = re.compile(rf"(?:全[市县省区])?([\u4e00-\u9fff]{{2,10}}?){any_of('goes_on')}")
# A clause without a figure that says how its indicator moves: 服务业对经济增长的贡献显著增强,达到60%以上.
MOVES = re.compile(f"(?P<name>.{{3,24}}?){any_of('way_to_move')}+{any_of('moves')}$")
# A clause that names a project, for what is paid for it in a year: 推进古城二期项目,其中2024年完成投资4000万元.
PROJECT = re.compile(
    f"^(?:继续|加快|重点|全力|大力)*{any_of('deeds_first')}*(?P<name>[^、]{{4,30}}(?:项目|工程))(?:建设)?$"
)
YEARLY_MONEY = re.compile("^(?:年度)?(?:计划)?(?:完成)?投资$")
# What is said of the whole area needs no more of a name: 全年投资增长5%.
WHOLE = re.compile(f"{any_of('wholes')}$")
LONG = 30  # a name so long goes without what stands in parentheses
REMARKS = re.compile(r"\([^()]*\)")
OF_SHARE = re.compile(f"^{any_of('compares_share')}")

TARGET_PROSE = rule(
    "target.prose",
    Target,
    says="a figure of running text that no noun follows, with the indicator before it",
    example=Example("地区生产总值力争完成125亿元以上,增长6.5%", "地区生产总值 125亿元|地区生产总值增长 6.5%"),
    counter=Example("总投资80亿元的63个项目顺利实施,"),
)
COUNT_BEFORE_NOUN = rule(
    "target.count-before-noun",
    Target,
    says="a count with a limit between its verb and its noun",
    example=Example("到2025年,培育10家以上示范企业", "培育示范企业 10家"),
    counter=Example("建成3个湿地公园,推动2万家以上企业上云。"),
)
TARGET_WORDED = rule(
    "target.worded",
    Target,
    says="a target in words beside others in figures: what a higher level set, in step with the economy, doubled",
    example=Example("城镇化率57%,节能减排完成国家下达任务", "节能减排 完成国家下达任务"),
    counter=Example("城镇化率57%,完成省委交办的各项任务,"),
)
INDICATOR_PROSE = rule(
    "indicator.prose",
    EntityType.INDICATOR,
    says="the indicator of a figure of running text",
    example=Example("地区生产总值力争完成125亿元以上,增长6.5%", "地区生产总值|地区生产总值增长"),
    counter=Example("开展专项检查12次,出台措施9条。"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``text[start:end]`` says the value of the indicator; `year` only where its own words give another than the
    clause's."""

    indicator: str
    subject: Subject
    start: int
    end: int
    quantity: Quantity
    name: IndicatorName
    rule: Rule
    year: int | None = None


class ClauseReader:
    """Reads the clauses of one sentence in order; `figures` are what it found so far."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._subject: Subject | None = None  # what the last figure was of
        self._before: list[list[Subject]] = []  # of the clauses so far, for “分别增长”
        self._topic: Subject | None = None  # what a clause without a figure speaks of (全县产业保持稳步增长)
        self._project: Subject | None = None
        self._last_verb: str | None = None  # of the last count in this clause
        self._is_linked = False  # whether the last figure in this clause was (达到8个)

    def read(self, words: str, offset: int) -> None:
        """The next clause, which begins at ``text[offset]``."""
        quantities = list(find_quantities(words))
        self._read_words(words, quantities[-1].end if quantities else 0, offset)
        if not quantities:
            self._read_without_figure(words, offset)
            return
        shares = share_out(words, offset, quantities, self._before)
        if shares is None:
            named = self._read_figures(words, offset, quantities)
        else:
            for share in shares:
                self._add_share(share, offset)
            named = [share.subject for share in shares if share.year is None]
        if named:
            self._before.append(named)

    def _read_without_figure(self, words: str, offset: int) -> None:
        """What a clause without a figure speaks of, for the figures of the next."""
        if match := TOPIC.match(words):
            self._topic = Subject(match[1], offset + match.start(1), offset + match.end(1))
        if match := PROJECT.match(words):
            self._project = Subject(match["name"], offset + match.start("name"), offset + match.end("name"))
        if not self._read_well_known(words, offset) and (match := MOVES.search(words)):
            name = read_name(match["name"])
            if is_indicator(name.noun):
                self._subject = _subject_of(name, offset)

    def _read_words(self, words: str, start: int, offset: int) -> None:
        """What the clause aims at in words, behind its last figure."""
        rest = words[start:].lstrip("、")
        offset += len(words) - len(rest)
        rest = rest.rstrip(ENDS)
        if not hints_at_words(rest):
            return
        for subjects, place, value in find_worded(rest):
            quantity = Quantity(place, place + len(value), value, "", Comparator.EQUAL, True, False)
            for found in subjects:
                subject = Subject(found.name, offset + found.start, offset + found.end)
                span = (min(found.start, place) + offset, quantity.end + offset)
                self.figures.append(Figure(subject.name, subject, *span, quantity, UNNAMED, TARGET_WORDED))

    def _add_share(self, share: Share, offset: int) -> None:
        indicator = with_growth(share.subject.name, share.name.growth)
        span = (min(share.subject.start, offset), offset + share.quantity.end)
        figure = Figure(indicator, share.subject, *span, share.quantity, share.name, TARGET_PROSE, share.year)
        self.figures.append(figure)

    def _read_figures(self, words: str, offset: int, quantities: list[Quantity]) -> list[Subject]:
        """The figures of a clause one by one; gives back what they were of."""
        last = 0
        self._last_verb, self._is_linked = None, False
        named: list[Subject] = []
        for quantity in quantities:
            name = read_name(words[last : quantity.start])
            start, last = last, quantity.end
            if not start and (not name.noun or PALE.match(name.noun)):
                # 公共预算收入突破百亿关口、年均增长7.5%: not of what the clause before was of
                self._read_well_known(words[: name.start if name.noun else quantity.start], offset)
            if name.is_from:
                self._read_beginning(words, offset, start, quantity, name)
            elif not quantity.is_free:
                self._read_bound(words, offset, start, quantity, name)
            else:
                self._last_verb = counting_verb(name.noun) or self._last_verb
                self._subject = self._read_figure(words, offset, start, quantity, name)
                self._read_remark(words, offset, quantity.end)
                if self._subject is not None and self._subject not in named:
                    named.append(self._subject)
        return named

    def _read_well_known(self, words: str, offset: int) -> bool:
        """Whether a well-known indicator stands there; the next figures are of it."""
        match = well_known(words)
        if match is not None:
            self._subject = Subject(match.group(), offset + match.start(), offset + match.end())
        return match is not None

    def _read_beginning(self, words: str, offset: int, start: int, quantity: Quantity, name: IndicatorName) -> None:
        """“由2023年的85亿元提高到…” tells of 2023 too; without a year it only names the subject."""
        self._subject = subject = _subject_of(name, offset + start) or self._subject
        year = from_year(words[start : quantity.start])
        if year is None or subject is None or says_nothing_alone(subject.name, is_placed=False):
            return
        if is_indicator(subject.name) or quantity.counted:
            span = (min(offset + start, subject.start), offset + quantity.end)
            self.figures.append(Figure(subject.name, subject, *span, quantity, UNNAMED, TARGET_PROSE, year))

    def _read_bound(self, words: str, offset: int, start: int, quantity: Quantity, name: IndicatorName) -> None:
        """A figure that a noun follows: a count that is aimed at, else what the next figures may speak of."""
        self._last_verb = None
        counted = find_counted_noun(words, start, quantity, name.comparator)
        if counted is not None:
            subject = Subject(counted.name, offset + counted.start, offset + counted.end)
            span = (offset + start, subject.end)
            self.figures.append(Figure(subject.name, subject, *span, quantity, name, COUNT_BEFORE_NOUN))
            self._subject = None
        elif name.noun:
            known = None if is_indicator(name.noun) else well_known(name.noun)
            if known is not None:  # 地区生产总值连续迈上4个台阶
                name = replace(name, noun=name.noun[: known.end()], end=name.start + known.end())
            self._subject = _subject_of(name, offset + start) if is_indicator(name.noun) else None

    def _read_remark(self, words: str, offset: int, end: int) -> None:
        match = REMARK.match(words, end)
        if match is None or self._subject is None:
            return
        inner, at = match["words"], offset + match.start("words")
        for quantity in list(find_quantities(inner))[:1]:
            name = read_name(inner[: quantity.start])
            if name.growth and not name.noun and quantity.is_free:
                indicator = with_growth(self._subject.name, name.growth)
                span = (min(at, self._subject.start), at + quantity.end)
                self.figures.append(Figure(indicator, self._subject, *span, quantity, name, TARGET_PROSE))

    def _read_figure(
        self, words: str, offset: int, start: int, quantity: Quantity, name: IndicatorName
    ) -> Subject | None:
        """One figure; gives back the subject for the figures after it."""
        own = _subject_of(name, offset + start)
        if own is None:
            if name.noun:
                return self._subject if OF_SHARE.match(name.noun) else None
            is_tied = name.growth or (name.is_linked and quantity.unit != "倍")
            if self._subject is not None and is_tied:
                self._add(self._subject, offset, start, quantity, name, is_placed=True)
            return self._subject
        if own.name.startswith("占") and self._subject is not None:
            own = Subject(self._subject.name + own.name, own.start, own.end)
        if self._is_linked and words[start] == "、" and quantity.counted:
            name = replace(name, is_linked=True)  # 基础设施达到8个、重点实验室45家
        self._is_linked = name.is_linked
        own = Subject(self._verb_of_list(words, start, quantity) + own.name, own.start, own.end)
        among = "其中" in words[start : quantity.start]
        if not is_measured(own.name, quantity, name) and not (
            among and is_part(own.name, quantity, self.figures[-1].quantity.unit if self.figures else None)
        ):
            return None if is_deed(own.name) else own
        of_all = bool(name.growth) and WHOLE.search(words, start, start + name.start) is not None
        if PALE.match(own.name) and not of_all:
            placed = self._place(own, among=among, is_dated=among and "年" in words[start : quantity.start])
            if placed is None or placed is self._subject:
                return placed or own
            own = placed
        self._add(own, offset, start, quantity, name, is_placed=among or of_all)
        return own

    def _place(self, own: Subject, *, among: bool, is_dated: bool) -> Subject | None:
        """What a pale name is of: 产业 + 总体规模. None where nothing says it; the subject itself where it says it."""
        if self._project is not None and is_dated and YEARLY_MONEY.match(own.name):
            return Subject(self._project.name + own.name, own.start, own.end)
        whole = self._subject = self._subject or self._topic
        if whole is None:
            return Subject(own.name, own.start, own.end) if own.name.endswith(("产量", "总产")) else None
        if among or whole.name in own.name:
            return Subject(own.name, own.start, own.end)
        if whole.name.endswith(own.name[-2:]):
            return whole
        return Subject(without_deed(whole.name) + own.name, own.start, own.end)

    def _verb_of_list(self, words: str, start: int, quantity: Quantity) -> str:
        """The verb of the count before: “新建美丽乡村20个、和美村庄100个”."""
        if start == 0 or words[start] != "、" or self._last_verb is None:
            return ""
        rest = words[start + 1 : quantity.start]
        is_count = quantity.counted or (quantity.unit.endswith(("亩", "公里", "平方米")) and not is_indicator(rest))
        return "" if not is_count or counting_verb(rest) or is_deed(rest) else self._last_verb

    def _add(
        self, subject: Subject, offset: int, start: int, quantity: Quantity, name: IndicatorName, *, is_placed: bool
    ) -> None:
        indicator = with_growth(subject.name.replace("播面", "播种面积"), name.growth)
        if says_nothing_alone(indicator, is_placed=is_placed):
            return
        span = (min(offset + start, subject.start), offset + quantity.end)
        self.figures.append(Figure(indicator, subject, *span, quantity, name, TARGET_PROSE))


def _subject_of(name: IndicatorName, offset: int) -> Subject | None:
    noun = REMARKS.sub("", name.noun) if len(name.noun) > LONG else name.noun
    return Subject(noun, offset + name.start, offset + name.end) if is_nameable(noun) else None
