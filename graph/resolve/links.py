"""Projects and parks of different documents that hang together though their names differ: renamed, phases, parts,
continued under a fuller name.

Two entities are compared only when they share a pair of characters that few names have (in China, or in their city),
a route, or the zone of one area. The decision is an ordered list of rules over what is known of them (`Thing`); what
speaks against a link (another county, another park, another company, another stretch) comes first. In: entities,
mentions, relations. Out: links, each with score, reason in words and two quotes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from graph.lexicon.divisions import Divisions
from graph.lexicon.link_words import own_words, words
from graph.records import Document, EntityType, Evidence, Link, LinkKind, Mention, Relation
from graph.resolve.joining import is_specific, without_rank
from graph.resolve.likeness import GAP, Likeness, NameMatch, base_of, compare
from graph.resolve.names import zones
from graph.resolve.renaming import find_renamings
from graph.resolve.resolution import Resolution
from graph.resolve.routes import Route
from graph.resolve.things import Block, Thing, things_of
from graph.resolve.ties import Tie, only_clear

# 会议旧址和|纪念馆; not 科学与技术
JOINT_NAME = re.compile(f"(?:^|{GAP})[和及与、]|[和及与、](?:{GAP}|$)")
PIPE = "管道"
LINES = ("航道", "公路", "铁路", "高速", "管道", "管网", "大道", "干线")
LEAST_FAR = 3  # characters of a proper name that two names share where one area's plan speaks of another's thing
LONG = 6  # characters of common words that say enough in documents of one area
RARE = 40  # a pair of characters that more names have does not bring two names together
SCARCE = 6  # a pair that no more names have is enough by itself
ENOUGH = 2  # rare pairs of characters that two names must have in common to be compared


Pair = tuple[Thing, Thing]


def find_links(
    resolution: Resolution,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    documents: Sequence[Document],
    texts: Mapping[str, str],
) -> list[Link]:
    """Links between projects and parks, sorted; `texts` by source are what the evidence points into."""
    things = things_of(resolution, mentions, relations, documents)
    tied = [(a, b, tie) for a, b in candidates(things) if (tie := tie_of(a, b))]
    links = {frozenset((a.id, b.id)): as_link(a, b, tie) for a, b, tie in only_clear(tied)}
    # what a text says outright counts before what names suggest
    links |= {frozenset((link.a_id, link.b_id)): link for link in find_renamings(resolution, mentions, texts)}
    return sorted(links.values(), key=lambda link: (link.a_id, link.b_id, link.kind))


def candidates(things: Sequence[Thing]) -> Iterator[Pair]:
    """Pairs worth comparing, each once: two rare pairs of characters in common, or a scarce one, a whole name, a route,
    a zone.
    """
    blocks: defaultdict[Block, list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        for key in thing.keys:
            blocks[key].append(number)
    times: Counter[tuple[str, int, int]] = Counter()
    for (kind, _, area), block in blocks.items():
        if weight := weight_of(kind, len(block)):
            for a, b in combinations(block, 2):
                times[area if kind == "pair" else "", a, b] += weight
    for a, b in sorted({(a, b) for (_, a, b), count in times.items() if count >= ENOUGH}):
        if are_comparable(things[a], things[b]):
            yield things[a], things[b]


def weight_of(kind: str, size: int) -> int:
    """What it counts that two names stand in one block of so many; 0 where they are too many."""
    if size > RARE:
        return 0
    return 1 if kind == "pair" and size > SCARCE else ENOUGH


def are_comparable(one: Thing, other: Thing) -> bool:
    """Not things of one document only."""
    several = len(one.documents | other.documents) > 1
    return several and (one.documents != other.documents or one.type is not other.type)


def tie_of(a: Thing, b: Thing) -> Tie | None:
    """What the first rule that fits says of two things; None where none does, or one speaks against them."""
    if a.speaks_against(b):
        return None
    return next((tie for rule in RULES if (tie := rule(a, b))), None)


def as_link(a: Thing, b: Thing, tie: Tie) -> Link:
    """A tie as a link from the earlier to the later, with a quote of each, from two documents where there are two."""
    if tie.first is None:
        earlier, later = sorted((a, b), key=lambda thing: (thing.first_year, thing.id))
    else:
        earlier, later = (b, a) if tie.first else (a, b)
    one = earlier.spots[0]
    other = next((m for m in later.spots if m.document_id != one.document_id), later.spots[0])
    if one.document_id == other.document_id:
        one = next((m for m in earlier.spots if m.document_id != other.document_id), one)
    quotes = tuple(Evidence(m.source, m.start, m.end) for m in (one, other))
    return Link(earlier.id, later.id, tie.kind, tie.score, tie.reason, quotes)


# --------------------------------------------------------------------------------------------------- the rules


def by_part_of_zone(a: Thing, b: Thing) -> Tie | None:
    """怀化国家农科园安江核心区 is part of 怀化国家农业科技园区."""
    for side, (part, whole) in enumerate(((a, b), (b, a))):
        names = {without_rank(core) for core in whole.cores}
        if whole.type is EntityType.PARK and part.is_part_of_zone and part.zones & names and part.place == whole.place:
            return Tie(LinkKind.PART_OF, 0.9, f"“{sorted(part.zones & names)[0]}”的一片", "zone-part", side)
    return None


def by_zone(a: Thing, b: Thing) -> Tie | None:
    """鹤城工业集中区 → 鹤城产业开发区, 经开区 → 国际陆港经开区: an area's zone under a new name in later plans."""
    if not a.is_zone and not b.is_zone:
        return None
    earlier, later = sorted((a, b), key=lambda thing: (thing.last_year, thing.first_year, thing.id))
    both_parks = earlier.type is later.type is EntityType.PARK
    if not both_parks or earlier.place != later.place or not earlier.place or earlier.last_year > later.first_year:
        return None
    for old in earlier.cores:
        for new in later.cores:
            raised = old in words("zones_before") and new in words("zones_after") and old != new
            longer = old in zones() and new.endswith(old) and new != old
            if (raised or longer) and not earlier.documents & later.documents:
                reason = f"同一地区的园区,{later.first_year}年起的文件由“{old}”改称“{new}”"
                return Tie(LinkKind.RENAMED, 0.85, reason, "zone", 0 if earlier is a else 1)
    return None


def by_stretch(a: Thing, b: Thing) -> Tie | None:
    """张官高速怀化段 is part of 张官高速."""
    if bool(a.stretches) == bool(b.stretches):
        return None
    if set(a.cores) & set(b.cores) or {r.stops for r in a.routes} & {r.stops for r in b.routes}:
        stretch = sorted(a.stretches | b.stretches)[0]
        return Tie(LinkKind.PART_OF, 0.9, f"同一线路,其一只写“{stretch}”", "stretch", 0 if a.stretches else 1)
    return None


def by_route(a: Thing, b: Thing) -> Tie | None:
    """怀洪旅游快速干线 is called 怀洪国省干道 later; a pipe is led on to a further town."""
    for one in a.routes:
        for other in b.routes:
            twice = one.is_free_of_place and one.core != other.core  # 京广铁路, 京广高铁
            if one.medium != other.medium or a.documents & b.documents or twice:
                continue
            if one.stops == other.stops:
                reason = f"起止点相同(“{one.stops}”),同为{one.medium}"
                return Tie(LinkKind.RENAMED, 0.8, reason, "route")
            if one.medium == PIPE and carries(one) == carries(other) and led_on(one.stops, other.stops):
                reason = f"管道“{one.stops}”与“{other.stops}”走向一致,一条通得更远"
                return Tie(LinkKind.CONTINUES, 0.7, reason, "route")
    return None


def led_on(one: str, other: str) -> bool:
    """Whether one line runs on from where the other ends: 邵怀, 邵怀吉."""
    return min(len(one), len(other)) > 1 and (one.startswith(other) or other.startswith(one))


def carries(route: Route) -> str:
    """What a pipe carries."""
    return "油" if "油" in route.word else "气"


def by_train(a: Thing, b: Thing) -> Tie | None:
    """怀化至老挝铁铁联运国际班列 is 怀化's 中老国际联运班列."""
    ends = a.train_ends & b.train_ends
    loads = [{load for load in words("train_loads") if any(load in name for name in x.names)} for x in (a, b)]
    if not ends or a.documents & b.documents or (all(loads) and loads[0] != loads[1]):
        return None
    return Tie(LinkKind.CONTINUES, 0.75, f"同一地区开往同一国家(“{min(ends)}”)的班列{years_of(a, b)}", "train")


def by_name(a: Thing, b: Thing) -> Tie | None:
    """The names say one thing in other words, fuller, in a phase, or in a part of it."""
    if a.is_zone or b.is_zone:
        return None
    found = [m for one in a.cores for other in b.cores if (m := compare(one, other)) and fits(a, b, m)]
    if not found or a.routes or b.routes:
        return None
    match = max(found, key=lambda m: (m.score, m.reason))
    return next((tie for rule in NAME_RULES if (tie := rule(a, b, match))), None)


def as_phases(a: Thing, b: Thing, match: NameMatch) -> Tie | None:
    """一期 and 二期 of one thing."""
    if a.phases == b.phases or match.rule is Likeness.GENERIC:
        return None
    return Tie(LinkKind.PHASE, match.score, f"{match.reason},期次:{phase_words(a)}与{phase_words(b)}", match.rule)


def as_stretch(a: Thing, b: Thing, match: NameMatch) -> Tie | None:
    """The longer name is a line's stretch."""
    if not is_stretch(b if match.long else a, match):
        return None
    return Tie(LinkKind.PART_OF, match.score, f"{match.reason},只是其中一段", match.rule, match.long)


def as_one_of_several(_: Thing, __: Thing, match: NameMatch) -> Tie | None:
    """The longer name is that of several together."""
    if not JOINT_NAME.search(match.added):
        return None
    return Tie(LinkKind.PART_OF, match.score, f"{match.reason},后者是几处的合称", match.rule, 1 - match.long)


def as_part(_: Thing, __: Thing, match: NameMatch) -> Tie | None:
    """The longer name is that of something of the other."""
    if match.rule is not Likeness.PART:
        return None
    return Tie(LinkKind.PART_OF, match.score, match.reason, match.rule, match.long)


def as_park_and_project(a: Thing, b: Thing, match: NameMatch) -> Tie | None:
    """One name, a park in one document and a project in another."""
    is_one = match.rule is Likeness.EQUAL and a.type is not b.type
    if not is_one or (a.documents & b.documents and not a.names & b.names):
        return None
    return Tie(LinkKind.SAME, match.score, f"{match.reason},一处作园区、一处作项目", match.rule)


def as_renamed(a: Thing, b: Thing, match: NameMatch) -> Tie | None:
    """One thing under two names; one plan that names both means two things."""
    if a.documents & b.documents:
        return None
    kind = LinkKind.CONTINUES if match.rule is Likeness.EQUAL else LinkKind.RENAMED
    return Tie(kind, match.score, match.reason + years_of(a, b), match.rule, longer=match.long)


NAME_RULES = (as_phases, as_stretch, as_one_of_several, as_part, as_park_and_project, as_renamed)


def fits(a: Thing, b: Thing, match: NameMatch) -> bool:
    """Whether what the longer name has more leaves the two one thing, given what else is known."""
    same_setting = a.place == b.place and a.zones == b.zones and a.companies == b.companies
    specific = is_specific(match.common)
    match match.rule:
        case Likeness.PART:
            sure = specific or (same_setting and bool(a.phases) and a.phases == b.phases)
            return sure and not (a, b)[1 - match.long].is_zone
        case Likeness.GENERIC:
            return same_setting and ((a.says_place and b.says_place) or len(match.common) >= LONG)
        case Likeness.EQUAL:
            return specific or (a.place == b.place and (is_local(a.place) or (a.says_place and b.says_place)))
        case Likeness.OTHER_WORD:
            return not any(name in match.common for name in a.company_names | b.company_names)
    far = a.place != b.place and len(own_words(match.common)) < LEAST_FAR
    return not far and not any(name in match.added for name in (a, b)[match.long].company_names)


def is_local(place: str) -> bool:
    """Whether a place is a city or county, of which 污水处理厂 may be said without more."""
    return bool(place) and place[2:] != "0000"


def is_stretch(longer: Thing, match: NameMatch) -> bool:
    """沅水洪江辰溪航道 and 沅水航道: what the longer says more is where."""
    added = match.added.replace(GAP, "")
    said = sum(hit.end - hit.start for hit in Divisions.load().find(added))
    return said == len(added) > 0 and any(base_of(core).text.endswith(LINES) for core in longer.cores)


def years_of(a: Thing, b: Thing) -> str:
    """When the texts speak of both, as the end of a reason."""
    first, last = min(a.first_year, b.first_year), max(a.last_year, b.last_year)
    return f",先后见于{first}年与{last}年的文件" if 0 < first < last else ",见于两份文件"


def phase_words(thing: Thing) -> str:
    """The phases of a thing as a reason names them: 一期、二期."""
    return "、".join(f"{phase}期" for phase in sorted(thing.phases)) or "未写期次"


RULES: tuple[Callable[[Thing, Thing], Tie | None], ...] = (
    by_part_of_zone,
    by_zone,
    by_stretch,
    by_route,
    by_train,
    by_name,
)
