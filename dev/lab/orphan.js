/** Loaded into a child before its script: ends the child if its parent is gone, e.g. after `kill -9`. */
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
