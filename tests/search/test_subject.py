"""What of a question names its subject."""

import pytest

from search.replies.subject import PLAIN

CASES = [("五强溪扩机项目建设情况", "五强溪扩机"), ("建设的工程", ""), ("有关修建阳塘水库的事", "阳塘水库")]


@pytest.mark.parametrize(("words", "left"), CASES)
def test_words_that_name_no_subject_go_whole(words: str, left: str) -> None:
    assert PLAIN.sub("", words) == left
