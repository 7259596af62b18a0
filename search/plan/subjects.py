"""What a question is about: the known names in it, and in words what is left when all that asks is taken out."""

from __future__ import annotations

import re

from graph.records import EntityType
from search.plan.blanks import blank, blank_all, stretches
from search.plan.cues import any_of, load_cues
from search.question import Known, Question, word_starts

TYPES = {kind.value: kind for kind in EntityType}
# Words that point at a thing or a time without naming it; they end a stretch.
FILLERS = any_of(
    ["这个项目", "这个工程", "这个", "那个", "这些", "那些", "这条措施", "这条", "那条", "这家", "那家", "这项", "那项", "这件", "这事", "的事", "这活", "这些活", "这块", "当年", "现在", "目前", "如今", "眼下", "现阶段", "截至", "截止", "后来", "最早", "最后", "最终", "当时", "那会儿", "那时候", "的时候", "时候", "一直", "最近", "近期", "今后", "将来", "未来", "今年", "去年", "明年", "前年", "后年", "上年", "本年", "转年", "次年", "期间", "时期", "里面", "当中", "之中", "其中", "方面", "有关", "关于", "对于", "针对", "至于", "按照", "按", "根据", "据", "打算", "计划", "准备", "力争", "想要", "说要", "全部", "所有", "一下", "分别", "各自", "具体", "主要", "都", "各", "所", "说的", "讲的", "提的", "提出", "说", "讲", "又", "还", "再", "已经", "已", "正在", "怎么", "如何", "什么", "哪些", "哪个", "哪", "谁", "多少", "几个", "是不是", "有没有", "是否", "吗", "呢", "吧", "啊", "呀", "了", "要", "想", "会", "能", "请", "帮", "我", "给", "理", "抓", "抓的", "搞", "要搞", "要搞的", "要办", "要办的", "承诺", "承诺的", "实现", "实现的", "开展", "开展的", "点名", "到年底", "真正", "首创", "主要的", "提出的"]
)
ASKING = re.compile(
    r"(?:分别|都|各)?(?:是|有)?(?:哪|几|多少|什么|啥)(?:些|[一二两俩三四五六七八九十几]{1,2})?(?:[个家条座处项类份样位所件块点种片区方面]|事|活)*|[一二两三四五六七八九十](?:样|个)(?=[\s??]*$)"
    r"|每一?[个家条仗项]的?|一共|总共|合计|共计"
)
WITHIN = re.compile(r"在(?P<what>[^,。在]{2,14}?)(?:里面|里边|里|中(?!心|型)|当中|之中|期间|方面)")
FOLLOWED = re.compile(r"$|[\s,,、。;:?!的是有和与跟及在由被把产行业链“”\"()()]|什么|怎么|哪|谁|项目|企业|园")
INDUSTRY_LENGTH = 3  # characters of an industry's name that may be part of a longer word


def type_of_known(known: Known) -> EntityType | None:
    """The type of the entities a known name means; their identifiers begin with it."""
    prefix = re.split(r"[-:]", known.entity_ids[0])[0].capitalize() if known.entity_ids else ""
    return TYPES.get(prefix)


def names_something(known: Known, text: str) -> bool:
    """Whether a known name stands for itself in the text: no class noun, no number, no piece of a longer word."""
    if not text[known.start : known.end].strip() or known.name in load_cues().classes or known.name in load_cues().things:
        return False
    if re.fullmatch(r"[\d\W]+", known.name):
        return False
    if type_of_known(known) is EntityType.INDUSTRY and len(known.name) <= INDUSTRY_LENGTH:
        return FOLLOWED.match(text, known.end) is not None
    return True


def place_spans(question: Question, text: str) -> list[tuple[int, int]]:
    """Where the question's places stand: by their longest name that ends where a word ends, else by the short one."""
    ends = word_starts(text) | {len(text)}
    spans: list[tuple[int, int]] = []
    for place in question.places:
        for name in sorted(place.names, key=len, reverse=True):
            for match in re.finditer(re.escape(name), text):
                free = all(match.end() <= start or end <= match.start() for start, end in spans)
                if free and (match.end() in ends or name == place.short):
                    spans.append(match.span())
    return spans


def known_subjects(question: Question, text: str, taken: list[tuple[int, int]]) -> tuple[Known, ...]:
    """The known names that are asked about, the same name once; areas only where nothing else is named."""
    named: dict[str, Known] = {}
    for known in question.known:
        inside = any(start <= known.start and known.end <= end for start, end in taken)
        if not inside and type_of_known(known) is not EntityType.INDICATOR and names_something(known, text):
            named.setdefault(known.name, known)
    things = [known for known in named.values() if type_of_known(known) is not EntityType.COUNTY]
    return tuple(things or named.values())


def subject_in_words(question: Question, text: str, taken: list[tuple[int, int]], subjects: tuple[Known, ...]) -> str:
    """The stretches that name what is asked about; places only inside a longer name or where nothing else is left."""
    names = [(one.start, one.end) for one in subjects if type_of_known(one) is not EntityType.COUNTY]
    places = [
        span for span in place_spans(question, text) if not any(start <= span[0] and span[1] <= end for start, end in names)
    ]
    left = blank(text, [*taken, *(span for span in places if not _inside_name(text, span))])
    left = blank_all(left, (WITHIN, ASKING))
    left = _without_fillers(left, names)
    left = re.sub(r"[“”\"‘’()()《》]", " ", left)
    parts = [re.sub(r"(?:是由|得由|由|归|落|压)$", "", part) for part in stretches(left)]
    parts = [part for part in parts if re.search(r"[\u4e00-\u9fffA-Za-z]{2}", part)]
    if names:
        clauses = [clause for clause in re.split(r"[,;。?!]", text) if any(text[a:b] in clause for a, b in names)]
        parts = [part for part in parts if any(part in clause for clause in clauses)]
    parts = parts or [one.name for one in subjects]
    return " ".join(dict.fromkeys(parts)) or "、".join(place.short for place in question.places)


def _inside_name(text: str, span: tuple[int, int]) -> bool:
    """Whether a place stands within a longer name (国网怀化供电公司), not before it."""
    before = text[max(0, span[0] - 1) : span[0]]
    return bool(re.match(r"[\u4e00-\u9fff]", before)) and before not in "的在是和与跟及到从对向由想去把给让请问" and (
        text[: span[0]].strip()[-2:] not in ("请问", "投资", "了解", "规划", "计划")
    )


def _without_fillers(left: str, kept: list[tuple[int, int]]) -> str:
    """Blanks for words that name nothing, where they are words of their own and stand in no known name."""
    starts = word_starts(left)
    return FILLERS.sub(
        lambda match: match[0]
        if match.start() not in starts or any(start < match.end() and match.start() < end for start, end in kept)
        else " " * len(match[0]),
        left,
    )
