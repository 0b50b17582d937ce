// node report.mjs RESULTS [--write DOCUMENT]: the tables of docs/performance.md out of the lines that a run appended, as
// medians over its repetitions. With --write they replace what stands between the document's two bench marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').map(line => JSON.parse(line));
const named = name => lines.filter(line => line.name === name);
const median = values => {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  return sorted.length === 0 ? NaN : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const value = (name, pick) => median(named(name).map(pick));
const number = (x, digits) => (Number.isFinite(x) ? x.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits }) : '–');
// A percentile of a histogram, unless it is empty.
const quantile = (kind, p) => line => (line.ms[kind].n > 0 ? line.ms[kind][p] : NaN);
const row = cells => `| ${cells.join(' | ')} |`;
const out = [];

function table(title, heads, rows) {
  out.push(`### ${title}`, '', row(heads), row(heads.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row), '');
}

const digitsOf = x => (x < 10 ? 2 : x < 100 ? 1 : 0);
const latency = [
  ['first turn, to the first text', 'new', quantile('firstText', 'p50')],
  ['first turn, whole', 'new', quantile('total', 'p50')],
  ['later turn, to the first text', 'talk', quantile('laterText', 'p50')],
  ['later turn, whole', 'talk', quantile('laterTotal', 'p50')],
  ['later turn, whole, p99', 'talk', quantile('laterTotal', 'p99')],
].map(([label, kase, pick]) => {
  const [cli, express, ours] = ['cli', 'express', 'ours'].map(who => value(`${who}/${kase}`, pick));
  return [label, ...[cli, express, ours].map(x => number(x, digitsOf(x))), number(ours / cli, 2), number(express / ours, 1)];
});
table('Turn latency, ms', ['median of one user', 'CLI alone', 'Express', 'ours', 'ours / CLI', 'Express / ours'], latency);

const reads = ['agents1', 'agents32'].flatMap(kase => {
  const users = kase.slice(6);
  return [
    ['requests a second', line => line.requestsPerSecond, 0, (express, ours) => ours / express],
    ['server CPU a request, µs', line => line.cpuUsPerRequest, 0, (express, ours) => express / ours],
    ['p50, ms', quantile('total', 'p50'), 2, (express, ours) => express / ours],
    ['p99, ms', quantile('total', 'p99'), 2, (express, ours) => express / ours],
  ].map(([label, pick, digits, ratio]) => {
    const [express, ours] = ['express', 'ours'].map(who => value(`${who}/${kase}`, pick));
    return [`${users} connection${users === '1' ? '' : 's'}: ${label}`, number(express, digits), number(ours, digits), number(ratio(express, ours), 2)];
  });
});
table('GET /api/agents', ['', 'Express', 'ours', 'ours better by'], reads);

const weight = [['memory of the server alone after the reads, MiB', line => line.rssMiB]].map(([label, pick]) => {
  const [express, ours] = ['express', 'ours'].map(who => value(`${who}/agents32`, pick));
  return [label, number(express, 0), number(ours, 0), number(express / ours, 2)];
});
table('Weight', ['', 'Express', 'ours', 'ours better by'], weight);

const failed = lines.reduce((sum, line) => sum + line.failed, 0);
const idle = median(lines.map(line => line.hostIdlePercent));
const commit = process.env.BENCH_COMMIT ? `, commit ${process.env.BENCH_COMMIT}` : '';
out.push(
  `${new Date().toISOString().slice(0, 10)}${commit}; ${cpus().length} cores (${cpus()[0].model.trim()}), ` +
    `${number(totalmem() / 2 ** 30, 0)} GiB, Linux ${release()}; ${named('ours/agents32').length} repetitions; ` +
    `${number(failed, 0)} failed requests; ${number(idle, 0)} % of the machine idle (median).`,
);

const text = out.join('\n');
console.log(text);
const at = process.argv.indexOf('--write');
if (at > 0) {
  const [open, close] = ['<!-- bench: begin -->', '<!-- bench: end -->'];
  const document = readFileSync(process.argv[at + 1], 'utf8');
  const [start, end] = [document.indexOf(open), document.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`${process.argv[at + 1]} has no bench marks`);
  writeFileSync(process.argv[at + 1], `${document.slice(0, start + open.length)}\n\n${text}\n\n${document.slice(end)}`);
}
if (failed > 0) process.exitCode = 1;
