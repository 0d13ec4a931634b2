// node check.js FOLDER: every document of the folder's YAML files against the schemas of two versions of Kubernetes (npm kubernetes-models, made from
// the published OpenAPI: 4.5.1 is v1.33, 5.1.0 is v1.36). The models' validate() finds wrong values and missing fields; TypeScript's check of
// object literals against their types finds fields that do not exist, which the API server would refuse. One line a fault; exit code 1 with any.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const versions = ["1.33", "1.36"];
const here = import.meta.dirname;
const folder = process.argv[2];
const faults = [];
const objects = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
  .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), "utf8")).map((document) => ({ name, value: document.toJS() })));

for (const version of versions) {
  const source = mkdtempSync(join(here, ".check-"));
  try {
    const lines = [];
    for (const [i, { name, value }] of objects.entries()) {
      const path = `kubernetes-${version}/${value.apiVersion}/${value.kind}`;
      try {
        const model = await import(path);
        new model[value.kind](value).validate();
      } catch (error) {
        faults.push(`${version} ${name} ${value.kind}: ${error.message}`);
        if (error.code === "ERR_MODULE_NOT_FOUND") {
          continue; // no such kind in this version: no type to check either
        }
      }
      lines.push(`import type { I${value.kind} as T${i} } from "${path}";`);
      lines.push(`export const o${i}: T${i} = ${JSON.stringify(value)};`);
    }
    const file = join(source, "objects.ts");
    writeFileSync(file, lines.join("\n"));
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    for (const found of ts.getPreEmitDiagnostics(program)) {
      faults.push(`${version}: ${ts.flattenDiagnosticMessageText(found.messageText, " ").slice(0, 300)}`);
    }
  } finally {
    rmSync(source, { recursive: true });
  }
  console.log(`Kubernetes ${version}: ${objects.length} objects`);
}

// What the schemas cannot say: the restricted Pod Security Standard, roots that cannot be written, and a network in which nobody talks unasked.
const policies = objects.filter(({ value }) => value.kind === "NetworkPolicy").map(({ value }) => value);
if (!policies.some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes.length === 2 && !spec.ingress && !spec.egress)) {
  faults.push("network: no policy denies everything to everybody");
}

for (const { name, value } of objects.filter(({ value }) => value.spec?.template?.spec)) {
  const where = `${name} ${value.kind} ${value.metadata.name}`;
  const pod = value.spec.template.spec;
  const labels = value.spec.template.metadata.labels;
  if (pod.securityContext?.runAsNonRoot !== true || pod.securityContext?.seccompProfile?.type !== "RuntimeDefault" || pod.automountServiceAccountToken !== false) {
    faults.push(`${where}: runs as root, without a seccomp profile, or with a token of the cluster`);
  }
  if (pod.hostNetwork || pod.hostPID || pod.hostIPC || (pod.volumes ?? []).some((volume) => volume.hostPath)) {
    faults.push(`${where}: reaches its host`);
  }
  for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
    const rights = container.securityContext;
    if (rights?.allowPrivilegeEscalation !== false || rights?.privileged || !rights?.capabilities?.drop?.includes("ALL") || rights?.capabilities?.add) {
      faults.push(`${where} ${container.name}: may gain rights`);
    }
    if (rights?.readOnlyRootFilesystem !== true) {
      faults.push(`${where} ${container.name}: can write its root`);
    }
    if (!container.resources?.limits?.memory) {
      faults.push(`${where} ${container.name}: has no limit of memory`);
    }
  }
  const own = policies.filter(({ spec }) => Object.entries(spec.podSelector.matchLabels ?? {}).some(([key, label]) => labels[key] === label));
  if (!own.some(({ spec }) => spec.ingress?.length > 0 && spec.ingress.every((rule) => rule.from?.length > 0 && rule.ports?.length > 0))) {
    faults.push(`${where}: no policy says who may call it, and where`);
  }
}

faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length === 0 && objects.length > 0 ? 0 : 1;
