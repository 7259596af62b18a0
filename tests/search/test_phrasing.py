"""A language model behind a small local server that behaves well, slowly, wrongly, and not at all."""

import json
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.claims.evidence import Evidence
from search.phrasing import Phrasing, keeps_to, phrase, within

pytest.importorskip("openai")


QUESTION = "怀化2023年粮食产量多少万吨?"
QUOTES = ["2023年粮食产量稳定在30.5万吨,新建“北斗”农场三家。"]
CITATIONS = [Evidence(quote) for quote in QUOTES]


def completion(content):
    message = {"role": "assistant", "content": content}
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
    }  # fmt: skip


@contextmanager
def server(body, *, status=200, seconds=0.0):
    """An address that answers everything with the body; also what it was sent."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            time.sleep(seconds)
            payload = body if isinstance(body, bytes) else json.dumps(body).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)
            except OSError:
                pass  # the client has gone

        def log_message(self, format, *args):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Phrasing(f"http://127.0.0.1:{running.server_port}/v1", "m", None, seconds=5.0), sent
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def test_a_model_that_keeps_to_the_citations_is_heard():
    with server(completion("2023年粮食产量\n30.5万吨。")) as (phrasing, sent):
        assert phrase(phrasing, QUESTION, CITATIONS) == "2023年粮食产量 30.5万吨。"
    (path, request), *more = sent
    assert (path, request["model"], more) == ("/v1/chat/completions", "m", [])
    assert QUOTES[0] in request["messages"][-1]["content"]
    assert QUESTION in request["messages"][-1]["content"]


WRONG = [
    (completion("2023年粮食产量31万吨。"), 200),  # nobody said that
    (completion(""), 200),
    (completion(None), 200),
    (completion("无"), 200),
    (completion("粮食产量" * 200), 200),
    ({"choices": []}, 200),
    ({"choices": [{}]}, 200),
    ({"choices": "粮食"}, 200),
    ([], 200),
    ("粮食产量", 200),
    (b"<html>busy</html>", 200),
    (b"", 200),
    (b"\xff\xfe", 200),
    ({"error": {"message": "no"}}, 401),
    ({"error": {"message": "no"}}, 500),
    (b"gone", 404),
]


@pytest.mark.parametrize(("body", "status"), WRONG)
def test_a_model_that_goes_wrong_is_not_heard(body, status):
    with server(body, status=status) as (phrasing, _):
        assert phrase(phrasing, QUESTION, CITATIONS) is None


def test_a_slow_model_is_not_waited_for():
    with server(completion("粮食产量30.5万吨。"), seconds=1.5) as (phrasing, sent):
        begun = time.monotonic()
        assert phrase(Phrasing(phrasing.base_url, "m", None, seconds=0.2), QUESTION, CITATIONS) is None
        assert time.monotonic() - begun < 1.4
    assert len(sent) <= 1  # it is not asked again


def test_a_model_that_trickles_is_not_waited_for():
    assert within(0.05, lambda: time.sleep(0.5) or "粮食") is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "nonsense", "http://["])
def test_nobody_there(address):
    assert phrase(Phrasing(address, "m", "key", seconds=0.5), QUESTION, CITATIONS) is None


def test_without_the_client_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    assert phrase(Phrasing("http://127.0.0.1:9/v1", "m", None), QUESTION, CITATIONS) is None


def test_nothing_cited_is_not_phrased():
    with server(completion("粮食产量30.5万吨。")) as (phrasing, sent):
        assert phrase(phrasing, QUESTION, []) is None
    assert sent == []


KEEPS = [
    ("粮食产量30.5万吨", True),
    ("粮食产量３０．５万吨", True),
    ("粮食产量30万吨", False),
    ("粮食产量305万吨", False),
    ("粮食产量三十万吨", False),
    ("新建“北斗”农场", True),
    ("新建北斗农场三家", True),
    ("新建农场三家", False),
    ("新建农场四家", False),
    ("新建“南斗”农场", False),
    ("见《怀化粮食方案》:粮食产量30.5万吨", False),
    ("我不知道", False),
]


@pytest.mark.parametrize(("text", "keeps"), KEEPS)
def test_what_the_citations_do_not_say_is_not_believed(text, keeps):
    assert keeps_to(text, QUESTION, CITATIONS) is keeps


def test_a_number_with_separators_is_the_same_number():
    assert keeps_to("地区生产总值2390亿元", "总值?", [Evidence("地区生产总值2,390亿元。")])
