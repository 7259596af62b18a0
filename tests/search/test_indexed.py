from search.indexed import FoldedPassage, IndexedPassage

PASSAGE = IndexedPassage(
    "a#1:0-40",
    "某市“十四五”规划",
    ("第一章 工业",),
    "怀化\n高新区建成。\n\nＧＤＰ增长8%;城镇化",
    "怀化市",
    2021,
    (2021, 2025),
)


def test_folded_by_sentence_and_back_from_its_line():
    folded = FoldedPassage.of(PASSAGE)
    assert folded.sentences == ("怀化高新区建成", "gdp增长8%", "城镇化")
    assert FoldedPassage.from_line(folded.to_line()) == folded


def test_context_of_a_passage_is_embedded_and_counted():
    for part in ("“十四五”规划", "第一章 工业", "高新区"):
        assert part in PASSAGE.embedded_text
        assert part in PASSAGE.counted_text
    assert "2021年" in PASSAGE.counted_text
