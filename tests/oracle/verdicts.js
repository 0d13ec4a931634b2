// Says of YAML what a Backstage backend says: stdin has one {"id", "yaml"} a line, stdout one
// {"id", "document", "valid", "ref", "json", "error"} for each document that is not empty.
// With files as arguments it reads those; their ids are their paths. A line with "values": true asks only what
// the YAML holds: "json" for each document, empty ones too.
//
// The order is the backend's: parse, envelope, fill in placeholders, entity policies, the validators
// of the built-in kinds and of templates, then the references that become relations.
'use strict';

const fs = require('node:fs');
const readline = require('node:readline');
const { parseAllDocuments } = require('yaml');
const model = require('@backstage/catalog-model');
const { templateEntityV1beta3Validator } = require('@backstage/plugin-scaffolder-common');

const checkEnvelope = model.entityEnvelopeSchemaValidator();
const policies = [
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
];
const kinds = ['component', 'api', 'resource', 'system', 'domain', 'group', 'user', 'location']
  .map(kind => model[`${kind}EntityV1alpha1Validator`])
  .concat(templateEntityV1beta3Validator);

const owner = ['owner', 'group'];
const system = ['system', 'system'];
const dependencies = [['dependsOn'], ['dependencyOf']];
const relations = {
  Component: [owner, system, ...dependencies, ['subcomponentOf', 'component'], ['providesApis', 'api'], ['consumesApis', 'api']],
  API: [owner, system],
  Resource: [owner, system, ...dependencies],
  System: [owner, ['domain', 'domain']],
  Domain: [owner, ['subdomainOf', 'domain']],
  Group: [['parent', 'group'], ['children', 'group'], ['members', 'user']],
  User: [['memberOf', 'group']],
  Template: [owner],
};

const placeholder = 'placeholder'; // for a text that only the backend can fetch
const textPlaceholders = ['$text', '$openapi', '$asyncapi'];

function fillIn(value, seen = new Set()) {
  if (value === null || typeof value !== 'object' || seen.has(value)) return value;
  seen.add(value);
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.length === 1 && textPlaceholders.includes(keys[0]) && typeof value[keys[0]] === 'string')
    return placeholder;
  for (const key of keys) {
    const filled = fillIn(value[key], seen);
    if (filled !== value[key]) value[key] = filled;
  }
  return value;
}

async function check(raw) {
  checkEnvelope(raw);
  let entity = fillIn(raw);
  for (const policy of policies) entity = await policy.enforce(entity);
  const known = [];
  for (const kind of kinds) known.push(await kind.check(entity));
  if (!known.includes(true)) throw new Error('no processor knows the kind and apiVersion');
  for (const [field, defaultKind] of relations[entity.kind] ?? []) {
    const value = entity.spec[field];
    for (const reference of Array.isArray(value) ? value : [value])
      if (reference && reference !== placeholder) model.parseEntityRef(reference, { defaultKind, defaultNamespace: entity.metadata.namespace });
  }
  return model.stringifyEntityRef(entity);
}

// What was read, to compare the values too; undefined for what refers to itself.
function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

async function verdict(document) {
  if (document.errors.length > 0) return { valid: false, error: String(document.errors[0]).toWellFormed() }; // it may cut a pair in two
  try {
    const value = document.toJSON();
    if (value === null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not a map');
    const json = asJson(value);
    return { valid: true, ref: await check(value), json };
  } catch (error) {
    return { valid: false, error: String(error).toWellFormed() };
  }
}

function value(document) {
  if (document.errors.length > 0) return { valid: false, error: String(document.errors[0]).toWellFormed() };
  try {
    return { valid: true, json: asJson(document.toJSON()) };
  } catch (error) {
    return { valid: false, error: String(error).toWellFormed() };
  }
}

async function verdicts(id, yaml, values) {
  const documents = parseAllDocuments(yaml, { merge: false, logLevel: 'silent' });
  for (let index = 0; index < documents.length; index++) {
    const result = values ? value(documents[index]) : await verdict(documents[index]);
    if (result) process.stdout.write(`${JSON.stringify({ id, document: index, ...result })}\n`);
  }
  process.stdout.write(`${JSON.stringify({ id, end: true })}\n`);
}

async function main() {
  const files = process.argv.slice(2);
  for (const file of files) await verdicts(file, fs.readFileSync(file, 'utf8'));
  if (files.length > 0) return;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, yaml, values } = JSON.parse(line);
    await verdicts(id, yaml, values);
  }
}

main();
