// What the drivers share: a server of their own, a browser, the messages on
// the kernel's websockets, and a report.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

export const here = path.dirname(fileURLToPath(import.meta.url));
const python = '/usr/bin/python3';

// What to do: --kernel NAME [--out DIR] [--timeout SECONDS].
export function options() {
  const { values } = parseArgs({
    options: {
      kernel: { type: 'string', default: 'unravel' },
      out: { type: 'string', default: 'out' },
      timeout: { type: 'string', default: '120' }
    }
  });
  return { ...values, notebook: path.join(here, 'outputs.ipynb'), timeout: Number(values.timeout) * 1000 };
}

// What the drivers type; each of its parts is a step.
export const readProfile = () => readJSON(path.join(here, 'profile.json'));

export async function readJSON(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// A copy of the notebook that asks for the kernel under test, without outputs.
async function stageNotebook({ notebook, kernel }, dir) {
  const content = await readJSON(notebook);
  content.metadata.kernelspec = { name: kernel, display_name: kernel };
  delete content.metadata.language_info;
  for (const cell of content.cells) {
    if (cell.cell_type === 'code') {
      Object.assign(cell, { outputs: [], execution_count: null });
    }
  }
  await writeFile(path.join(dir, 'test.ipynb'), JSON.stringify(content));
}

// Starts `argv PORT-OPTION` over a fresh folder; stop() ends it and its kernels.
async function startServer(argv, probePath, opts) {
  const home = await mkdtemp(path.join(tmpdir(), 'jupyter-rig-'));
  const root = path.join(home, 'root');
  await mkdir(root);
  await stageNotebook(opts, root);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(python, argv(port, root), {
    env: {
      ...process.env,
      JUPYTER_RUNTIME_DIR: path.join(home, 'runtime'),
      JUPYTER_CONFIG_DIR: path.join(home, 'config'),
      RIG_STATE: path.join(home, 'state'),
      PYDEVD_DISABLE_FILE_VALIDATION: '1'
    },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let log = '';
  child.stdout.on('data', d => (log += d));
  child.stderr.on('data', d => (log += d));
  const exited = new Promise(resolve => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10000);
    await exited;
    clearTimeout(timer);
    await rm(home, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) {
      break;
    }
    const up = await fetch(base + probePath).then(r => r.ok, () => false);
    if (up) {
      return { base, root, stop, log: () => log };
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error(`the server did not start:\n${log}`);
}

function openBrowser() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync']
  });
}

// One websocket frame as a kernel message: JSON text, JSON text with buffers
// (a table of big-endian 32-bit offsets), or v1.kernel.websocket.jupyter.org
// (little-endian 64-bit offsets, the channel, then the four parts).
export function decodeFrame(payload) {
  if (typeof payload === 'string') {
    return JSON.parse(payload);
  }
  const frame = Buffer.from(payload);
  if (frame.readUInt32BE(0) < 0x10000) {
    const end = frame.readUInt32BE(0) > 1 ? frame.readUInt32BE(8) : frame.length;
    return JSON.parse(frame.subarray(frame.readUInt32BE(4), end).toString());
  }
  const count = Number(frame.readBigUInt64LE(0));
  const at = i => Number(frame.readBigUInt64LE(8 * (i + 1)));
  const part = i => frame.subarray(at(i), at(i + 1)).toString();
  return {
    channel: part(0),
    header: JSON.parse(part(1)),
    parent_header: JSON.parse(part(2)),
    metadata: JSON.parse(part(3)),
    content: JSON.parse(part(4)),
    buffers: count - 6
  };
}

// Records what passes between the page and kernels, in order.
function recordWire(page) {
  const messages = [];
  const started = Date.now();
  let sockets = 0;
  page.on('websocket', ws => {
    if (!/\/api\/kernels\/.*\/channels/.test(ws.url())) {
      return;
    }
    const socket = ++sockets;
    const record = from => ({ payload }) => {
      const { channel, header, parent_header: parent, metadata, content } = decodeFrame(payload);
      messages.push({
        ms: Date.now() - started, socket, from, channel, type: header.msg_type,
        id: header.msg_id, parent: parent?.msg_id, metadata, content
      });
    };
    ws.on('framesent', record('page'));
    ws.on('framereceived', record('kernel'));
  });
  return messages;
}

export class Report {
  constructor(dir, head) {
    this.dir = dir;
    this.page = undefined;
    this.data = { ...head, steps: [], console: [] };
  }

  // Collects the page's errors but those that the client makes by itself.
  watch(page, own = []) {
    this.page = page;
    page.on('console', m => {
      if (m.type() === 'error' && !own.some(pattern => pattern.test(m.text()))) {
        this.data.console.push(m.text().slice(0, 500));
      }
    });
    page.on('pageerror', e => this.data.console.push(String(e.stack ?? e).slice(0, 500)));
  }

  // Runs one step; a failure is recorded and the next step still runs.
  async step(name, run) {
    const started = Date.now();
    const step = { name, ok: true };
    try {
      step.result = await run();
    } catch (error) {
      step.ok = false;
      step.error = String(error.message ?? error).slice(0, 2000);
    }
    step.ms = Date.now() - started;
    await this.page?.screenshot({ path: path.join(this.dir, `${String(this.data.steps.length).padStart(2, '0')}-${name}.png`) });
    this.data.steps.push(step);
    console.log(`${step.ok ? 'ok  ' : 'FAIL'} ${name} ${step.ms} ms${step.ok ? '' : `: ${step.error.split('\n')[0]}`}`);
    return step.ok;
  }

  async save(messages) {
    this.data.messageCounts = {};
    for (const m of messages) {
      const key = `${m.from} ${m.channel} ${m.type}`;
      this.data.messageCounts[key] = (this.data.messageCounts[key] ?? 0) + 1;
    }
    await writeFile(path.join(this.dir, 'report.json'), JSON.stringify(this.data, null, 2));
    await writeFile(path.join(this.dir, 'wire.json'), JSON.stringify(messages, null, 1));
    const failed = this.data.steps.filter(s => !s.ok).length;
    console.log(`${this.data.steps.length - failed} passed, ${failed} failed`);
    return failed === 0;
  }
}

export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

export function text(value) {
  return Array.isArray(value) ? value.join('') : String(value ?? '');
}

// A cell's outputs, each as its type and what it says or the MIME types it has.
export function summarize(outputs) {
  return outputs.map(o => {
    switch (o.output_type) {
      case 'stream': return { type: o.output_type, name: o.name, text: text(o.text).slice(0, 2000) };
      case 'error': return { type: o.output_type, ename: o.ename, evalue: o.evalue, traceback: text(o.traceback).slice(0, 2000) };
      default: return { type: o.output_type, mime: Object.keys(o.data), text: text(o.data['text/plain']).slice(0, 500) };
    }
  });
}

// What the outputs print, for an expectation of a profile to match.
export function printed(outputs) {
  return outputs.map(o => text(o.text) + text(o.evalue) + text(o.data?.['text/plain']) + text(o.ename)).join('\n');
}

// One output in words: what kind it is, and all that it says.
function inWords(o) {
  switch (o.output_type) {
    case 'stream': return `stream ${o.name}: ${text(o.text)}`;
    case 'error': return `error ${o.ename}: ${o.evalue}\n${text(o.traceback)}`;
    default: return Object.keys(o.data).sort((a, b) => (a === 'text/plain') - (b === 'text/plain'))
      .map(mime => `${o.output_type} ${mime}: ${text(o.data[mime])}`).join('\n');
  }
}

// Checks the code cells of a notebook that was run: each has a count, and in
// its outputs what its metadata expect and nothing that they never want.
export function checkCells(cells) {
  for (const cell of cells.filter(c => c.cell_type === 'code')) {
    const said = cell.outputs.map(inWords).join('\n');
    const { expect = [], never = [], tags = [] } = cell.metadata;
    const where = `the cell "${text(cell.source).split('\n')[0]}"`;
    check(cell.execution_count, `${where} was not run`);
    check(tags.includes('raises-exception') || !/^error /m.test(said), `${where} failed: ${said}`);
    expect.forEach(e => check(said.includes(e), `${where} does not say ${e} but ${said.slice(0, 500)}`));
    never.forEach(n => check(!said.includes(n), `${where} says ${n}: ${said.slice(0, 500)}`));
  }
}

// Begins a driver of a client in a browser: a server of its own, and a page whose
// messages are recorded. own: see Report.watch.
export async function begin(client, argv, probePath, own) {
  const opts = options();
  const profile = await readProfile();
  await mkdir(opts.out, { recursive: true });
  const report = new Report(opts.out, { client, kernel: opts.kernel });
  const server = await startServer(argv, probePath, opts);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(30000);
  const messages = recordWire(page);
  report.watch(page, own);
  const end = async () => {
    process.exitCode = (await finish(report, server, messages)) ? 0 : 1;
    await browser.close();
    await server.stop();
  };
  return { opts, profile, report, server, page, messages, end };
}

// The errors of the page are a step of their own.
async function finish(report, server, messages) {
  await report.step('no-console-error', () => {
    check(report.data.console.length === 0, report.data.console.join('\n'));
  });
  report.data.serverLog = server.log().split('\n').filter(l => /^\[[WEC]|Traceback|Error/.test(l)).slice(0, 50);
  return report.save(messages);
}
