"""What documents say of one another → links between the documents that are there, and how each stands.

In: the documents and the references found in them, the sources' texts. Out: links, each once by its ends and kind, and
the standing of those that are not simply in force. A title means the document of the same words, place and years; a
document number decides where it is given. What is not sure (two documents would fit) is not linked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from graph.lexicon.divisions import Divisions
from graph.lexicon.wordings import wordings
from graph.records import (
    Document,
    DocumentLink,
    DocumentLinkKind,
    DocumentStanding,
    Reference,
    Standing,
)
from graph.resolve.titles import Mark, TitleForm, forms_of

any_of = wordings("documents").any_of

# What says more counts before what says less, where one document says several things of another.
ORDER = tuple(DocumentLinkKind)
REASONS = {
    DocumentLinkKind.DRAFT_OF: "同题的正式稿",
    DocumentLinkKind.REPLACES: "文中写明取代或废止",
    DocumentLinkKind.ADJUSTS: "文中写明调整或修订",
    DocumentLinkKind.ISSUES: "通知印发",
    DocumentLinkKind.IMPLEMENTS: "文中写明依据或落实",
    DocumentLinkKind.CITES: "文中提到",
}
# A plan may put an end to one of its own title; what it cites or carries out is another.
OF_OTHERS = (DocumentLinkKind.IMPLEMENTS, DocumentLinkKind.CITES)
OWN_TEXT = ("draft-title", "draft-head", "draft-file-name", "revised-title", "revised-file-name")
IN_PART = re.compile(rf"{any_of('revised_in_part')}[)）]?$")
SHINGLE = 8  # characters: two texts are compared by the stretches of this length that they share
LONGEST_DRAFTING = 2  # years between a draft and its final text
ALIKE = 0.6  # share of a draft's stretches that its final text has too
LONGEST_ALIKE = 60_000  # characters looked at of a text


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of another one. `whole`: that it is another text of the whole plan, not of parts of it."""

    link: DocumentLink
    whole: bool


def link_documents(
    documents: Sequence[Document], references: Sequence[Reference], texts: Mapping[str, str]
) -> tuple[list[DocumentLink], list[DocumentStanding]]:
    """Links and standings, sorted."""
    shelf = Shelf(documents, {r.document_id for r in references if r.kind is DocumentLinkKind.DRAFT_OF})
    told = tell(shelf, references, texts)
    return [one.link for one in told], list(standings(shelf, told))


def tell(shelf: Shelf, references: Sequence[Reference], texts: Mapping[str, str]) -> list[Told]:
    """What the references say, once for each two documents; sorted by these."""
    found: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        other = shelf.text_of(reference, texts) if reference.rule in OWN_TEXT else shelf.meant_by(reference)
        if other is not None:
            found[reference.document_id, other.id].append(reference)
    told = []
    for (a_id, b_id), said in sorted(found.items()):
        reference = min(said, key=lambda one: (ORDER.index(one.kind), one.start, one.end))
        quote = texts[reference.source][reference.start : reference.end]
        reason = REASONS[reference.kind]
        if reference.rule not in OWN_TEXT and not reference.title:
            reason += "(按文号)"
        span = reference.source, reference.start, reference.end
        whole = reference.rule in OWN_TEXT and not IN_PART.search(shelf.documents[a_id].title)
        told.append(Told(DocumentLink(a_id, b_id, reference.kind, *span, quote, reason), whole))
    return told


def sought_by(reference: Reference, speaker: Document) -> Iterator[str]:
    """What the documents have in common that a reference may mean: words of their titles, their number, their area."""
    if reference.doc_number:
        yield f"n{number_key(reference.doc_number)}"
    if reference.rule in OWN_TEXT:
        yield f"w{_own_form(speaker).words}"
        yield f"r{speaker.region_code or ''}"
    else:
        yield from (f"w{form.words}" for form in forms_of(reference.title) if reference.title)


def found_by(document: Document) -> set[str]:
    """By what references may find a document."""
    found = {f"w{form.words}" for form in forms_of(document.title)} | {f"r{document.region_code or ''}"}
    return found | ({f"n{number_key(document.doc_number)}"} if document.doc_number else set())


class Shelf:
    """The documents by what they are called."""

    def __init__(self, documents: Iterable[Document], drafts: Collection[str]) -> None:
        """drafts: identifiers of those that say of themselves that they are."""
        self.documents = {document.id: document for document in documents}
        self.drafts = drafts
        self._by_number: dict[str, list[Document]] = defaultdict(list)
        self._by_words: dict[str, list[tuple[TitleForm, Document]]] = defaultdict(list)
        for document in self.documents.values():
            if document.doc_number and document.parent_id is None:
                self._by_number[number_key(document.doc_number)].append(document)
            for form in forms_of(document.title):
                self._by_words[form.words].append((form, document))

    def root(self, document_id: str) -> str:
        """The document that an annex belongs to, else itself."""
        parent = self.documents[document_id].parent_id
        return document_id if parent is None or parent not in self.documents else self.root(parent)

    # ------------------------------------------------------------------------------------------- what a reference means

    def meant_by(self, reference: Reference) -> Document | None:
        """The one document that a title or number in another document's text means; None: none or not sure."""
        speaker = self.documents[reference.document_id]
        if reference.doc_number and (numbered := self._by_number.get(number_key(reference.doc_number))):
            others = [one for one in numbered if self.root(one.id) != self.root(speaker.id)]
            return others[0] if len(others) == 1 else None
        if not reference.title or (reference.kind in OF_OTHERS and self._names_itself(reference, speaker)):
            return None
        fitting: list[Document] = []
        for form in forms_of(reference.title):
            called = (one for one in self._called(form, speaker) if one.id != speaker.id)
            fitting += [one for one in called if self._may_mean(reference, speaker, one)]
        chosen = self._chosen(list(dict.fromkeys(fitting)), reference, speaker)
        if chosen is None or self.root(chosen.id) != self.root(speaker.id):
            return chosen
        # a notice issues its own annex; else it speaks of itself
        return chosen if reference.kind is DocumentLinkKind.ISSUES else None

    def _names_itself(self, reference: Reference, speaker: Document) -> bool:
        """Whether the title is the speaker's own, or that of what it is annexed to, and not that of its draft."""
        own = {
            (f.words, f.mark)
            for one in (speaker.id, self.root(speaker.id))
            for f in forms_of(self.documents[one].title)
        }
        return any((form.words, form.mark) in own for form in forms_of(reference.title))

    def _called(self, form: TitleForm, speaker: Document) -> Iterator[Document]:
        """Those of the same words whose place and years agree with what is named, or with who speaks."""
        for other, document in self._by_words.get(form.words, ()):
            place = form.place or ("" if not form.is_common else speaker.region_code or "-")
            if not self._is_of(place, other, document, speaker) or not _years_agree(form, other, document):
                continue
            if form.is_common and not (form.years or _year_of(document) == _year_of(speaker)):
                continue
            yield document

    @staticmethod
    def _is_of(place: str, other: TitleForm, document: Document, speaker: Document) -> bool:
        own = other.place or document.region_code or "0"
        if place:
            return place == own or (place == "0" and other.place == "" and document.region_code is None)
        # a title without a place is that of the speaker's own area, or of one that it lies in
        area = speaker.region_code
        return own in ("0", area) or (area is not None and Divisions.load().is_within(area, own))

    def _may_mean(self, reference: Reference, speaker: Document, other: Document) -> bool:
        numbers = reference.doc_number, other.doc_number
        if all(numbers) and number_key(str(numbers[0])) != number_key(str(numbers[1])):
            return False
        later = _years_later(other, speaker)
        if later is None or reference.kind is DocumentLinkKind.CITES:
            return True
        return abs(later) <= 1 if reference.kind is DocumentLinkKind.ISSUES else later >= 0

    def _chosen(self, fitting: Sequence[Document], reference: Reference, speaker: Document) -> Document | None:
        """The one that is meant: of draft and final the one named, of several years the latest, of areas the own."""
        wants_draft = any(form.mark is Mark.DRAFT for form in forms_of(reference.title))
        fitting = [one for one in fitting if (self.root(one.id) in self.drafts) == wants_draft]
        if reference.kind is DocumentLinkKind.ISSUES and (own := [o for o in fitting if o.source == speaker.source]):
            fitting = own
        for better in (partial(_nearness, speaker), _written, _is_whole):
            best = max(map(better, fitting), default=0)
            fitting = [one for one in fitting if better(one) == best]
        return fitting[0] if len(fitting) == 1 else None

    # ------------------------------------------------------------------------------------------------ texts of one plan

    def text_of(self, reference: Reference, texts: Mapping[str, str]) -> Document | None:
        """The final text of a draft, or the earlier text of a revised one."""
        draft = self.documents[reference.document_id]
        is_draft = reference.kind is DocumentLinkKind.DRAFT_OF
        if not is_draft and draft.id in self.drafts:
            return None
        others = [
            one
            for one in self.documents.values()
            if one.parent_id is None and one.source != draft.source and one.id not in self.drafts
        ]
        same = [one for one in others if _is_same_plan(draft, one, is_draft) and _comes_after(draft, one, is_draft)]
        if is_draft and not same:
            near = [one for one in others if _may_be_same(draft, one) and _comes_after(draft, one, is_draft)]
            own = _stretches(draft, texts) if near else frozenset()
            same = [one for one in near if _share(own, _stretches(one, texts)) >= ALIKE]
        # the first final text after a draft, the last text before a revised one
        dated = sorted(same, key=lambda one: (one.published or str(one.written or ""), one.id))
        return (dated[0] if is_draft else dated[-1]) if dated else None


def number_key(number: str) -> str:
    """怀政办发[2023]4号 and 怀政办发〔2023〕4号 are one."""
    return re.sub(r"[^\w]", " ", number).replace(" 第", " ").strip()


def _year_of(document: Document) -> int | None:
    return document.year or document.written


def _years_agree(form: TitleForm, other: TitleForm, document: Document) -> bool:
    """Whether the years named are those of the document; where none are named, any."""
    if not form.years:
        return True
    if other.years:
        return set(form.years) <= set(other.years) or set(other.years) <= set(form.years)
    held = set(document.years or ()) | {document.year}
    return set(form.years) <= held or (document.year is None and document.years is None)


def _nearness(speaker: Document, other: Document) -> int:
    return 1 if speaker.region_code == other.region_code else 0


def _written(document: Document) -> int:
    return document.written or 0


def _is_whole(document: Document) -> int:
    """1 for what is no annex."""
    return int(document.parent_id is None)


def _own_form(document: Document) -> TitleForm:
    """The form of the plan itself, without the notice around it."""
    return forms_of(document.title)[-1]


def _is_same_plan(one: Document, other: Document, is_draft: bool) -> bool:
    """Whether two titles name one plan: same words, place and years; a draft was written not long before."""
    a, b = _own_form(one), _own_form(other)
    if a.words != b.words or not a.words:
        return False
    later = _years_later(one, other) or 0
    soon = not is_draft or abs(later) <= LONGEST_DRAFTING
    return soon and _places_agree(a, one, b, other) and _plan_years_agree(a, one, b, other)


def _places_agree(a: TitleForm, one: Document, b: TitleForm, other: Document) -> bool:
    places = [form.place or document.region_code or "" for form, document in ((a, one), (b, other))]
    return places[0] == places[1] or ("" in places and not a.is_common)


def _plan_years_agree(a: TitleForm, one: Document, b: TitleForm, other: Document) -> bool:
    if a.years and b.years:
        return a.years == b.years
    if one.years and other.years:
        return one.years == other.years
    return not a.is_common or _year_of(one) == _year_of(other)


def _years_later(one: Document, other: Document) -> int | None:
    """How many years after the one the other was published; None where that is not known of both."""
    if not one.published or not other.published:
        return None
    return int(other.published[:4]) - int(one.published[:4])


def _comes_after(one: Document, other: Document, is_draft: bool) -> bool:
    """Whether the other text is not earlier than a draft, or not later than a revised text."""
    earlier, later = (one, other) if is_draft else (other, one)
    if earlier.published and later.published:
        length = min(len(earlier.published), len(later.published))
        return earlier.published[:length] <= later.published[:length]
    return True


def _may_be_same(one: Document, other: Document) -> bool:
    a, b = _own_form(one), _own_form(other)
    if a.years and b.years and a.years != b.years:
        return False
    return one.region_code == other.region_code and _plan_years_agree(a, one, b, other)


def _stretches(document: Document, texts: Mapping[str, str]) -> frozenset[str]:
    """The stretches of some characters that a text is made of, without signs and blanks."""
    end = min(document.end, document.start + LONGEST_ALIKE)
    text = re.sub(r"[\W_]", "", texts[document.source][document.start : end])
    return frozenset(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1)))


def _share(draft: frozenset[str], final: frozenset[str]) -> float:
    """How much of the draft stands in the final text too, and the other way round."""
    fewer, more = sorted((len(draft), len(final)))
    return len(draft & final) / fewer if fewer * 3 > more else 0.0


# ---------------------------------------------------------------------------------------------------------- standing


def standings(shelf: Shelf, told: Sequence[Told]) -> Iterator[DocumentStanding]:
    """How each document stands that is not simply in force; an annex stands as what it belongs to does."""
    links = [one.link for one in told]
    whole = {(one.link.a_id, one.link.b_id) for one in told if one.whole}
    held = {document_id: DocumentStanding(document_id, Standing.DRAFT) for document_id in shelf.drafts}
    for link in links:
        if link.kind is DocumentLinkKind.DRAFT_OF:
            held[link.a_id] = DocumentStanding(link.a_id, Standing.DRAFT, link.b_id)
    held |= {standing.document_id: standing for standing in _ended(shelf, links, whole)}
    _end_together(links, held)
    for document_id in sorted(shelf.documents):
        standing = held.get(document_id) or held.get(shelf.root(document_id))
        if standing is not None:
            yield DocumentStanding(document_id, standing.standing, standing.by)


def _ended(shelf: Shelf, links: Sequence[DocumentLink], whole: set[tuple[str, str]]) -> Iterator[DocumentStanding]:
    """What others changed, then what they put an end to; a draft does neither yet. whole: pairs of a revised text and
    the one before it."""
    ends: list[DocumentStanding] = []
    for link in links:
        end = shelf.root(link.b_id)
        if shelf.root(link.a_id) in shelf.drafts or end in shelf.drafts or shelf.root(link.a_id) == end:
            continue
        if link.kind is DocumentLinkKind.REPLACES or (link.a_id, link.b_id) in whole:
            ends.append(DocumentStanding(end, Standing.SUPERSEDED, link.a_id))
        elif link.kind is DocumentLinkKind.ADJUSTS:
            yield DocumentStanding(end, Standing.ADJUSTED, link.a_id)
    yield from ends


def _end_together(links: Sequence[DocumentLink], held: dict[str, DocumentStanding]) -> None:
    """A plan stands as the notice that issued it, and the other way round."""
    for link in links:
        if link.kind is DocumentLinkKind.ISSUES:
            for one, other in ((link.a_id, link.b_id), (link.b_id, link.a_id)):
                if one in held and other not in held and held[one].by != other:
                    held[other] = DocumentStanding(other, held[one].standing, held[one].by)
