// Runs a standalone module in this JavaScript engine and prints its report as JSON: {code, place, fuel, outputs, violations}.
// Ints are {"int": "text"}, floats {"float": number}, symbols strings: nothing is lost on the way.
import { readFileSync } from "node:fs";

const bytes = readFileSync(process.argv[2]);
const module = new WebAssembly.Module(bytes);
if (WebAssembly.Module.imports(module).length > 0) throw new Error("the module has imports");
const about = JSON.parse(new TextDecoder().decode(WebAssembly.Module.customSections(module, "bytelogic")[0]));
const { memory, bytelogic_run } = new WebAssembly.Instance(module).exports;

const report = bytelogic_run() >>> 0;
const view = new DataView(memory.buffer);
let at = 0;
const u32 = () => view.getUint32((at += 4) - 4, true);
const u64 = () => Number(view.getBigUint64((at += 8) - 8, true));

at = report;
const [code, site] = [u32(), u32()];
const [fuel, rounds, memoryBytes, tupleCounts, outputs, outputSize] = [u64(), u64(), u64(), u64(), u64(), u64()];
const outputCount = u32();

function value() {
  const [tag, length] = [u32(), u32()];
  const bits = (at += 8) - 8;
  if (tag === 0) return { int: view.getBigInt64(bits, true).toString() };
  if (tag === 1) return { float: view.getFloat64(bits, true) };
  if (tag !== 2) throw new Error(`unknown tag ${tag}`);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(memory.buffer, at, length));
  at += (length + 7) & ~7;
  return text;
}

const [answers, violations] = [[], []];
at = outputs;
for (let i = 0; code === 0 && i < outputCount; ++i) {
  const [output, kind, rowCount, columnCount] = [u32(), u32(), u32(), u32()];
  if (kind === 3) {
    const { name, variables } = about.constraints[output];
    if (variables.length !== columnCount) throw new Error("a witness has a value for each variable");
    const count = value();
    const witness = () => Object.fromEntries(variables.map((variable) => [variable, value()]));
    violations.push({ constraint: name, count, witnesses: Array.from({ length: rowCount }, witness) });
    continue;
  }
  const { text } = about.outputs[output];
  if (kind === 1) {
    answers.push({ text, truth: rowCount === 1 });
    continue;
  }
  const rows = Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, value));
  answers.push(kind === 0 ? { text, columns: about.outputs[output].columns, rows } : { text, value: rows[0][0] });
}
if (code === 0 && at !== outputs + outputSize) throw new Error("the outputs do not end where they should");
const place = about.sites[site]?.slice(0, 3) ?? [0, 0, 0];
console.log(JSON.stringify({ code, place, fuel, outputs: answers, violations }));
