"""Whether a text is true to its quotes: each of its statements is said by one of them.

In: the text of a language model, the question, quotes and items. A text with an address, with markup, with signs that
are not seen or that order the reader about is never believed. Else it is cut into statements; one that names nothing
goes on from the one before, in the same quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from graph.lexicon.orders import find_orders
from graph.lexicon.wordings import wordings
from graph.writing.foldings import half_width
from graph.writing.sentence_ends import SENTENCE_OR_LINE_END
from search.claims.checks import holds
from search.claims.evidence import Asked, Evidence, read_asked
from search.claims.folding import fold_claim
from search.claims.statement import Statement, Token, read_statement, with_moved_figures
from search.claims.support import Alignment
from search.claims.way import Way
from search.claims.words import load_claim_words

any_of = wordings("claims").any_of

UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
MOST_WAYS = 40  # that are looked at before a statement is given up
MOST_MEMBERS = 40
MOST_JOINED = 4  # clauses that are looked for as one
LEADS = re.compile(r"^(.*(?:有|是|为|包括|包含|即|:|牵头|负责|分别为))(.+)$")
REPORTS = re.compile(f"^(?:根据|按照|据)?{any_of('sources')}*(?:显示|提出|明确|指出|提到|写明)(?!的)[,:]?")
BEGINS = re.compile(f"^({any_of('begins')})(.+)$")
YES_NO = re.compile(r"^(?:是的?|对|否|不是|没有|有|不)$")


@dataclass(frozen=True, slots=True)
class Told:
    """What was said before in the same text."""

    subject: str = ""
    year: int | None = None
    is_aim: bool = False
    something: bool = False


def is_plain(text: str) -> bool:
    """Whether a text holds no address, no markup, nothing unseen, and orders nobody about."""
    if any(unicodedata.category(sign) in UNSEEN and sign not in "\n\r" for sign in text):
        return False
    words = load_claim_words()
    normal = half_width(text).lower()
    if words.markup.search(normal) or words.addresses.search(re.sub(r"\s", "", normal)):
        return False
    return not find_orders(text)


def is_true_to(text: str, question: str, quotes: Sequence[Evidence], short: str = "") -> bool:
    """Whether quotes say all that the text says. short: our own answer, by which 是 and 否 are judged."""
    asked = read_asked(question, tuple(quotes))
    told, judged = Told(), False
    for sentence in filter(None, SENTENCE_OR_LINE_END.split(re.sub(r"\s*\n\s*", "。", text.strip()))):
        folded = REPORTS.sub("", fold_claim(sentence))
        yes_no, _, rest = folded.partition(",")
        if YES_NO.match(yes_no) and not judged:
            if not short or fold_claim(short)[0] != yes_no[0]:
                return False
            judged, folded = True, rest
        if not folded:
            continue
        found = _believe(folded, asked, quotes, told)
        if found is None:
            return False
        told = found
    return told.something or judged


def _believe(sentence: str, asked: Asked, quotes: Sequence[Evidence], told: Told) -> Told | None:
    """What is told when the sentence is said by the quotes, clause by clause; None: it is not."""
    pieces = [piece for piece in re.split(r"[,;。]", sentence) if piece]
    at = 0
    while at < len(pieces):
        for end in range(min(len(pieces), at + MOST_JOINED), at, -1):
            said = ",".join(pieces[at:end])
            if (after := _believe_clauses(said, asked, quotes, told)) is not None:
                told, at = after, end
                break
        else:
            return None
    return told


def _believe_clauses(said: str, asked: Asked, quotes: Sequence[Evidence], told: Told) -> Told | None:
    statement = replace(read_statement(said), inherited=told.year)
    if not statement.is_sound or not statement.tokens or not statement.has_years_used:
        return None
    subject = _subject(statement)
    whole = said if subject or not told.subject else f"{told.subject}{said}"
    if not _is_supported(whole, asked, quotes, told) and not _is_list(whole, asked, quotes, told):
        return None
    years = [token.year.year for token in statement.tokens if token.year is not None]
    is_aim = told.is_aim or load_claim_words().patterns["aims"].search(said) is not None
    return Told(subject or told.subject, years[-1] if years else told.year, is_aim, something=True)


def _subject(statement: Statement) -> str:
    """The words that a statement begins with, up to its verb or figure, where they name something."""
    found: list[Token] = []
    for token in statement.tokens:
        if token.figure is not None or token.is_verb:
            break
        found.append(token)
    generic = load_claim_words().sets["generic"]
    return (
        "".join(token.text for token in found)
        if any(token.is_noun and token.text not in generic for token in found)
        else ""
    )


def _is_supported(said: str, asked: Asked, quotes: Sequence[Evidence], told: Told) -> bool:
    """Whether one quote says it, as it is or turned round."""
    for text, only in ((said, ""), *_turned(said)):
        plain = replace(read_statement(text), inherited=told.year)
        for statement in (plain, *with_moved_figures(plain)):
            for quote in quotes:
                if only and only not in fold_claim(quote.text):
                    continue
                if _says(statement, quote, asked, told):
                    return True
    return False


def _says(statement: Statement, quote: Evidence, asked: Asked, told: Told) -> bool:
    for reading in quote.readings():
        ways = Alignment(statement, reading, quote, asked).ways()
        if any(
            holds(Way(found, statement, reading, quote, asked, told.is_aim, told.subject))
            for found in islice(ways, MOST_WAYS)
        ):
            return True
    return False


def _turned(said: str) -> list[tuple[str, str]]:
    """The same said the other way round; with it what the quote must not be without (责任单位 for 负责)."""
    made = []
    for pattern, forms in load_claim_words().turns:
        if (match := pattern.match(said)) is None:
            continue
        for form in forms:
            template, _, only = form.partition("|")
            if not only or only in match.groups():
                made.append((match.expand(re.sub(r"\$(\d)", r"\\\1", template)), "责任" if only else ""))
    return made


def _is_list(said: str, asked: Asked, quotes: Sequence[Evidence], told: Told) -> bool:
    """Whether each member of a list is said on its own; a count before them must be theirs."""
    match = LEADS.match(said) or BEGINS.match(said)
    lead, listed = (match[1], match[2]) if match else ("", said)
    listed = re.sub(r"等[^、\d]{0,6}$", "", listed)
    if load_claim_words().patterns["negations"].search(lead):
        return False
    items = {_bare(quote.text) for quote in quotes if quote.is_item}
    for joints in (r"、", r"、|和|与|以及|及"):
        members = [one for one in re.split(joints, listed) if one]
        if not 2 <= len(members) <= MOST_MEMBERS:
            continue
        if all(_bare(one) in items for one in members):
            return _is_of_question(lead, asked, len(members))
        if all(_is_supported(f"{lead}{one}", asked, quotes, told) for one in members):
            return True
    return False


def _is_of_question(lead: str, asked: Asked, count: int) -> bool:
    """Whether what leads a list of our items says no more than the question, and counts them rightly."""
    statement = read_statement(lead)
    if asked.is_denied and not load_claim_words().patterns["negations"].search(lead) and statement.subject_words:
        return False
    for token in statement.tokens:
        if token.figure is not None:
            if token.figure.dimension != "count" or token.figure.numbers != (count,) or token.figure.bound:
                return False
        elif token.text not in asked.text and token.text not in ("共", "一共", "共有", "项目"):
            return False
    years = {token.year.year for token in statement.tokens if token.year}
    return years <= set(asked.years)


def _bare(text: str) -> str:
    return re.sub(r"[()\s]", "", fold_claim(text))
