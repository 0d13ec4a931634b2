# syntax=docker/dockerfile:1
# The agent: built with the SDK, run on the slim ASP.NET image as an ordinary user. Build from the checkout's root:
#   docker build -f deploy/agent.Dockerfile -t infra-ai-agent .

FROM node:24-bookworm-slim AS page
WORKDIR /page
COPY src/InfraAi.Agent/web/package.json src/InfraAi.Agent/web/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY src/InfraAi.Agent/web/ ./
RUN npm run build -- --outDir /page/wwwroot --emptyOutDir

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /work
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY src/ src/
# There is no Node in this image, so the page is left out here and comes from the stage above.
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/InfraAi.Agent --configuration Release --output /app -p:LaunchBuild=true --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# git publishes the projects; curl is for the health check; leptonica prepares pictures.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl git liblept5 \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=app --group=app /data
WORKDIR /app
COPY --from=build /app ./
COPY --from=page /page/wwwroot ./wwwroot/
USER app
ENV INFRA_AI_ROOT=/app \
    INFRA_AI_HOME=/data \
    AGENT_URL=http://agent:8000 \
    AGENT_LISTEN=0.0.0.0
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8000/health"]
ENTRYPOINT ["dotnet", "InfraAi.Agent.dll"]
