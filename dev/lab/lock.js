/** A lock file that keeps two commands from installing into the same folder at once. */
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

/** The holder touches its lock this often. A lock untouched for STALE_MS is left over from a crash. */
const TOUCH_MS = 1_000;
const STALE_MS = 15_000;

/**
 * Tries to take the lock. Removes one left over from a crash, for the next try.
 *
 * @param {string} file
 */
function take(file) {
	try {
		fs.writeFileSync(file, '', { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}
	const { mtimeMs = Date.now() } = fs.statSync(file, { throwIfNoEntry: false }) ?? {};
	if (Date.now() - mtimeMs > STALE_MS) fs.rmSync(file, { force: true });
	return false;
}

/**
 * Waits for the lock, and does the work while holding it.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once if another process holds the lock
 * @returns {Promise<T>}
 */
async function withLock(file, work, onWait) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	for (let waited = false; !take(file); waited = true) {
		if (!waited) onWait?.();
		await wait(500);
	}
	const timer = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), TOUCH_MS);
	const release = () => fs.rmSync(file, { force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		process.off('exit', release);
		release();
	}
}

module.exports = { withLock };
