"""The library of some of another library's sources: as if the others had never been taken in.

In: the whole library, and the sources wanted. Out: what is to be put into the library that holds these alone, and what
goes. Nothing is read anew, but a source that stands there only as the copy of one that is not wanted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from graph.records import Source
from ingest.copies import Copy
from ingest.extracting import Extractor
from ingest.library import Library, Shelved
from ingest.naming import NAMESAKE
from ingest.readable_library import ReadableLibrary
from ingest.sources.unreadable import Unreadable
from ingest.tagger.contract import TextTagger

Sign = tuple[str, str, str, str]  # format, hash of the file, stamp of the rules, what it is a copy of


@dataclass(frozen=True, slots=True)
class Excerpt:
    """put: sources that are taken over; heirs: copies that stand for what is not wanted, each with whose copy it is;
    copies; gone: names."""

    put: Sequence[Shelved]
    heirs: Sequence[Copy]
    copies: Sequence[Copy]
    gone: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.put or self.heirs or self.copies or self.gone)

    def write(self, whole: ReadableLibrary, library: Library, tagger: TextTagger | None) -> None:
        """Carry it out."""
        for entry in self.put:
            extraction = whole.extraction(entry.name)
            assert extraction is not None, entry.name
            library.put(replace(extraction, source=_by_itself(extraction.source)), entry.stamp, entry.origin)
        if self.heirs:
            self._write_heirs(whole, library, tagger)
        for copy in self.copies:
            library.put_copy(copy)
        for name in self.gone:
            library.drop(name)

    def _write_heirs(self, whole: ReadableLibrary, library: Library, tagger: TextTagger | None) -> None:
        with closing(Extractor(tagger)) as extractor:
            extractor.prepare()
            for copy in self.heirs:
                source = whole.source(copy.of)
                assert source is not None, copy.of
                heir = replace(_by_itself(source), name=copy.name, format=copy.format, sha256=copy.sha256)
                found = extractor.extract(heir)
                if not isinstance(found, Unreadable):  # it was readable under the other name
                    library.put(found, copy.stamp, copy.origin)


def _by_itself(source: Source) -> Source:
    """Without what is said of other files that stand in its name's way."""
    remarks = tuple(one for one in source.layout.remarks if one.why != NAMESAKE)
    return replace(source, layout=replace(source.layout, remarks=remarks))


def excerpt_of(whole: ReadableLibrary, wanted: Collection[str], held: Library | None) -> Excerpt:
    """held: the library that holds what was wanted before; None: nothing yet."""
    put = [entry for entry in whole.sources() if entry.name in wanted]
    heirs, copies = _copies(whole, wanted)
    before = {} if held is None else _signs(held.sources(), held.copies())
    after = _signs([*put, *heirs], copies)
    new = {name for name, sign in after.items() if before.get(name) != sign}
    return Excerpt(
        [one for one in put if one.name in new],
        [one for one in heirs if one.name in new],
        [one for one in copies if one.name in new],
        sorted(before.keys() - after.keys()),
    )


def _copies(whole: ReadableLibrary, wanted: Collection[str]) -> tuple[list[Copy], list[Copy]]:
    """The copies wanted: those that stand for what is not wanted, the first of each, and the others."""
    by_text: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in whole.copies():
        if copy.name in wanted:
            by_text[copy.of].append(copy)
    heirs, others = [], []
    for of, alike in by_text.items():
        if of in wanted:
            others += alike
        else:
            heirs.append(alike[0])
            others += [replace(copy, of=alike[0].name) for copy in alike[1:]]
    return heirs, others


def _signs(sources: Sequence[Shelved | Copy], copies: Sequence[Copy]) -> dict[str, Sign]:
    of_sources = {one.name: (one.format, one.sha256, one.stamp, "") for one in sources}
    return of_sources | {one.name: (one.format, one.sha256, one.stamp, one.of) for one in copies}
