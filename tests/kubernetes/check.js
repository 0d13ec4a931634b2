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

faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length === 0 && objects.length > 0 ? 0 : 1;
