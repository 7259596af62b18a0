"""What a person may not read is in no answer of any route."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.ui.rest.sites import Site
from tests.ui.rest.test_routes import ADMINISTRATORS, GETS

WORDS = ("二期", "6.5", "建成投产", "开通运营")  # only 2024.txt says them
HIDDEN: list[tuple[str, str, dict[str, Any]]] = [
    ("show", "/v1/show", {"name": "惠科显示模组生产线二期项目"}),
    ("documents", "/v1/documents/2024.txt%231", {}),
    ("documents", "/v1/documents/2024.txt%231/text", {}),
    ("documents", "/v1/documents/2024.txt%231/outline", {}),
    ("show-text", "/v1/text", {"source": "2024.txt"}),
    ("search", "/v1/search", {"query": "启动惠科项目建设", "limit": 50}),
    ("find", "/v1/find", {"text": "erqi"}),
]
READ = [one for one in (*GETS, *HIDDEN) if one[1] not in ADMINISTRATORS]


@pytest.fixture(scope="module")
def hiding(open_site):
    """One that hides the later plan from its guest."""
    with open_site() as opened:
        opened.house.main.put_in_collection(["2024.txt"], "内部")
        yield opened


def said(site: Site, path: str, given: dict[str, Any], who: str) -> str:
    """The answer, without what was asked."""
    reply = site.client.get(path, params=given, headers=site.headers(who))
    body = reply.content
    if reply.headers["content-type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    text = body.decode("utf-8")
    for value in given.values():
        text = text.replace(str(value), "…")
    return text


@pytest.mark.parametrize(("verb", "path", "given"), READ, ids=[path for _, path, _ in READ])
def test_no_route_says_it(hiding: Site, verb: str, path: str, given: dict[str, Any]) -> None:
    told = said(hiding, path, given, "guest")
    assert not [word for word in WORDS if word in told], told


def test_who_may_read_it_is_told(hiding: Site) -> None:
    told = "".join(said(hiding, path, given, "reader") for _, path, given in READ)
    assert [word for word in WORDS if word not in told] == []


def test_what_is_hidden_now_is_no_answer_that_stands(hiding: Site) -> None:
    """An ETag from before must not say that nothing has changed."""
    headers = hiding.headers("guest")
    tag = hiding.client.get("/v1/documents", headers=headers).headers["etag"]
    hiding.house.main.put_in_collection(["2023.txt"], "内部")
    again = hiding.client.get("/v1/documents", headers={**headers, "If-None-Match": tag})
    hiding.house.main.put_in_collection(["2023.txt"], "")
    assert (again.status_code, again.json()["documents"]) == (200, [])
