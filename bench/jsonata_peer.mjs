// jsonata_peer.mjs MAPPINGS.json SECONDS: what bench_jsonata does, with the npm package (tests/node_modules).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const tests = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../tests');
const jsonata = createRequire(tests + '/')('jsonata');
const handOn = x => (typeof x === 'number' ? String(x) : x);
const rows = [];
for (const { mapping, input } of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
  const expression = jsonata(mapping);
  for (const name of ['decimal', 'instant']) expression.registerFunction(name, handOn);
  const evaluate = () => expression.evaluate(input, { receivedAt: '2026-03-01T12:00:00.000Z' });
  const result = await evaluate();
  const seconds = Number(process.argv[3]);
  for (const warm = performance.now(); performance.now() - warm < 500 * seconds;) await evaluate(); // let it be compiled
  let count = 0;
  const start = performance.now();
  do {
    for (let i = 0; i < 20; i++) await evaluate();
    count += 20;
  } while (performance.now() - start < 1000 * seconds);
  rows.push({ us: (performance.now() - start) * 1000 / count, result });
}
console.log(JSON.stringify(rows));
