import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { ROOT } from '../../dev/lab/build';

const SCREENSHOTS = path.join(ROOT, 'test', 'output', 'screenshots');
const IMAGES = path.join(ROOT, 'docs', 'images');

/** Set by `run.ts --images`, which retakes the documents' images. */
export const IMAGES_ENV = 'CAPITOLE_E2E_IMAGES';

/** The size of every page in a screenshot. */
export const VIEWPORT = { width: 1200, height: 840 };

/**
 * @param file below test/output/screenshots
 * @param image its name in docs/images, if the documents show it
 */
export async function takePicture(page: Page, file: string, image?: string): Promise<void> {
	const target = path.join(SCREENSHOTS, file);
	mkdirSync(path.dirname(target), { recursive: true });
	// Skips the animations of menus and notices.
	await page.screenshot({ path: target, animations: 'disabled' });
	if (image === undefined || process.env[IMAGES_ENV] === undefined) return;
	mkdirSync(IMAGES, { recursive: true });
	copyFileSync(target, path.join(IMAGES, image));
}
