/** A lock file, so that two commands at once do not install into the same folder. */
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

/** The holder touches its lock this often; one left untouched for longer was left by a crash. */
const TOUCH_MS = 2_000;
const STALE_MS = 30_000;

/** @param {number} pid */
function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** @param {string} file */
function isStale(file) {
	try {
		const pid = Number(fs.readFileSync(file, 'utf8').split(' ')[0]);
		const age = Date.now() - fs.statSync(file).mtimeMs;
		// An empty file is a lock whose holder has not written its number yet.
		return age > STALE_MS || (pid > 0 && !isRunning(pid));
	} catch {
		return false;
	}
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
	const mark = `${process.pid} ${Date.now()} ${Math.random()}`;
	for (let waited = false; ; waited = true) {
		try {
			fs.writeFileSync(file, mark, { flag: 'wx' });
			break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (isStale(file)) {
			// Renamed, not removed: of two that find it stale only one succeeds.
			const aside = `${file}.${process.pid}`;
			try {
				fs.renameSync(file, aside);
				fs.rmSync(aside, { force: true });
			} catch (error) {
				if (error.code !== 'ENOENT') throw error;
			}
			continue;
		}
		if (!waited) onWait?.();
		await wait(500);
	}
	const timer = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), TOUCH_MS);
	const release = () => {
		try {
			if (fs.readFileSync(file, 'utf8') === mark) fs.rmSync(file, { force: true });
		} catch {
			// Gone already, with the folder it was in.
		}
	};
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
