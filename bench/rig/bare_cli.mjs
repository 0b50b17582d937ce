// The Claude CLI alone, with no server around it: how long a turn takes that nothing can be faster than.
//   node bare_cli.mjs --conversations 8 --turns 4 --think 300 --message "…" --name cli/talk --json FILE
// A conversation is one process: the first turn counts from its start, later ones from their user line. Takes
// CLAUDE_CLI_PATH, ANTHROPIC_BASE_URL, AGENT_CWD and HOME from the environment. Appends a line as sse_load does.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const argument = (name, otherwise) => {
  const at = process.argv.indexOf('--' + name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const conversations = Number(argument('conversations', 8));
const turns = Number(argument('turns', 4));
const think = Number(argument('think', 300));
const message = argument('message', 'hello');
const patience = 60_000;

// As the server starts it.
const flags = [
  '--output-format', 'stream-json', '--input-format', 'stream-json', '--verbose', '--include-partial-messages',
  '--setting-sources=', '--strict-mcp-config', '--tools', '', '--disallowedTools', 'Task',
  '--permission-prompt-tool', 'stdio', '--session-mirror', '--permission-mode=default',
  '--max-thinking-tokens=4000', '--max-turns=10', '--model=claude-sonnet-4-20250514',
];
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CLAUDE_CONFIG_DIR: process.env.HOME + '/.claude',
  ANTHROPIC_BASE_URL: process.env.ANTHROPIC_BASE_URL,
  ANTHROPIC_API_KEY: 'bench',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_AUTOUPDATER: '1',
};
const samples = { firstText: [], laterText: [], total: [], laterTotal: [] };

async function converse() {
  const began = performance.now();
  const cli = spawn(process.env.CLAUDE_CLI_PATH, flags, {
    cwd: process.env.AGENT_CWD,
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: cli.stdout })[Symbol.asyncIterator]();
  const timer = setTimeout(() => cli.kill('SIGKILL'), patience);
  const send = line => cli.stdin.write(JSON.stringify(line) + '\n');
  const next = async wanted => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the CLI ended in the middle of a turn');
      if (value.startsWith('{') && wanted(JSON.parse(value))) return performance.now();
    }
  };
  send({ type: 'control_request', request_id: '1', request: { subtype: 'initialize', hooks: null, systemPrompt: ['You are an agent.'] } });
  for (let turn = 0; turn < turns; turn++) {
    if (turn > 0) await sleep(think);
    const start = turn === 0 ? began : performance.now();
    send({ type: 'user', session_id: '', message: { role: 'user', content: message }, parent_tool_use_id: null });
    const text = await next(line => line.event?.delta?.type === 'text_delta');
    const end = await next(line => line.type === 'result');
    samples[turn === 0 ? 'firstText' : 'laterText'].push(text - start);
    samples.total.push(end - start);
    if (turn > 0) samples.laterTotal.push(end - start);
  }
  const exited = new Promise(resolve => cli.on('exit', resolve));
  cli.stdin.end();
  await exited;
  clearTimeout(timer);
}

const quantile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0;
function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = sorted.reduce((a, b) => a + b, 0) / (sorted.length || 1);
  return { n: sorted.length, p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? 0, mean };
}

for (let i = 0; i < conversations; i++) await converse();
const ms = Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, summary(values)]));
const line = JSON.stringify({ name: argument('name', 'cli'), done: samples.total.length, failed: 0, ms });
console.log(line);
if (argument('json')) appendFileSync(argument('json'), line + '\n');
