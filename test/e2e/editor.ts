import path from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import { OWNER } from '../../dev/lab/session';
import { until } from '../../dev/lab/until';
import { takePicture, VIEWPORT } from './picture';
import type { Flow } from './workflow';

/** A page takes a second or two, but far longer on a busy machine, which is not a failure. */
const PATIENCE_MS = 60_000;

/** n8n's editor in a browser, with the actions of its user. */
export class Editor {
	/** Errors and warnings in the browser's console. */
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
		// The page redirects, and could do so over the next page.
		await page.waitForLoadState('networkidle');
		return editor;
	}

	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]:visible`);
	}

	/** Navigates within the editor, which takes seconds to load; discards unsaved changes. */
	async open(where: string): Promise<void> {
		await this.page.evaluate(`(() => {
			const { $router } = document.querySelector('#app').__vue_app__.config.globalProperties;
			const leave = () => document.querySelector('.el-message-box .btn--cancel')?.click();
			const asked = setInterval(leave, 100);
			return $router.push(${JSON.stringify(where)}).finally(() => clearInterval(asked));
		})()`);
	}

	/** Opens a saved workflow and waits until it is complete. */
	async openWorkflow(id: string, flow: Flow): Promise<void> {
		// n8n 1.x would keep showing the previous workflow; a missing page is the fastest to load.
		await this.open('/no-page');
		await this.open(`/workflow/${id}`);
		await this.showsAll(flow);
	}

	/** Does the same in a reloaded editor, after a workflow with unsaved changes. */
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
	 * Takes a screenshot, numbered in order.
	 *
	 * @param image its name in docs/images, where `run.ts --images` puts it
	 */
	async picture(what: string, image?: string): Promise<void> {
		const number = String(++this.shots).padStart(2, '0');
		await takePicture(this.page, path.join(this.name, `${number}-${what}.png`), image);
	}

	/** The control of a parameter, of any type. */
	field(parameter: string): Locator {
		return this.part(`parameter-input-${parameter}`).locator('input, textarea').first();
	}

	/** The input for the expression of a parameter. */
	expression(parameter: string): Locator {
		return this.part(`parameter-input-${parameter}`).locator('.cm-content').first();
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).click();
		await this.pick(option);
	}

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

	/** Searches the node panel of an empty workflow, and returns the names it shows. */
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

	/** Imports a file into a new workflow, saves it, and returns its ID. */
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

	/** n8n 2.41.1 does not run a node behind a failed one until the results are cleared. */
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

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
	}

	private node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Clicks the button, since Escape does nothing while a list has the focus. */
	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').or(this.part('back-to-canvas')).first().click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/**
	 * The output of the open node as a table: the columns before the first with nested values, the texts of all
	 * cells of a hundred rows (one line per row), and the number of visible rows.
	 *
	 * @param branch the output, if there are several
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
		// n8n 1.x shows ten rows a page by default.
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

	/** The hints above the output of the open node. */
	async hints(): Promise<string[]> {
		const hints = this.part('output-panel').locator('[data-test-id="node-hint"]');
		return (await hints.allInnerTexts()).map((text) => text.trim());
	}

	notice(text: string): Locator {
		return this.part('node-parameters').getByText(text);
	}

	/** Shows the output of the open node as JSON, with its parameters scrolled to the top. */
	async showJson(): Promise<void> {
		await this.part('output-panel').getByText('JSON', { exact: true }).click();
		await this.part('parameter-input-resource').scrollIntoViewIfNeeded();
	}

	/** n8n 2.x covers a published workflow's executions with a checklist. */
	async closeChecklist(): Promise<void> {
		const title = this.page.getByText('Production Checklist');
		await title.waitFor({ timeout: 5000 }).catch(() => undefined);
		if (await title.isVisible()) await this.page.keyboard.press('Escape');
		await title.waitFor({ state: 'hidden' });
	}
}
