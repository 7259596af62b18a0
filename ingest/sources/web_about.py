"""What a web page says of itself: title, day of publication, number and issuer of its document.

The bars and tables above the article say it (索引号, 发文机关, 发文字号 …), the <meta> of the head, the first heading.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from graph.records import About
from ingest.sources.web_lines import lines_of
from ingest.sources.web_words import about, labels

LONGEST_VALUE = 120
MOST_LINES = 3_000
DAY = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
NUMBER = re.compile(
    r"[\u4e00-\u9fff()（）]{1,14}[〔\[【(（﹝［]\s*(?:19|20)\d\d\s*[〕\]】)）﹞］]\s*(?:第\s*)?\d{1,4}\s*号|第\s*\d{1,4}\s*号"
)
BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|办|中心|署|处|会|镇|乡|街道|集团|公司|大学)"
)
SHORT = re.compile(
    r"[本我]?[省市县区州旗乡镇](?:[人委政府]|发改|财政|[^市县区州省]{1,8}(?:局|委|办|厅)$)"
)  # 市政府办: of which city?
SITE = re.compile(r"[-_|—–－·>]+")  # between the title of an article and the name of its site
SITE_NAME = re.compile(r"网|门户|政务|首页|政府信息公开|人民政府$|委员会$|局$|厅$|平台$|专栏$|动态$|公告$|公开$|文件$")


def find_about(root: HtmlElement) -> About:
    """What the page says of itself; of what it does not say, None."""
    said = _labelled(root)
    meta = _meta(root)

    def first(thing: str) -> list[str]:
        return [said[label] for label in about()[thing]["labels"] if label in said]

    def named(thing: str) -> list[str]:
        return [meta[name] for name in about()[thing]["meta"] if name in meta]

    title = _title(root, named("title"), first("title"))
    issuers = [*first("issuer"), *([] if _names_issuer(title) else [*first("source"), *named("source")])]
    days = [day for value in (*first("published"), *named("published")) if (day := _day(value))]
    numbers = [match.group() for value in first("doc_number") if (match := NUMBER.search(value))]
    return About(
        title=title,
        published=days[0] if days else None,
        doc_number="".join(numbers[0].split()) if numbers else None,
        issuer=next((issuer for issuer in map(_body, issuers) if issuer), None),
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        value = " ".join((element.get("content") or "").split())
        if name and value:
            found.setdefault(name, value)
    return found


def _labelled(root: HtmlElement) -> dict[str, str]:
    """Label → value, from “label：value” on a line and from a label and its value on lines of their own."""
    names = "|".join(sorted(labels(), key=len, reverse=True))
    pair = re.compile(
        rf"(?:^|[\s|｜【\[(（>])({_spaced(names)})\s*[】\]]?\s*[:：]\s*(.*?)(?=[\s|｜【\[(（]+(?:{names})\s*[】\]]?\s*[:：]|$)"
    )
    body = root.find("body")
    found: dict[str, str] = {}
    waiting = ""
    for count, line in enumerate(lines_of(root if body is None else body)):
        if count > MOST_LINES:
            break
        if len(line) > 4 * LONGEST_VALUE:
            waiting = ""
            continue
        bare = "".join(line.split()).strip("【】[]:：")
        if bare in labels():
            waiting = bare
            continue
        pairs = pair.findall(line)
        for label, value in pairs:
            _keep(found, "".join(label.split()), value)
        if waiting and not pairs:
            _keep(found, waiting, line)
        waiting = "".join(pairs[-1][0].split()) if pairs and not pairs[-1][1].strip() else ""
    return found


def _spaced(names: str) -> str:
    """文　号 and 文号 are one."""
    return r"文\s+号|名\s+称|来\s+源|标\s+题|" + names


def _keep(found: dict[str, str], label: str, value: str) -> None:
    value = value.strip().strip("】]|｜>").strip()
    if 0 < len(value) <= LONGEST_VALUE and "".join(value.split()).rstrip(":：") not in labels():
        found.setdefault(label, value)


def _title(root: HtmlElement, meta: list[str], said: list[str]) -> str | None:
    """The title of the article, where the page says which it is."""
    heads = [" ".join("".join(head.itertext()).split()) for head in root.iter("h1")]
    heads = [head for head in heads if SITE_NAME.search(head) is None]
    return next((title for title in (*meta, *said, *heads) if len(title) >= 4), None)


def page_title(root: HtmlElement) -> str:
    """The title in the head of a page, without the name of its site; it may be that of a whole column."""
    page = " ".join((root.findtext(".//title") or "").split())
    parts = [part.strip() for part in SITE.split(page) if part.strip()]
    own = [part for part in parts if not SITE_NAME.search(part)] or parts
    # a stroke may be the title's own: 2021—2025年
    return page if len(parts) > 1 and len(own) == len(parts) else max(own, key=len, default="")


def _names_issuer(title: str | None) -> bool:
    return re.match(r".{3,30}?(?:关于|印发)", title or "") is not None


def _body(value: str) -> str | None:
    value = value.split(" ")[0].strip("（）()：:")
    return value if BODY.fullmatch(value) and not SHORT.match(value) else None


def _day(value: str) -> str | None:
    match = DAY.search(value)
    if match is None:
        return None
    year, month, day = (int(match[at] or match[at + 3]) for at in (1, 2, 3))
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
