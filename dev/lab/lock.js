/** A lock file, so that two commands at once do not install into the same folder. */
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

/** The holder touches its lock this often; one left untouched for longer was left by a crash. */
const TOUCH_MS = 1_000;
const STALE_MS = 15_000;

/**
 * Whether the lock is ours from now on; one that a crash left is removed, for the next try.
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
 * Does the work while holding the lock; waits for whoever holds it now.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds the lock
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
