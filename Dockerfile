# Two images: `docker build --target cpu .` (the default) and `docker build --target cuda .`
FROM python:3.12-slim-bookworm AS base
ENV PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1 TF_CPP_MIN_LOG_LEVEL=2 HOME=/tmp
WORKDIR /opt/handpose

# The sources are laid over the dependencies, so that a change of code does not install anew.
FROM base AS cuda
COPY requirements/docker-cuda.lock requirements/
RUN pip install --require-hashes -r requirements/docker-cuda.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN pip install --no-deps --no-build-isolation .
WORKDIR /workspace
ENTRYPOINT ["handpose"]
CMD ["--help"]

FROM base AS cpu
COPY requirements/docker-cpu.lock requirements/
RUN pip install --require-hashes -r requirements/docker-cpu.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN pip install --no-deps --no-build-isolation .
WORKDIR /workspace
ENTRYPOINT ["handpose"]
CMD ["--help"]
