import { drawRequest } from '../lab/wire';
import { readArguments, USAGE, type Arguments } from './arguments';
import { callEach, drawCalls, isWelcome } from './call';
import { startEmulator, type Emulator } from './emulator';
import { reasonOf } from './reason';
import type { ReceivedRequest } from './request';

function introduce(emulator: Emulator): void {
	const { username, password, callbackUrl } = emulator.options;
	console.log(`An emulator of Capitole Mobile: nothing leaves this machine.

  Phones and buttons   ${emulator.origin}/
  Sending URL          ${emulator.sendUrl}
  Test URL             ${emulator.testUrl}
  Username             ${username}
  API Password         ${password}
  Callback URL         ${callbackUrl ?? 'none yet: set it on the page'}

Put the URLs and the login into a Capitole Mobile API credential in n8n, and the production URL of
a Capitole SMS Trigger into the callback URL. Ctrl-C ends it.`);
}

const show = (request: ReceivedRequest): void => {
	console.log(`\n${drawRequest(request)}\n\nThe answer:\n${request.answer}`);
};

async function serve({
	isVerbose,
	port,
	host,
	callbackUrl,
	deliverAfterMs,
}: Arguments): Promise<void> {
	const emulator = await startEmulator({
		port,
		host,
		callbackUrl,
		deliverAfterMs,
		limitsReplies: true,
		onRequest: isVerbose ? show : null,
	});
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void emulator.close().then(() => process.exit(0)));
	}
	introduce(emulator);
}

/** Exit code 1 where one of them was not welcome. */
async function call({ url, ...fields }: NonNullable<Arguments['call']>): Promise<void> {
	const calls = await callEach(url, { ...fields, date: new Date() });
	console.log(drawCalls(calls));
	if (!calls.every(isWelcome)) process.exitCode = 1;
}

async function main(): Promise<void> {
	const settings = readArguments(process.argv.slice(2));
	if (settings.call) return await call(settings.call);
	await serve(settings).catch((cause: unknown) => {
		const isBusy = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
		if (!isBusy) throw cause;
		console.error(`Port ${String(settings.port)} is in use. Choose another with --port.`);
		process.exitCode = 1;
	});
}

main().catch((cause: unknown) => {
	console.error(`${reasonOf(cause)}\n\n${USAGE}`);
	process.exitCode = 1;
});
