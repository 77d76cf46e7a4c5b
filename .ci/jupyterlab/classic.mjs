// Opens a notebook in the classic Notebook 6.4 and uses it as a person would.
// node classic.mjs [--kernel NAME] [--out DIR] [--timeout SECONDS]
import path from 'node:path';
import { begin, check, checkCells, printed, readJSON, summarize } from './common.mjs';

const { opts, profile, report, server, page, messages, end } = await begin(
  'Notebook 6.4',
  (port, root) => ['/usr/bin/jupyter-notebook', '--ip=127.0.0.1', `--port=${port}`, '--port-retries=0',
    '--no-browser', '--allow-root', `--notebook-dir=${root}`,
    '--NotebookApp.token=', '--NotebookApp.password=', '--NotebookApp.disable_check_xsrf=True'],
  '/api',
  // Its own: a look for the widgets, which Debian does not pack, and a font.
  [/404 \(Not Found\)/, /nbextensions\/widgets/, /Access to font/, /net::ERR_FAILED/]
);

// The page takes a cell for run with the reply, which may come before its
// outputs; the kernel is idle after them.
async function waitForCells(timeout = opts.timeout) {
  const started = Date.now();
  const idle = id => messages.some(m => m.parent === id && m.type === 'status' && m.content.execution_state === 'idle');
  while (!messages.filter(m => m.type === 'execute_request').every(m => idle(m.id))) {
    check(Date.now() - started < timeout, 'a cell does not end');
    await page.waitForTimeout(20);
  }
  await page.waitForFunction(() => {
    const { notebook } = globalThis.Jupyter;
    return !notebook.kernel_busy && !document.querySelector('.code_cell.running');
  }, undefined, { timeout, polling: 100 });
}

const cells = () => page.evaluate(() => globalThis.Jupyter.notebook.get_cells().map(c => c.toJSON()));
const lastCell = async () => (await cells()).at(-1);

async function newCell(source) {
  await page.evaluate(() => {
    const { notebook } = globalThis.Jupyter;
    notebook.select(notebook.ncells() - 1);
    notebook.insert_cell_below('code');
    notebook.select_next();
    notebook.edit_mode();
    notebook.scroll_to_bottom();
  });
  await page.keyboard.insertText(source);
}

async function runCell(source, timeout) {
  await newCell(source);
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(200);
  await waitForCells(timeout);
  return lastCell();
}

async function waitForReply(type, before) {
  const started = Date.now();
  while (!messages.slice(before).some(m => m.type === type)) {
    check(Date.now() - started < opts.timeout, `no ${type}`);
    await page.waitForTimeout(20);
  }
}

const opened = await report.step('open', async () => {
  await page.goto(`${server.base}/notebooks/test.ipynb`);
  await page.waitForFunction(() => globalThis.Jupyter?.notebook?.kernel?.is_connected() &&
    globalThis.Jupyter.notebook.kernel.info_reply.status, undefined, { timeout: opts.timeout });
  await waitForCells();
  return page.evaluate(() => ({
    info: globalThis.Jupyter.notebook.kernel.info_reply,
    mode: globalThis.Jupyter.notebook.codemirror_mode,
    highlighted: document.querySelectorAll('.code_cell .CodeMirror-line span[class^="cm-"]').length
  }));
});

async function session() {
  await report.step('run-all', async () => {
    await page.click('#celllink');
    await page.click('#run_all_cells');
    await page.waitForTimeout(300);
    await waitForCells();
    checkCells(await cells());
    return (await cells()).map(c => summarize(c.outputs ?? []));
  });

  await report.step('rendered', async () => {
    await page.waitForTimeout(1000);
    const seen = await page.evaluate(() => {
      const count = selector => document.querySelectorAll(`.output_area ${selector}`).length;
      const images = [...document.querySelectorAll('.output_area img')];
      return {
        images: images.length,
        brokenImages: images.filter(i => i.complete && i.naturalWidth === 0).length,
        svg: count('.output_svg'), html: count('.output_html'), latex: count('.output_latex'), text: count('.output_text')
      };
    });
    check(seen.brokenImages === 0, `${seen.brokenImages} images did not load`);
    check(seen.images && seen.svg && seen.html && seen.latex && seen.text, `a kind of output is not drawn: ${JSON.stringify(seen)}`);
    return seen;
  });

  if (profile.setup) {
    await report.step('setup', async () => summarize((await runCell(profile.setup)).outputs));
  }

  if (profile.complete) {
    await report.step('complete', async () => {
      const before = messages.length;
      await newCell(profile.complete.code);
      await page.keyboard.press('Tab');
      await waitForReply('complete_reply', before);
      await page.waitForTimeout(300);
      // One match alone goes straight into the cell.
      const shown = await page.$$eval('#complete option', all => all.map(o => o.textContent));
      const { source } = await lastCell();
      check([...shown, source].some(s => s.includes(profile.complete.expect)), `shown ${shown}, in the cell ${source}`);
      return { shown: shown.slice(0, 40), source };
    });
    await page.keyboard.press('Escape');
  }

  if (profile.inspect) {
    await report.step('inspect', async () => {
      await newCell(profile.inspect.code);
      await page.keyboard.press('Shift+Tab');
      await page.waitForSelector('#tooltip .tooltiptext pre', { state: 'visible' });
      const shown = await page.innerText('#tooltip .tooltiptext');
      check(shown.includes(profile.inspect.expect), `the tooltip says ${shown}`);
      return shown.slice(0, 1000);
    });
    await page.keyboard.press('Escape');
  }

  if (profile.stdin) {
    await report.step('stdin', async () => {
      await newCell(profile.stdin.code);
      await page.keyboard.press('Control+Enter');
      await page.fill('input.raw_input', profile.stdin.answer);
      await page.press('input.raw_input', 'Enter');
      await waitForCells();
      const { outputs } = await lastCell();
      check(printed(outputs).includes(profile.stdin.expect), `the cell says ${printed(outputs)}`);
      return summarize(outputs);
    });
  }

  if (profile.late) {
    await report.step('late-output', async () => {
      await runCell(profile.late.code);
      await runCell('"another cell"');
      let said = '';
      for (let tries = 0; tries < 50 && !said.includes(profile.late.expect); tries++) {
        await page.waitForTimeout(100);
        said = printed((await cells()).at(-2).outputs);
      }
      check(said.includes(profile.late.expect), `the cell that started the goroutine says ${said}`);
      return said;
    });
  }

  if (profile.interrupt) {
    await report.step('interrupt', async () => {
      await newCell(profile.interrupt.code);
      await page.keyboard.press('Control+Enter');
      await page.waitForTimeout(1500);
      check(await page.evaluate(() => globalThis.Jupyter.notebook.kernel_busy), 'the cell ended by itself');
      const started = Date.now();
      await page.click('button[data-jupyter-action="jupyter-notebook:interrupt-kernel"]');
      await waitForCells(20000);
      const took = Date.now() - started;
      const { outputs } = await lastCell();
      const after = await runCell(profile.alive.code);
      check(printed(after.outputs).includes(profile.alive.expect), `after the interrupt the kernel says ${printed(after.outputs)}`);
      return { took, outputs: summarize(outputs) };
    });
  }

  await report.step('restart', async () => {
    const before = messages.length;
    await page.click('button[data-jupyter-action="jupyter-notebook:confirm-restart-kernel"]');
    await page.click('.modal-dialog .btn-danger');
    const started = Date.now();
    await waitForReply('kernel_info_reply', before);
    const took = Date.now() - started;
    await waitForCells();
    if (profile.alive) {
      const { outputs } = await runCell(profile.alive.code);
      check(!printed(outputs).includes(profile.alive.expect), 'the restarted kernel kept its state');
    }
    return { took };
  });

  await report.step('save', async () => {
    await page.evaluate(() => globalThis.Jupyter.notebook.save_notebook());
    const saved = await readJSON(path.join(server.root, 'test.ipynb'));
    return { metadata: saved.metadata, nbformat: `${saved.nbformat}.${saved.nbformat_minor}` };
  });
}

if (opened) {
  await session();
}
await end();
