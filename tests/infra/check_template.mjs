// check_template.mjs FILE...: checks plain CloudFormation (JSON, as expand_template prints it) against AWS's own
// description of its resource types. Prints a JSON object: for each file the list of its mistakes.
//
// Source: npm's @aws-cdk/aws-service-spec, the database that the AWS CDK is generated from.

import { readFileSync } from 'node:fs';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

const specification = loadAwsServiceSpecSync();
let mistakes = [];
const report = (path, message) => mistakes.push(`${path}: ${message}`);

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
// What a function gives is known only on AWS, so a function is taken for whatever is asked, but for both sides of an If.
const isFunction = (value) => {
  const names = isMap(value) ? Object.keys(value) : [];
  return names.length === 1 && (names[0] === 'Ref' || names[0].startsWith('Fn::'));
};

function checkMembers(value, properties, path) {
  if (!isMap(value)) return report(path, `must be a map, not ${JSON.stringify(value)}`);
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(properties, name)) report(`${path}.${name}`, 'AWS has no such property');
    else checkValue(member, properties[name].type, `${path}.${name}`);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (property.required && !Object.hasOwn(value, name)) report(path, `AWS requires ${name}`);
  }
}

const checks = {
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value), // CloudFormation converts
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  integer: (value) => Number.isInteger(Number(value)) && value !== '',
  number: (value) => Number.isFinite(Number(value)) && value !== '',
  json: (value) => isMap(value) || typeof value === 'string',
  'date-time': (value) => !Number.isNaN(Date.parse(value)),
  tag: (value) => isMap(value) && Object.keys(value).sort().join() === 'Key,Value',
  null: (value) => value === null,
};

function checkValue(value, type, path) {
  if (isFunction(value)) {
    const branches = value['Fn::If'];
    if (branches) for (const index of [1, 2]) checkValue(branches[index], type, `${path}.Fn::If[${index}]`);
    return;
  }
  switch (type.type) {
    case 'ref':
      return checkMembers(value, specification.get('typeDefinition', type.reference.$ref).properties, path);
    case 'array':
      if (!Array.isArray(value)) return report(path, `must be a list, not ${JSON.stringify(value)}`);
      return value.forEach((element, index) => checkValue(element, type.element, `${path}[${index}]`));
    case 'map':
      if (!isMap(value)) return report(path, `must be a map, not ${JSON.stringify(value)}`);
      return Object.entries(value).forEach(([name, element]) => checkValue(element, type.element, `${path}.${name}`));
    case 'union': {
      const before = mistakes.length;
      const attempts = type.types.map((alternative) => {
        checkValue(value, alternative, path);
        return mistakes.splice(before);
      });
      // Of several kinds that all fail, the one that fits best says what is wrong.
      mistakes.push(...attempts.sort((a, b) => a.length - b.length)[0]);
      return undefined;
    }
    default:
      if (!Object.hasOwn(checks, type.type)) return report(path, `has a type that this test does not know: ${type.type}`);
      if (!checks[type.type](value)) report(path, `must be a ${type.type}, not ${JSON.stringify(value)}`);
      return undefined;
  }
}

// Every Ref, GetAtt and Sub names something of this template; an attribute must be one that AWS gives.
function checkReferences(value, template, path) {
  if (Array.isArray(value)) return value.forEach((element, index) => checkReferences(element, template, `${path}[${index}]`));
  if (!isMap(value)) return;
  const known = (name) => name.startsWith('AWS::') || name in template.Resources || name in template.Parameters;
  const checkAttribute = (id, attribute) => {
    const resource = template.Resources[id];
    if (!resource) return report(path, `there is no resource ${id}`);
    const [type] = specification.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
    if (type && !Object.hasOwn(type.attributes, attribute)) report(path, `AWS gives no ${attribute} of an ${resource.Type}`);
  };
  if (isFunction(value)) {
    const [[name, argument]] = Object.entries(value);
    if (name === 'Ref' && !known(argument)) report(path, `there is no parameter and no resource ${argument}`);
    if (name === 'Fn::GetAtt') checkAttribute(...(Array.isArray(argument) ? argument : argument.split(/\.(.*)/s)));
    if (name === 'Fn::Sub') {
      const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
      for (const [, variable] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
        const dot = variable.indexOf('.');
        if (variable in variables) continue;
        if (dot >= 0) checkAttribute(variable.slice(0, dot), variable.slice(dot + 1));
        else if (!known(variable)) report(path, `there is no parameter and no resource ${variable}`);
      }
    }
  }
  for (const [name, member] of Object.entries(value)) checkReferences(member, template, `${path}.${name}`);
}

// What a resource refers to is created before it, on AWS too: no circle may be left.
function checkCircles(template) {
  const waitsFor = {};
  for (const [id, resource] of Object.entries(template.Resources)) {
    const text = JSON.stringify([resource.Properties, (resource.DependsOn ?? []).map((other) => ({ Ref: other }))]);
    const names = [...text.matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"|"Fn::GetAtt":"(\w+)\.|\$\{(\w+)[.}]/g)];
    waitsFor[id] = names.map((match) => match.slice(1).find(Boolean)).filter((name) => name in template.Resources);
  }
  const done = new Set();
  const visit = (id, path) => {
    if (path.includes(id)) return report(`Resources.${id}`, `waits for itself: ${[...path.slice(path.indexOf(id)), id].join(' -> ')}`);
    if (done.has(id)) return undefined;
    waitsFor[id].forEach((other) => visit(other, [...path, id]));
    done.add(id);
    return undefined;
  };
  Object.keys(waitsFor).forEach((id) => visit(id, []));
}

function check(template) {
  mistakes = [];
  for (const [id, resource] of Object.entries(template.Resources)) {
    const path = `Resources.${id}`;
    const [type] = specification.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
    if (!type) report(path, `AWS has no type ${resource.Type}`);
    else checkMembers(resource.Properties ?? {}, type.properties, `${path}.Properties`);
    checkReferences(resource.Properties, template, `${path}.Properties`);
  }
  checkReferences(template.Outputs, template, 'Outputs');
  checkCircles(template);
  return mistakes;
}

const files = process.argv.slice(2);
console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, check(JSON.parse(readFileSync(file, 'utf8')))]))));
