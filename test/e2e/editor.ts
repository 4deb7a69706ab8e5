import path from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import { OWNER } from '../../dev/lab/session';
import { until } from '../../dev/lab/until';
import { takePicture, VIEWPORT } from './picture';
import type { Flow } from './workflow';

/** A page takes a second or two, and far longer beside other work: that is no failure. */
const PATIENCE_MS = 60_000;

/** n8n's editor in a browser, in the words of someone who uses it. */
export class Editor {
	/** What the browser's console complained about. */
	readonly complaints: string[] = [];
	private shots = 0;

	private constructor(
		readonly page: Page,
		private readonly url: string,
		private readonly name: string,
	) {
		page.setDefaultTimeout(PATIENCE_MS);
		page.on('pageerror', (cause) => this.complaints.push(cause.message));
	}

	/** @param name of the folder for the screenshots */
	static async signIn(browser: Browser, url: string, name: string): Promise<Editor> {
		const page = await browser.newPage({ viewport: VIEWPORT });
		const editor = new Editor(page, url, name);
		await page.goto(`${url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(OWNER.email);
		await page.locator('input[name=password]').fill(OWNER.password);
		await page.keyboard.press('Enter');
		await page.waitForURL(/home|workflow/);
		// It leads on by itself, and would do so over another page.
		await page.waitForLoadState('networkidle');
		return editor;
	}

	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]:visible`);
	}

	/** Within the editor, which takes seconds to load; what was not saved is left behind. */
	async open(where: string): Promise<void> {
		await this.page.evaluate(`(() => {
			const { $router } = document.querySelector('#app').__vue_app__.config.globalProperties;
			const leave = () => document.querySelector('.el-message-box .btn--cancel')?.click();
			const asked = setInterval(leave, 100);
			return $router.push(${JSON.stringify(where)}).finally(() => clearInterval(asked));
		})()`);
	}

	/** Opens a saved workflow, and waits until it is there as a whole. */
	async openWorkflow(id: string, flow: Flow): Promise<void> {
		// From one workflow straight to another, n8n 1.x goes on showing the first; no page is the lightest.
		await this.open('/no-page');
		await this.open(`/workflow/${id}`);
		await this.showsAll(flow);
	}

	/** The same in an editor that is loaded anew, for after a workflow that was changed and not saved. */
	async loadWorkflow(id: string, flow: Flow): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.showsAll(flow);
	}

	private async showsAll({ nodes }: Flow): Promise<void> {
		for (const { name, type } of nodes) {
			if (!type.endsWith('.stickyNote')) await this.node(name).waitFor();
		}
	}

	/**
	 * Takes a picture, numbered in the order of the story.
	 *
	 * @param image its name in docs/images, where `run.ts --images` puts it
	 */
	async picture(what: string, image?: string): Promise<void> {
		const number = String(++this.shots).padStart(2, '0');
		await takePicture(this.page, path.join(this.name, `${number}-${what}.png`), image);
	}

	/** The control of a parameter, whatever it is made of. */
	field(parameter: string): Locator {
		return this.part(`parameter-input-${parameter}`).locator('input, textarea').first();
	}

	/** Where the expression of a parameter is written. */
	expression(parameter: string): Locator {
		return this.part(`parameter-input-${parameter}`).locator('.cm-content').first();
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).click();
		await this.pick(option);
	}

	/** Adds a safeguard or an option. */
	async add(what: 'safeguard' | 'option', name: string): Promise<void> {
		await this.addButton(what).click();
		await this.pick(name);
	}

	addButton(what: 'safeguard' | 'option'): Locator {
		return this.page.getByPlaceholder(`Add ${what}`).first();
	}

	private async pick(option: string): Promise<void> {
		await this.page
			.locator('.el-select-dropdown:visible')
			.getByText(option, { exact: true })
			.first()
			.click();
	}

	/** Opens the node panel of an empty workflow and searches; gives the names found. */
	async search(text: string): Promise<string[]> {
		const bar = this.part('node-creator-search-bar');
		if ((await bar.count()) === 0) await this.part('canvas-plus-button').click();
		await bar.fill(text);
		const names = this.part('node-creator-item-name');
		await names.getByText('Capitole SMS', { exact: true }).waitFor();
		return await names.allInnerTexts();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-plus-button').waitFor();
	}

	/** Import from file into a new workflow, then save; gives its ID. */
	async importFile(file: string): Promise<string> {
		await this.newWorkflow();
		await this.page.locator('input[type=file]').first().setInputFiles(file);
		await this.part('canvas-node').first().waitFor();
		await this.page.keyboard.press('Control+s');
		await this.page.waitForURL(/\/workflow\/(?!new)\w+/);
		return /\/workflow\/(\w+)/.exec(this.page.url())?.[1] ?? '';
	}

	async executeStep(): Promise<void> {
		await this.part('node-execute-button').first().click();
	}

	/** n8n 2.41.1 does not run a node after one that failed, until what it ran is cleared. */
	async clearExecution(): Promise<void> {
		const button = this.part('clear-execution-data-button').first();
		await button.waitFor();
		// The editor loses a click while the run's last data arrives.
		await until(
			'the execution to be cleared',
			async () => {
				await button.click({ timeout: 1000 }).catch(() => undefined);
				return await button.isVisible();
			},
			(isVisible) => !isVisible,
		);
	}

	/** Opens a node of the workflow on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
	}

	private node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** By its button: Escape does nothing while a list has the focus. */
	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').or(this.part('back-to-canvas')).first().click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/**
	 * The output of the open node as a table, each row as one line: the columns that come before one with
	 * values within values, if there is one, the texts of all cells of a hundred rows, and how many rows can be
	 * seen.
	 *
	 * @param branch the output, where there are several
	 */
	async table(branch?: RegExp): Promise<{ columns: string[]; rows: string[][]; inView: number }> {
		const panel = this.part('output-panel');
		if (branch) await panel.getByText(branch).first().click();
		await panel.getByText('Table', { exact: true }).first().click();
		const table = panel.locator('table').first();
		await table.locator('tbody tr').first().waitFor();
		const nested = await table
			.locator('td:has(.n8n-tree)')
			.evaluateAll(([first]) => Number(first?.getAttribute('data-col') ?? Infinity));
		const head = await table.locator('th').allInnerTexts();
		// n8n 1.x shows ten rows a page by itself.
		const size = panel.locator('[class*="pageSizeSelector"] input');
		if ((await size.count()) > 0) {
			await size.click();
			await this.page.locator('li:visible').getByText('100', { exact: true }).click();
		}
		await table.locator('th').first().hover();
		await table.getByLabel('Collapse rows').first().click();
		const inView = await table.locator('tbody tr').evaluateAll((all) => {
			const panelOfAll = all[0]?.closest('dialog, [data-test-id="output-panel"]');
			const bottom = panelOfAll?.getBoundingClientRect().bottom ?? 0;
			return all.filter((row) => row.getBoundingClientRect().bottom <= bottom).length;
		});
		const trimmed = (texts: string[]) => texts.map((text) => text.trim());
		const rows = await table
			.locator('tbody tr')
			.evaluateAll((all) =>
				all.map((row) =>
					Array.from(row.querySelectorAll('td[data-col]'), (cell) => cell.textContent ?? ''),
				),
			);
		return {
			columns: trimmed(head).filter(Boolean).slice(0, nested),
			rows: rows.map(trimmed),
			inView,
		};
	}

	/** What stands above the output of the open node. */
	async hints(): Promise<string[]> {
		const hints = this.part('output-panel').locator('[data-test-id="node-hint"]');
		return (await hints.allInnerTexts()).map((text) => text.trim());
	}

	notice(text: string): Locator {
		return this.part('node-parameters').getByText(text);
	}

	/** Shows the output of the open node as JSON, and its parameters from the top. */
	async showJson(): Promise<void> {
		await this.part('output-panel').getByText('JSON', { exact: true }).click();
		await this.part('parameter-input-resource').scrollIntoViewIfNeeded();
	}

	/** n8n 2.x covers the executions of a published workflow with advice. */
	async closeChecklist(): Promise<void> {
		const title = this.page.getByText('Production Checklist');
		await title.waitFor({ timeout: 5000 }).catch(() => undefined);
		if (await title.isVisible()) await this.page.keyboard.press('Escape');
		await title.waitFor({ state: 'hidden' });
	}
}
