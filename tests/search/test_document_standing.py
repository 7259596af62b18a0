"""What is in force is answered first, the rest is marked; numbers of documents; what documents are to one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import DocumentLink, DocumentLinkKind, DocumentStanding, Reference, Standing
from search.respond import Response, respond
from search.standing import documents_numbered
from tests.search.made_base import MadeBase

DRAFT, FINAL, COUNTY, OLD = "made-1.txt#1", "made-2.txt#1", "made-3.txt#1", "made-4.txt#1"
TITLE = "溆浦县低空经济发展规划"


def base() -> MadeBase:
    """A draft, its final text, a plan that carries it out, and one that this puts an end to."""
    made = MadeBase(things={"project-1": ["溆浦县航空小镇"]})
    made.add(
        f"{TITLE}（征求意见稿）",
        "一、目标\n到2025年,建成通用机场3个。\n加快建设溆浦县航空小镇,由县发展改革局牵头。",
        kind="action_plan",
        region="溆浦县",
        year=2024,
    )
    made.add(TITLE, "一、目标\n到2025年,建成通用机场2个。", kind="action_plan", region="溆浦县", year=2024)
    made.add(
        "溆浦县低空经济行动方案",
        f"为落实《{TITLE}》,制定本方案。\n《溆浦县通航办法》同时废止。\n新建驿站9座。",
        kind="action_plan",
        region="溆浦县",
        year=2024,
    )
    made.add("溆浦县通航办法", "一、目标\n新建停机坪40处。", kind="policy", region="溆浦县", year=2019)
    made.made_standings = {
        DRAFT: DocumentStanding(DRAFT, Standing.DRAFT, FINAL),
        OLD: DocumentStanding(OLD, Standing.SUPERSEDED, COUNTY),
    }
    made.made_document_links = [
        link(made, DRAFT, FINAL, DocumentLinkKind.DRAFT_OF, "一、目标"),
        link(made, COUNTY, FINAL, DocumentLinkKind.IMPLEMENTS, f"为落实《{TITLE}》,制定本方案。"),
        link(made, COUNTY, OLD, DocumentLinkKind.REPLACES, "《溆浦县通航办法》同时废止。"),
    ]
    said = made.made_document_links[1]
    made.references = [
        Reference(said.source, COUNTY, said.start, said.end, DocumentLinkKind.IMPLEMENTS, TITLE, None, "made-of")
    ]
    return made


def link(made: MadeBase, a: str, b: str, kind: DocumentLinkKind, quote: str) -> DocumentLink:
    source = a.removesuffix("#1")
    start = made.text_of(source).index(quote)
    return DocumentLink(a, b, kind, source, start, start + len(quote), quote, "made")


def ask(question: str, made: MadeBase | None = None) -> Response:
    made = made or base()
    return respond(made.understand(question), made)


def short(response: Response) -> str:
    return "" if response.reply is None else response.reply.short


def test_what_is_in_force_is_said_without_the_draft() -> None:
    response = ask("溆浦县到2025年建成通用机场多少个")
    assert short(response) == "2个"
    assert {citation.document.id for citation in response.citations} == {FINAL}


MARKED = [  # question, the document it rests on, what is said, its mark
    ("征求意见稿里溆浦县到2025年建成通用机场多少个", DRAFT, "3个", f"征求意见稿,已被《{TITLE}》取代"),
    ("溆浦县新建停机坪多少处", OLD, "40处", "已被《溆浦县低空经济行动方案》取代"),
]


@pytest.mark.parametrize(("question", "document", "said", "mark"), MARKED)
def test_what_only_a_draft_or_an_ended_plan_says_is_marked(question: str, document: str, said: str, mark: str) -> None:
    response = ask(question)
    assert response.citations[0].document.id == document
    assert short(response).startswith(said)
    assert short(response).endswith(f"({mark})")
    assert response.text is not None
    assert response.text.startswith(short(response))


CHANGED = [
    ("溆浦县建成停车场多少个", "6个"),  # by the notice
    ("溆浦县建成公园多少个", "5个(部分已由《关于调整溆浦县城建计划的通知》调整)"),  # of which it says nothing
]


@pytest.mark.parametrize(("question", "said"), CHANGED)
def test_a_figure_that_was_changed_is_the_later_one(question: str, said: str) -> None:
    made = MadeBase()
    made.add("溆浦县城建计划", "建成停车场9个。\n建成公园5个。", kind="action_plan", region="溆浦县", year=2023)
    made.add("关于调整溆浦县城建计划的通知", "建成停车场6个。", kind="notice", region="溆浦县", year=2024)
    made.made_standings = {"made-1.txt#1": DocumentStanding("made-1.txt#1", Standing.ADJUSTED, "made-2.txt#1")}
    assert short(ask(question, made)) == said


def test_a_base_without_drafts_is_answered_as_before() -> None:
    made = base()
    made.made_standings = {}
    assert "(征求意见稿" not in (ask("溆浦县新建停机坪多少处", made).text or "")


TIES = [
    ("《溆浦县低空经济行动方案》是根据什么制定的?", f"《{TITLE}》"),
    ("《溆浦县低空经济行动方案》的制定依据是什么", f"《{TITLE}》"),
    (f"哪些文件落实了《{TITLE}》", "1份文件:《溆浦县低空经济行动方案》"),
    (f"哪个方案是依据《{TITLE}》制定的", "1份文件:《溆浦县低空经济行动方案》"),
    ("《溆浦县通航办法》被哪个文件废止了", "已被《溆浦县低空经济行动方案》废止"),
    ("《溆浦县通航办法》还有效吗", "已被《溆浦县低空经济行动方案》废止"),
    ("《溆浦县低空经济行动方案》废止了哪个文件", "《溆浦县通航办法》"),
]


@pytest.mark.parametrize(("question", "said"), TIES)
def test_what_documents_are_to_one_another_is_told_with_its_quote(question: str, said: str) -> None:
    response = ask(question)
    assert short(response) == said
    assert response.citations
    assert response.reply is not None
    assert response.reply.items
    assert all(item.proof for item in response.reply.items)


NUMBERED = [  # wording, the numbers of the documents meant
    ("怀政办发〔2023〕14号的工作目标是什么", ["怀政办发〔2023〕14号"]),
    ("怀政办发[2023]14号文件里的目标", ["怀政办发〔2023〕14号"]),
    ("14号的工作目标", ["怀政办发〔2023〕14号"]),
    ("4号文的工作目标", ["怀政办发〔2023〕4号", "怀政办发〔2024〕4号"]),
    ("2024年4号文的工作目标", ["怀政办发〔2024〕4号"]),
    ("怀政办发〔2023〕5号的目标", []),
    ("湘政办发〔2023〕4号的目标", []),
    ("按照怀政办发〔2023〕4号文件,谁牵头", ["怀政办发〔2023〕4号"]),
    ("99号的工作目标", None),
    ("3月14号的会议", None),
    ("地铁4号线何时开工", None),
]


@pytest.mark.parametrize(("question", "meant"), NUMBERED)
def test_a_number_means_the_documents_that_bear_it(question: str, meant: list[str] | None) -> None:
    documents = {}
    for at, number in enumerate(("怀政办发〔2023〕4号", "怀政办发〔2023〕14号", "怀政办发〔2024〕4号")):
        document = base().documents[FINAL]
        documents[f"{at}"] = replace(document, id=f"{at}", doc_number=number)
    found = documents_numbered(question, documents)
    assert (None if found is None else sorted(documents[id_].doc_number or "" for id_ in found[0])) == meant
