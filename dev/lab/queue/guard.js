/**
 * Runs a server that is not Node's (Redis, PostgreSQL) and ends it with itself, so that `startTree`
 * can treat it as one of ours: `node guard.js SIGNAL UID GID COMMAND ARGUMENTS...`. The signal is the
 * server's own for a quick and orderly end; PostgreSQL refuses to run as root, hence the user.
 */
const { spawn } = require('node:child_process');

const [signal, uid, gid, command, ...args] = process.argv.slice(2);
const user = uid === '' ? {} : { uid: Number(uid), gid: Number(gid) };
const child = spawn(command, args, { ...user, cwd: '/', stdio: ['ignore', 'inherit', 'inherit'] });

child.once('error', (error) => {
	console.error(String(error));
	process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
for (const asked of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(asked, () => child.kill(signal));
process.once('exit', () => child.kill('SIGKILL'));
