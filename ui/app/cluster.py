"""An ingestion by workers (`mailuo ingest --on ray`): the tools of a run, with hands that are a cluster's.

In: the tools of this machine, where the cluster is, and where workers leave what they found. Out: the same tools, which
have files read and understood, and names resolved, by those workers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ingest.cluster.hands import ClusterHands
from ingest.cluster.making import Making
from ingest.cluster.ray_cluster import OWN, ClusterUnusable, RayCluster, Workers
from ingest.cluster.understanding import Stamps
from ingest.extract import rules_stamp
from ingest.parquet.shelf import ParquetShelf
from ingest.parquet.store import SharedStore

if TYPE_CHECKING:
    from ingest.pipeline import Tools
    from ui.app.settings import Settings

LEFT = "understood"  # below the home, where no store is set: what is left of a run that was cut short


@contextmanager
def on_cluster(tools: Tools, asked: Workers, settings: Settings) -> Iterator[Tools]:
    """The tools for a run; the cluster begins with the first file that is to be read, and ends with the run."""
    if settings.store is None and asked.address != OWN:
        raise ClusterUnusable(
            f"--on {asked.address}: set MAILUO_STORE to a place that all machines share, a folder or s3://bucket/folder"
        )
    left = settings.home / LEFT
    address = settings.store or str(left.absolute())
    making = Making(settings.model, settings.cache, settings.device, address, has_tagger=tools.tagger is not None)
    stamps = Stamps(rules_stamp(tools.tagger), tools.encoder.stamp)
    cluster = RayCluster(asked, making, stamps)
    shelf = ParquetShelf(SharedStore.at(address))
    hands = partial(ClusterHands, cluster, shelf, stamps, tools.vectors)
    with closing(cluster):
        yield replace(tools, hands=hands, spread=cluster)
    if settings.store is None:
        shutil.rmtree(left, ignore_errors=True)
