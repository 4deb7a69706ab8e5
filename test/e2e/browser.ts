import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export const NO_BROWSER = `No browser at ${CHROMIUM}: install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH.`;

export const hasBrowser = () => existsSync(CHROMIUM);

/** Disables requests to the internet, and the sandbox, which root cannot use. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** @throws Error with installation advice if there is no Chromium */
export async function launchBrowser(): Promise<Browser> {
	if (!hasBrowser()) throw new Error(NO_BROWSER);
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
