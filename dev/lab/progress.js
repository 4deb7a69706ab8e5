/**
 * The progress of a command: one line per step with its duration, and a heartbeat below it. A terminal
 * redraws the heartbeat in place; a log gets a line now and then.
 */
const HEARTBEAT_MS = { terminal: 1000, log: 15_000 };

/**
 * Formats a duration, e.g. `3.2 s` or `45 s`.
 *
 * @param {number} ms
 */
const seconds = (ms) =>
	ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;

/**
 * Runs one step of work and shows its progress.
 *
 * @template T
 * @param {string} title e.g. "Building the package"
 * @param {(say: (detail: string) => void) => Promise<T> | T} work may report its progress to `say`
 * @param {{ why?: string, stream?: NodeJS.WriteStream }} [options] `why`: printed when a long step
 *   begins: its reason and how long it may take
 * @returns {Promise<T>}
 */
async function step(title, work, { why, stream = process.stdout } = {}) {
	const terminal = Boolean(stream.isTTY);
	const clearLine = terminal ? '\r\u001b[K' : '';
	const begun = Date.now();
	let detail = '';
	const beat = () => {
		const line = `  … ${title}: ${seconds(Date.now() - begun)}${detail && `, ${detail}`}`;
		const width = Math.max(20, (stream.columns || 100) - 1);
		stream.write(terminal ? `${clearLine}${line.slice(0, width)}` : `${line}\n`);
	};
	const end = (/** @type {string} */ sign) =>
		stream.write(`${clearLine}  ${sign} ${title} (${seconds(Date.now() - begun)})\n`);

	if (why) stream.write(`  • ${title}. ${why}\n`);
	else if (terminal) beat();
	const timer = setInterval(beat, terminal ? HEARTBEAT_MS.terminal : HEARTBEAT_MS.log);
	try {
		const result = await work((text) => {
			detail = text;
		});
		end('✓');
		return result;
	} catch (error) {
		end('✗');
		throw error;
	} finally {
		clearInterval(timer);
	}
}

module.exports = { step, seconds };
