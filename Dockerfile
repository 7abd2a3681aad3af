# The service in a container. Nothing is compiled or fetched in the last stage; the process runs without root and needs
# no writable root file system: data, keys and temporary files lie on mounts of their own.
#
#   docker build -t mishao .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -v mishao-data:/var/lib/mishao -v mishao-keys:/etc/mishao -p 127.0.0.1:8470:8470 mishao

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY requirements requirements
COPY tools tools
COPY app app
COPY detectors detectors
COPY policies policies
COPY migrations migrations
# The install script compiles the engine's kernels, once, so that the container starts fast and needs no compiler.
ENV PYTHON=python3.11 PIP_NO_CACHE_DIR=1 NUMBA_CACHE_DIR=/opt/mishao/kernels
RUN tools/install image /opt/mishao \
    && install -m 0755 tools/entrypoint /opt/mishao/bin/mishao-entrypoint

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/mishao --shell /usr/sbin/nologin mishao \
    && install -d -o mishao -g mishao -m 0700 /var/lib/mishao /etc/mishao
COPY --from=build /opt/mishao /opt/mishao
ENV PATH=/opt/mishao/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MISHAO_HOME=/var/lib/mishao \
    MISHAO_ROOT_KEY_FILE=/etc/mishao/root.key \
    MISHAO_ANCHOR_FILE=/etc/mishao/checkpoints \
    MISHAO_HOST=0.0.0.0 \
    MISHAO_PORT=8470
USER 10001:10001
WORKDIR /var/lib/mishao
VOLUME ["/var/lib/mishao", "/etc/mishao"]
EXPOSE 8470
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8470/healthz', timeout=4)"]
ENTRYPOINT ["mishao-entrypoint"]
CMD ["mishao", "serve"]
