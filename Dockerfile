# Two stages: the first builds, the second holds only what runs. Built with:  docker build -t downlink .
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY cogs cogs
RUN python -m venv /opt/downlink && /opt/downlink/bin/pip install --no-cache-dir -c constraints.txt '.[full-text]'

FROM python:3.13-slim
COPY --from=build /opt/downlink /opt/downlink
COPY config.example.toml /usr/share/downlink/config.example.toml
# config.toml and the store lie in /data, so that a new image finds them again.
RUN useradd --uid 10001 --no-create-home downlink && mkdir /data && chown downlink /data
USER downlink
WORKDIR /data
VOLUME /data
ENV PATH=/opt/downlink/bin:$PATH PYTHONUNBUFFERED=1
# Fails when briefs can't be delivered, not only when the process is gone.
HEALTHCHECK --interval=60s --timeout=5s --start-period=90s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["downlink"]
CMD ["run", "--config", "/data/config.toml", "--health-port", "8080"]
