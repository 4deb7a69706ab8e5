/**
 * Runs Redis or PostgreSQL and ends it on exit, so that `startTree` can treat it like a Node script:
 * `node guard.js SIGNAL UID GID COMMAND ARGUMENTS...`. The signal ends the server quickly and cleanly.
 * PostgreSQL needs the user, since it refuses to run as root.
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
