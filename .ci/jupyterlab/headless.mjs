// Runs a notebook with the command-line clients: nbconvert, jupyter execute
// and jupyter console. node headless.mjs [--kernel NAME] [--out DIR] [--timeout SECONDS]
import { spawn } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Report, check, checkCells, options, readJSON, readProfile, summarize } from './common.mjs';

const opts = options();
const profile = await readProfile();
await mkdir(opts.out, { recursive: true });
const report = new Report(opts.out, { client: 'command line', kernel: opts.kernel });

// A line of input is written a second after each prompt: given all of it at
// once, Debian 12's console hung after the first line about every second time.
function run(program, args, input = []) {
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/python3', [`/usr/bin/${program}`, ...args], { env: { ...process.env, PYTHONWARNINGS: 'ignore' } });
    let stdout = '';
    let stderr = '';
    const lines = [...input];
    child.stdout.on('data', d => {
      stdout += d;
      if (/In \[\d+\]: $/.test(stdout) && lines.length) {
        setTimeout(() => child.stdin.write(`${lines.shift()}\n`), 1000);
      }
    });
    child.stderr.on('data', d => (stderr += d));
    const timer = setTimeout(() => child.kill('SIGKILL'), opts.timeout);
    child.on('error', reject);
    child.on('exit', code => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
    if (!input.length) {
      child.stdin.end();
    }
  });
}

async function outputsOf(file) {
  const { cells } = await readJSON(file);
  checkCells(cells);
  return cells.map(c => summarize(c.outputs ?? []));
}

async function stage(name) {
  const file = path.resolve(opts.out, name);
  await copyFile(opts.notebook, file);
  return file;
}

await report.step('nbconvert', async () => {
  const file = await stage('nbconvert.ipynb');
  const { code, stderr } = await run('jupyter-nbconvert',
    ['--to', 'notebook', '--execute', '--inplace', `--ExecutePreprocessor.kernel_name=${opts.kernel}`, file]);
  check(code === 0, stderr.slice(-1500));
  return outputsOf(file);
});

await report.step('html', async () => {
  const { code, stderr } = await run('jupyter-nbconvert', ['--to', 'html', path.resolve(opts.out, 'nbconvert.ipynb')]);
  check(code === 0, stderr.slice(-1500));
});

// nbclient 0.7 runs the notebook and keeps nothing: its exit status is the answer.
await report.step('execute', async () => {
  const { code, stderr } = await run('jupyter-execute', [`--kernel_name=${opts.kernel}`, await stage('execute.ipynb')]);
  check(code === 0, stderr.slice(-1500));
});

if (profile.console) {
  await report.step('console', async () => {
    const { code, stdout, stderr } = await run('jupyter-console',
      [`--kernel=${opts.kernel}`, '--simple-prompt'], [...profile.console.lines, 'exit']);
    check(code === 0, `exit status ${code}: ${stdout} ${stderr.slice(-1500)}`);
    check(stdout.includes(profile.console.expect), `the console said ${stdout} ${stderr}`);
    return stdout.slice(0, 2000);
  });
}

process.exitCode = (await report.save([])) ? 0 : 1;
