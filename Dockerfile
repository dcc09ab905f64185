# The GitHub App as a container: `docker compose up --build` runs it with its database, see compose.yaml.
# It needs no git: the App reads repositories through GitHub's API.
#
# Node is named by version and by digest, since a tag can be pushed again. For another version take the digest that
# `docker buildx imagetools inspect node:VERSION-bookworm-slim` prints, and write it in all three places.

FROM node:22.22.3-bookworm-slim@sha256:e21fc383b50d5347dc7a9f1cae45b8f4e2f0d39f7ade28e4eef7d2934522b752 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json esbuild.config.mjs ./
COPY policies policies
COPY src src
RUN npm run build

FROM node:22.22.3-bookworm-slim@sha256:e21fc383b50d5347dc7a9f1cae45b8f4e2f0d39f7ade28e4eef7d2934522b752 AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22.22.3-bookworm-slim@sha256:e21fc383b50d5347dc7a9f1cae45b8f4e2f0d39f7ade28e4eef7d2934522b752
LABEL org.opencontainers.image.title="Bakegate" \
      org.opencontainers.image.description="Reviews infrastructure changes, and blocks changes in place, lost data and credentials in code" \
      org.opencontainers.image.licenses="Apache-2.0"

# The program belongs to root and is not written to; all that changes is under /data, so the root file system may be read-only.
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY policies policies
COPY --from=build /app/dist dist
RUN install -d -o node -g node -m 0700 /data
VOLUME /data

ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    BAKEGATE_DATA_DIR=/data
EXPOSE 3000
USER node

# Alive, which is not ready: /readyz also asks whether GitHub knows the App.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Node is process 1 and answers the signal itself: it takes no more webhooks and lets reviews end, for up to 8 seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["serve"]
