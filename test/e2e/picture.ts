import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { ROOT } from '../../dev/lab/build';

const SCREENSHOTS = path.join(ROOT, 'test', 'output', 'screenshots');
const IMAGES = path.join(ROOT, 'docs', 'images');

/** Set by `run.ts --images`: the documents' images are made anew. */
export const IMAGES_ENV = 'CAPITOLE_E2E_IMAGES';

/** The size of every page of which pictures are taken. */
export const VIEWPORT = { width: 1200, height: 840 };

/**
 * @param file below test/output/screenshots
 * @param image its name in docs/images, for one that the documents show
 */
export async function takePicture(page: Page, file: string, image?: string): Promise<void> {
	const target = path.join(SCREENSHOTS, file);
	mkdirSync(path.dirname(target), { recursive: true });
	// Menus and notices slide in: shown as they stand in the end.
	await page.screenshot({ path: target, animations: 'disabled' });
	if (image === undefined || process.env[IMAGES_ENV] === undefined) return;
	mkdirSync(IMAGES, { recursive: true });
	copyFileSync(target, path.join(IMAGES, image));
}
