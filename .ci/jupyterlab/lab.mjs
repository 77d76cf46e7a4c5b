// Opens a notebook in JupyterLab with one kernel and uses it as a person would.
// node lab.mjs [--kernel NAME] [--out DIR] [--timeout SECONDS]
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { begin, check, checkCells, here, printed, readJSON, summarize } from './common.mjs';

const version = await readFile(path.join(here, 'build/version'), 'utf8');
const { opts, profile, report, server, page, messages, end } = await begin(
  `JupyterLab ${version}`,
  (port, root) => [path.join(here, 'server.py'), `--port=${port}`, `--ServerApp.root_dir=${root}`],
  '/api/me'
);

const kernelStatus = () => page.evaluate(() =>
  globalThis.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status);

async function waitForStatus(status, timeout = opts.timeout) {
  await page.waitForFunction(
    want => globalThis.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === want,
    status, { timeout, polling: 50 }
  );
}

async function waitForCells(timeout = opts.timeout) {
  await page.waitForFunction(() => {
    const panel = globalThis.jupyterapp.shell.currentWidget;
    const waiting = panel.content.widgets.some(c => c.model.type === 'code' && c.model.executionState === 'running');
    return !waiting && panel.sessionContext.session?.kernel?.status === 'idle';
  }, undefined, { timeout, polling: 100 });
}

const cells = () => page.evaluate(() =>
  globalThis.jupyterapp.shell.currentWidget.content.widgets.map(c => c.model.toJSON()));

const lastCell = async () => (await cells()).at(-1);

// A new code cell at the end, in edit mode, with this source.
async function newCell(source) {
  await page.evaluate(async () => {
    const { commands, shell } = globalThis.jupyterapp;
    const notebook = shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.length - 1;
    await commands.execute('notebook:insert-cell-below');
    await commands.execute('notebook:change-cell-to-code');
    notebook.mode = 'edit';
    // A page that has just been loaded scrolls by itself, and what is out of
    // sight has no editor.
    const scroll = () => notebook.scrollToItem(notebook.activeCellIndex, 'end').catch(() => undefined);
    await scroll();
    for (let tries = 0; tries < 50 && !notebook.activeCell.editor; tries++) {
      await new Promise(resolve => setTimeout(resolve, 100));
      await scroll();
    }
    notebook.activeCell.editor.focus();
  });
  await page.keyboard.insertText(source);
}

async function runCell(source, timeout = opts.timeout) {
  await newCell(source);
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => {
    const { model } = globalThis.jupyterapp.shell.currentWidget.content.activeCell;
    return model.executionState === 'running' || model.executionCount !== null;
  }, undefined, { timeout: 10000, polling: 10 });
  await waitForCells(timeout);
  return lastCell();
}

async function press(command) {
  await page.click(`.jp-NotebookPanel-toolbar [data-command="${command}"]`);
}

const opened = await report.step('open', async () => {
  await page.goto(`${server.base}/lab/tree/test.ipynb`);
  await page.waitForSelector('.jp-NotebookPanel .jp-Cell');
  await waitForStatus('idle');
  // A language's colours come with a file of its own, a moment later.
  await page.waitForSelector('.jp-CodeCell .cm-line span', { timeout: 3000 }).catch(() => undefined);
  return page.evaluate(async () => {
    const panel = globalThis.jupyterapp.shell.currentWidget;
    const { kernel } = panel.sessionContext.session;
    return {
      info: await kernel.info,
      wireProtocol: kernel._ws?.protocol,
      supportsSubshells: kernel.supportsSubshells,
      codeMimetype: panel.content.codeMimetype,
      highlightedSpans: document.querySelectorAll('.jp-CodeCell .cm-line span').length
    };
  });
});

async function session() {
  await report.step('run-all', async () => {
    await page.click('.lm-MenuBar-item:has-text("Run")');
    await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
    await page.waitForTimeout(200);
    await waitForCells();
    checkCells(await cells());
    return (await cells()).map(c => summarize(c.outputs ?? []));
  });

  await report.step('rendered', async () => {
    await page.setViewportSize({ width: 1280, height: 3000 }); // cells out of sight are not drawn
    await page.evaluate(() => globalThis.jupyterapp.shell.currentWidget.content.scrollToItem(0, 'start'));
    await page.waitForTimeout(1500);
    const seen = await page.evaluate(() => {
      const all = selector => [...document.querySelectorAll(`.jp-OutputArea-output ${selector}, .jp-OutputArea-output${selector}`)];
      const images = [...document.querySelectorAll('.jp-OutputArea-output img')];
      return {
        images: images.length,
        brokenImages: images.filter(i => i.complete && i.naturalWidth === 0).length,
        svg: all('.jp-RenderedSVG').length,
        html: all('.jp-RenderedHTML').length,
        latex: document.querySelectorAll('.jp-OutputArea-output mjx-container').length,
        markdown: all('.jp-RenderedMarkdown').length,
        text: all('.jp-RenderedText').length
      };
    });
    check(seen.brokenImages === 0, `${seen.brokenImages} images did not load`);
    check(seen.images && seen.svg && seen.html && seen.latex && seen.markdown && seen.text,
      `a kind of output is not drawn: ${JSON.stringify(seen)}`);
    return seen;
  });
  await page.setViewportSize({ width: 1280, height: 1000 });

  if (profile.setup) {
    await report.step('setup', async () => summarize((await runCell(profile.setup)).outputs));
  }

  if (profile.complete) {
    await report.step('complete', async () => {
      await newCell(profile.complete.code);
      await page.keyboard.press('Tab');
      await page.waitForSelector('.jp-Completer .jp-Completer-item', { state: 'visible' });
      await page.waitForTimeout(300);
      const items = await page.$$eval('.jp-Completer-item', all => all.map(i => i.innerText.trim().replaceAll('\n', ' ')));
      check(items.some(i => i.includes(profile.complete.expect)), `no ${profile.complete.expect} among ${items.slice(0, 20)}`);
      return items.slice(0, 40);
    });
    await page.keyboard.press('Escape');
  }

  if (profile.inspect) {
    await report.step('inspect', async () => {
      await newCell(profile.inspect.code);
      await page.keyboard.press('Shift+Tab');
      await page.waitForSelector('.jp-Tooltip', { state: 'visible' });
      const shown = await page.innerText('.jp-Tooltip');
      check(shown.includes(profile.inspect.expect), `the tooltip says ${shown}`);
      return shown.slice(0, 1000);
    });
    await page.keyboard.press('Escape');
  }

  if (profile.stdin) {
    await report.step('stdin', async () => {
      await newCell(profile.stdin.code);
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector('.jp-Stdin-input');
      await page.fill('.jp-Stdin-input', profile.stdin.answer);
      await page.press('.jp-Stdin-input', 'Enter');
      await waitForCells();
      const { outputs } = await lastCell();
      check(printed(outputs).includes(profile.stdin.expect), `the cell says ${printed(outputs)}`);
      return summarize(outputs);
    });
  }

  if (profile.comm) {
    await report.step('comm', async () => {
      const before = messages.length;
      const { id } = await runCell(profile.comm.code);
      const comm = () => messages.slice(before).filter(m => m.type.startsWith('comm_'));
      for (const { selector, press, expect, drawn } of profile.comm.steps) {
        await page.waitForSelector(selector, { state: 'visible' });
        await page.focus(selector);
        await page.keyboard.press(press);
        let said = '';
        for (let tries = 0; tries < 50 && !said.includes(expect); tries++) {
          await page.waitForTimeout(100);
          said = printed((await cells()).find(c => c.id === id).outputs);
        }
        check(said.includes(expect), `after ${press} on ${selector} the cell says ${said}`);
        if (drawn) {
          await page.waitForSelector(drawn, { state: 'visible' });
        }
      }
      const { outputs } = await runCell(profile.comm.after.code);
      check(printed(outputs).includes(profile.comm.after.expect), `the kernel says ${printed(outputs)}`);
      return comm().map(({ from, type, content }) => ({ from, type, content }));
    });
  }

  if (profile.comm) {
    await report.step('reload', async () => {
      const { steps: [{ selector, press }], after: { code } } = profile.comm;
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+s');
      await page.waitForFunction(() => !globalThis.jupyterapp.shell.currentWidget.context.model.dirty);
      await page.reload();
      await page.waitForSelector('.jp-NotebookPanel .jp-Cell');
      await waitForStatus('idle');
      const before = printed((await runCell(code)).outputs);
      await page.waitForSelector(selector, { state: 'visible' });
      await page.focus(selector);
      await page.keyboard.press(press);
      let now = before;
      for (let tries = 0; tries < 20 && now === before; tries++) {
        now = printed((await runCell(code)).outputs);
      }
      check(now !== before, `the widget of a page that was loaded again does not reach the kernel, where it stays at ${before}`);
      return { before, now };
    });
  }

  if (profile.late) {
    await report.step('late-output', async () => {
      const { id } = await runCell(profile.late.code);
      await runCell('"another cell"');
      let said = '';
      for (let tries = 0; tries < 50 && !said.includes(profile.late.expect); tries++) {
        await page.waitForTimeout(100);
        said = printed((await cells()).find(c => c.id === id).outputs);
      }
      check(said.includes(profile.late.expect), `the cell that started the goroutine says ${said}`);
      return said;
    });
  }

  if (profile.interrupt) {
    await report.step('interrupt', async () => {
      await newCell(profile.interrupt.code);
      await page.keyboard.press('Control+Enter');
      await waitForStatus('busy', 10000);
      await page.waitForTimeout(1500);
      check(await kernelStatus() === 'busy', 'the cell ended by itself');
      const started = Date.now();
      await press('notebook:interrupt-kernel');
      await waitForCells(20000);
      const took = Date.now() - started;
      const { outputs } = await lastCell();
      const after = profile.alive ? summarize((await runCell(profile.alive.code)).outputs) : undefined;
      check(!profile.alive || printed((await lastCell()).outputs).includes(profile.alive.expect),
        `after the interrupt the kernel says ${JSON.stringify(after)}`);
      return { took, outputs: summarize(outputs), after };
    });
  }

  if (profile.crash) {
    await report.step('crash', async () => {
      const { outputs } = await runCell(profile.crash.code);
      check(outputs.some(o => o.output_type === 'error') && printed(outputs).includes(profile.crash.expect),
        `the cell that crashed says ${printed(outputs)}`);
      const after = (await runCell(profile.crash.after.code)).outputs;
      check(printed(after).includes(profile.crash.after.expect), `after the crash the kernel says ${printed(after)}`);
      check(!await page.isVisible('.jp-Dialog'), 'a dialog says that the kernel has died');
      return summarize(outputs);
    });
  }

  await report.step('restart', async () => {
    const before = messages.length;
    await press('notebook:restart-kernel');
    await page.click('.jp-Dialog .jp-mod-accept');
    const started = Date.now();
    const reborn = () => messages.slice(before).some(m => m.type === 'kernel_info_reply');
    while (!reborn()) {
      check(Date.now() - started < opts.timeout, 'no kernel_info_reply after the restart');
      await page.waitForTimeout(20);
    }
    const took = Date.now() - started;
    await waitForStatus('idle');
    if (profile.alive) {
      const { outputs } = await runCell(profile.alive.code);
      check(!printed(outputs).includes(profile.alive.expect), 'the restarted kernel kept its state');
    }
    const sent = messages.slice(before).filter(m => m.from === 'page').map(m => m.type);
    return { took, sent };
  });

  await report.step('save', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await page.waitForFunction(() => !globalThis.jupyterapp.shell.currentWidget.context.model.dirty);
    const saved = await readJSON(path.join(server.root, 'test.ipynb'));
    return { metadata: saved.metadata, nbformat: `${saved.nbformat}.${saved.nbformat_minor}` };
  });
}

if (opened) {
  await session();
}
await end();
