"""How far the work of this process is, on whatever page one looks at it."""

from __future__ import annotations

import streamlit as st

from ingest.generations import HomeBusy
from ingest.sources.reading import recognition_seconds
from ingest.sources.unreadable import reason
from ui.app.fields import FileFields
from ui.app.jobs import Job
from ui.web.language import Language
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.server.door import the_door
from ui.web.session import here, open_jobs

EVERY_SECONDS = 0.7
MOST_NAMES = 5  # of the things worked on


def draw_job(words: Language) -> None:
    """The work that runs, whoever began it, with its stages; what came of the one begun on this page in this visit,
    until it is dismissed."""
    jobs = open_jobs()
    if jobs.running and (not the_door().asks or _is_ours(jobs.last)):
        _follow(words)
    elif (ended := jobs.ended(here())) is not None:
        _draw_end(words, ended)


def _is_ours(job: Job | None) -> bool:
    """Whether it was begun in this visit: where people sign in, others' files are not for all to see."""
    return job is not None and job.place.visit == here().visit


@st.fragment(run_every=EVERY_SECONDS)
def _follow(words: Language) -> None:
    job = open_jobs().last
    if job is None or job.finished.is_set():
        # everything on the page may have changed with the new generation
        st.rerun(scope="app")
    share = min(1.0, job.done / job.total) if job.total else 0.0
    stage = words.say(f"job.stage.{job.stage}") if job.stage else words.say("job.begin")
    names = "、".join(job.names[:MOST_NAMES]) + ("…" if len(job.names) > MOST_NAMES else "")
    counted = f"{job.done} / {job.total}" if job.total else ""
    if job.stage == "recognise":
        minutes = max(1, round(recognition_seconds(job.total) / 60))
        counted = f"{counted} ({words.say('job.recognise', pages=job.total, minutes=minutes)})"
    draw_html(
        f"<div class='job' role='status'><strong>{plain(words.say(f'job.{job.kind}', names=names))}</strong>"
        f"<div class='gauge'><span style='width:{share:.1%}'></span></div>"
        f"<span class='quiet'>{plain(stage)} {plain(counted)} {plain(job.what)}</span></div>"
    )


def _draw_end(words: Language, job: Job) -> None:
    kind, text = _said(words, job)
    summary = job.summary
    done = None if summary is None or "verdict" in summary or "decision" in summary else summary
    files = [*done["failures"], *done["skipped"], *done["remarks"]] if done else []
    lines = "".join(_file(words, file) for file in files)
    copies = done["copies"] if done else []
    lines += "".join(f"<li>{plain(words.say('job.copy', name=one['name'], of=one['of']))}</li>" for one in copies)
    with st.container(key=f"job-end-{kind}", horizontal=True, vertical_alignment="center"):
        draw_html(f"<div class='job {kind}' role='status'>{plain(text)}{f'<ul>{lines}</ul>' if lines else ''}</div>")
        if st.button(words.say("job.dismiss"), key="dismiss-job", type="tertiary"):
            open_jobs().dismiss(here())
            st.rerun()


def _file(words: Language, file: FileFields) -> str:
    """The file's name, and why it was not taken in or what is to be known of it."""
    why = reason(file["why"], file["values"], words.code)
    return f"<li><strong>{plain(file['source'])}</strong> {plain(why)}</li>"


def _said(words: Language, job: Job) -> tuple[str, str]:
    """Whether it went well, and what is said."""
    if isinstance(job.error, HomeBusy):
        return "wrong", words.say("error.busy")
    if job.error is not None:
        return "wrong", words.say("job.failed", why=str(job.error))
    if job.summary is None:
        return "wrong", words.say("job.broken")
    if "verdict" in job.summary or "decision" in job.summary:
        return "well", words.say("job.decided", count=len(job.names))
    if job.kind == "remove":
        return "well", words.say("job.removed", names="、".join(job.names))
    done = job.summary
    taken = [*done["added"], *done["changed"]]
    said = [words.say("job.taken", count=len(taken))] if taken else []
    if done["copies"]:
        said.append(words.say("job.copies", count=len(done["copies"])))
    if done["unchanged"]:
        said.append(words.say("job.unchanged", count=len(done["unchanged"])))
    if done["failures"]:
        said.append(words.say("job.failures", count=len(done["failures"])))
    if done["skipped"]:
        said.append(words.say("job.skipped", count=len(done["skipped"])))
    return ("wrong" if done["failures"] else "well"), words.say("job.and").join(said)
