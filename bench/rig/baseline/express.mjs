// The design that this project replaces: Express, the Agent SDK's query() for each request, pg, jose. It has no tools
// (its MCP server would be one more process for each turn), which is in its favour.
// env: PORT DATABASE_URL JWT_SECRET CLAUDE_CLI_PATH ANTHROPIC_BASE_URL AGENT_CWD PG_POOL (10)
import express from 'express';
import pg from 'pg';
import { jwtVerify } from 'jose';
import { query } from '@anthropic-ai/claude-agent-sdk';

const env = process.env,
  pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: +(env.PG_POOL || 10) });
const key = new TextEncoder().encode(env.JWT_SECRET);
const q = (text, values) => pool.query(text, values).then(r => r.rows);

async function authenticateRequest(req) {
  const h = req.headers.authorization;
  if (!h?.startsWith('Bearer ')) return null;
  try {
    const { payload } = await jwtVerify(h.slice(7), key, { audience: 'authenticated' });
    return { id: payload.sub, email: payload.email };
  } catch {
    return null;
  }
}
const isMember = async (ws, user) =>
  (await q('select 1 from workspace_members where workspace_id = $1 and user_id = $2', [ws, user])).length > 0;

async function agentChatHandler(req, res) {
  const session = await authenticateRequest(req);
  if (!session) return res.status(401).json({ error: 'Unauthorized' });
  const { message, agentId, workspaceId, conversationId } = req.body ?? {};
  if (!message || !agentId || !workspaceId)
    return res.status(400).json({ error: 'message, agentId and workspaceId are required' });
  if (!(await isMember(workspaceId, session.id))) return res.status(403).json({ error: 'Forbidden' });
  const [agent] = await q('select * from agents where id = $1 and workspace_id = $2 and is_active', [
    agentId,
    workspaceId,
  ]);
  if (!agent) return res.status(404).json({ error: 'Agent not found' });
  const [ai] = agent.ai_agent_id ? await q('select * from ai_agents where id = $1', [agent.ai_agent_id]) : [];
  const rules = await q(
    'select rule_type, rule_content, condition from agent_rules where agent_id = $1 and is_enabled order by priority',
    [agent.ai_agent_id],
  );
  const skills = await q(
    'select s.name, s.description, s.content from agent_skills s join agent_skill_assignments a on a.skill_id = s.id where a.agent_id = $1 and s.is_active',
    [agentId],
  );
  const memories = await q('select path, content from agent_memories where agent_id = $1 and workspace_id = $2', [
    agentId,
    workspaceId,
  ]);
  let conv =
    conversationId &&
    (await q('select * from agent_conversations where id = $1 and user_id = $2', [conversationId, session.id]))[0];
  if (!conv)
    [conv] = await q(
      'insert into agent_conversations (agent_id, workspace_id, user_id, title) values ($1, $2, $3, $4) returning *',
      [agentId, workspaceId, session.id, message.slice(0, 80)],
    );
  await q("insert into agent_messages (conversation_id, role, content) values ($1, 'user', $2)", [conv.id, message]);
  let systemPrompt = ai?.system_prompt || agent.system_prompt;
  for (const r of rules)
    systemPrompt += `\n- ${r.rule_type === 'when' ? `When ${r.condition}` : r.rule_type.toUpperCase()}: ${r.rule_content}`;
  for (const s of skills) systemPrompt += `\n\n## Skill: ${s.name}\n${s.description}\n${s.content}`;
  for (const m of memories) systemPrompt += `\n\n### ${m.path}\n${m.content}`;

  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  const send = m => res.write(`event: ${m.type}\ndata: ${JSON.stringify(m)}\n\n`);
  const abort = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) abort.abort();
  });
  const parts = [],
    started = new Map();
  let text = '',
    sent = false;
  try {
    for await (const m of query({
      prompt: message,
      options: {
        model: 'claude-sonnet-4-20250514',
        systemPrompt,
        maxTurns: 10,
        maxThinkingTokens: 4000,
        disallowedTools: ['Task'],
        allowedTools: agent.tools.map(n => `mcp__dreamteam__${n}`),
        permissionMode: 'bypassPermissions',
        allowDangerouslySkipPermissions: true,
        persistSession: true,
        includePartialMessages: true,
        abortController: abort,
        ...(conv.sdk_session_id ? { resume: conv.sdk_session_id } : {}),
        ...(env.CLAUDE_CLI_PATH ? { pathToClaudeCodeExecutable: env.CLAUDE_CLI_PATH } : {}),
        ...(env.AGENT_CWD ? { cwd: env.AGENT_CWD } : {}),
      },
    })) {
      if (!sent && m.session_id) {
        sent = true;
        send({ type: 'session', sessionId: m.session_id, conversationId: conv.id, isResumed: !!conv.sdk_session_id });
      }
      if (m.type === 'stream_event' && m.event.type === 'content_block_delta') {
        const d = m.event.delta;
        if (d.type === 'text_delta') {
          text += d.text;
          send({ type: 'text', content: d.text, isComplete: false });
        } else if (d.type === 'thinking_delta') send({ type: 'reasoning', content: d.thinking, isComplete: false });
      } else if (m.type === 'assistant') {
        for (const b of m.message.content) {
          if (b.type === 'tool_use') {
            started.set(b.id, Date.now());
            parts.push({ type: 'tool-call', toolCallId: b.id, toolName: b.name, args: b.input, state: 'running' });
            send({
              type: 'tool_start',
              toolName: b.name,
              toolCallId: b.id,
              args: b.input,
              displayName: b.name.replace(/^mcp__\w+?__/, ''),
            });
          } else if (b.type === 'text') parts.push({ type: 'text', text: b.text });
          else if (b.type === 'thinking') parts.push({ type: 'reasoning', reasoning: b.thinking });
        }
      } else if (m.type === 'user' && Array.isArray(m.message.content)) {
        for (const b of m.message.content)
          if (b.type === 'tool_result')
            send({
              type: 'tool_result',
              toolCallId: b.tool_use_id,
              result: b.content,
              success: !b.is_error,
              durationMs: Date.now() - (started.get(b.tool_use_id) ?? Date.now()),
            });
      } else if (m.type === 'result') {
        const u = m.usage ?? {},
          usage = {
            inputTokens: u.input_tokens ?? 0,
            outputTokens: u.output_tokens ?? 0,
            costUsd: m.total_cost_usd ?? 0,
          };
        if (m.is_error) {
          send({ type: 'error', message: m.result ?? m.errors?.join('; ') ?? m.subtype, recoverable: true });
          continue;
        }
        send({ type: 'text', content: '', isComplete: true });
        await q("insert into agent_messages (conversation_id, role, content, parts) values ($1, 'assistant', $2, $3)", [
          conv.id,
          text,
          JSON.stringify(parts),
        ]);
        await q(
          'update agent_conversations set sdk_session_id = $2, total_input_tokens = total_input_tokens + $3, total_output_tokens = total_output_tokens + $4, total_cost_usd = total_cost_usd + $5, updated_at = now() where id = $1',
          [conv.id, m.session_id, usage.inputTokens, usage.outputTokens, usage.costUsd],
        );
        send({ type: 'done', usage, turnCount: m.num_turns ?? 1 });
      }
    }
  } catch (e) {
    if (!res.destroyed) send({ type: 'error', message: String(e.message ?? e), recoverable: false });
  }
  res.end();
}

const app = express();
app.use(express.json({ limit: '1mb' }));
app.get('/health', (_, res) => res.json({ status: 'ok' }));
app.post(['/api/agent-chat', '/agent-chat'], (req, res) =>
  agentChatHandler(req, res).catch(e => {
    console.error(e);
    if (!res.headersSent) res.status(500).json({ error: 'Internal error' });
    else res.end();
  }),
);
app.get('/api/agents', async (req, res) => {
  const session = await authenticateRequest(req);
  if (!session) return res.status(401).json({ error: 'Unauthorized' });
  const { workspaceId, limit = 50, offset = 0 } = req.query;
  if (!workspaceId || !(await isMember(workspaceId, session.id))) return res.status(403).json({ error: 'Forbidden' });
  const agents = await q(
    'select g.*, a.id is not null as "isHired", a.id as "localAgentId", a.hired_at as "hiredAt" from ai_agents g left join agents a on a.ai_agent_id = g.id and a.workspace_id = $1 and a.is_active where g.is_enabled order by g.name limit $2 offset $3',
    [workspaceId, limit, offset],
  );
  const [{ total }] = await q('select count(*)::int total from ai_agents where is_enabled', []);
  res.json({ agents, total });
});
const server = app.listen(+(env.PORT || 3002), '127.0.0.1', () =>
  console.log('baseline on ' + server.address().port),
);
server.keepAliveTimeout = 65000;
