/**
 * Loaded into a child before its own script: ends it when the process that started it is gone
 * without having said so, as after `kill -9`.
 */
const parent = process.ppid;

function isAlone() {
	if (process.ppid !== parent) return true;
	try {
		process.kill(parent, 0);
		return false;
	} catch (error) {
		return error.code === 'ESRCH';
	}
}

setInterval(() => {
	if (isAlone()) process.exit(1);
}, 1000).unref();
