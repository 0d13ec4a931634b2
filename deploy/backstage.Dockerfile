# syntax=docker/dockerfile:1
# Backstage: packages from the lock file, the frontend built, no build tools in the image that runs. Build from the checkout's root:
#   docker build -f deploy/backstage.Dockerfile -t infra-ai-backstage .

FROM node:24-bookworm-slim AS build
WORKDIR /backstage
COPY backstage/package.json backstage/package-lock.json backstage/.npmrc ./
COPY backstage/packages/app/package.json packages/app/
COPY backstage/packages/backend/package.json packages/backend/
COPY backstage/plugins/infra-ai/package.json plugins/infra-ai/
COPY backstage/plugins/infra-ai-backend/package.json plugins/infra-ai-backend/
RUN --mount=type=cache,target=/root/.npm npm ci
COPY backstage/ ./
# The backend runs from its sources; of the frontend only what was built is needed.
RUN npm run build \
    && npm prune --omit=dev --workspace backend --include-workspace-root=false

FROM node:24-bookworm-slim
# mkdocs and its theme make TechDocs; curl is for the health check.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl mkdocs mkdocs-material \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=node --group=node /data/techdocs
WORKDIR /backstage
COPY --from=build --chown=node:node /backstage ./
COPY --chown=node:node catalog/ /catalog/
COPY --chown=node:node templates/ /templates/
USER node
ENV NODE_ENV=production \
    CATALOG_FOLDER=/catalog \
    TEMPLATES_FOLDER=/templates \
    TECHDOCS_FOLDER=/data/techdocs \
    BACKSTAGE_LISTEN=0.0.0.0
EXPOSE 3000 7007
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:7007/api/catalog/health"]
CMD ["node", "--no-node-snapshot", "packages/backend/src/index.ts"]
