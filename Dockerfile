# Metodsök in a container: not root, nothing written outside /data, health asked from within.
# docs/drift.md tells how to use it. Not run by our tests: they have no Docker.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt pyproject.toml README.md LICENSE LICENSE-texts ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY indexer indexer
COPY web web
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . && /venv/bin/pip uninstall -y pip

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data metodsok && install -d -o metodsok /data /data/corpus /data/index /data/state
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER metodsok
WORKDIR /data
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/health', timeout=10)"]
CMD ["metodsok", "serve", "--host", "0.0.0.0"]
