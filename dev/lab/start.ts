import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { startEmulator, type Emulator } from '../emulator/emulator';
import { build, isBuilt, ROOT } from './build';
import { importDemo, runDemo, type OutputItem } from './demo';
import { prepareN8n, type N8nInstance } from './instance';
import { installN8n, type N8nVersion } from './installation';
import { Trouble } from './npm';
import { drawPhone } from './phone';
import { requireFreePort } from './port';
import { step } from './progress';
import { OWNER } from './session';
import { onShutdown, runMain } from './shutdown';
import { packTarball } from './tarball';
import { drawRequest } from './wire';

const USAGE = `npm start                  a real n8n sends three SMS to the emulator; the editor stays open
npm start -- --once        ends after the SMS: exit code 0, or 1 if anything went wrong
           --verbose       shows the bytes of the first request, and the node's output
           --fresh         forgets your earlier work in the editor
           --port 5678     the editor's port
           --provider-port 4010
           --n8n 2.41.1    or 1.123.81`;

/** n8n's default is New York, and it would read Send At as a time there. */
const PARIS = { GENERIC_TIMEZONE: 'Europe/Paris' };

interface Options {
	once: boolean;
	fresh: boolean;
	verbose: boolean;
	port: number;
	providerPort: number;
	version: N8nVersion;
}

function readOptions(): Options {
	const { once, fresh, verbose, n8n, ...ports } = parse();
	if (n8n !== '2.41.1' && n8n !== '1.123.81') {
		throw new Trouble(`--n8n takes 2.41.1 or 1.123.81, not "${n8n}".`);
	}
	const portFrom = (option: keyof typeof ports, usual: string): number => {
		// With --once nobody opens the addresses: any free port will do.
		const text = ports[option] ?? (once ? '0' : usual);
		if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
		throw new Trouble(`--${option} takes a port from 0 to 65535, not "${text}".`);
	};
	const port = portFrom('port', '5678');
	return {
		once,
		fresh,
		verbose,
		port,
		providerPort: portFrom('provider-port', '4010'),
		version: n8n,
	};
}

function parse() {
	try {
		return parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				fresh: { type: 'boolean', default: false },
				verbose: { type: 'boolean', default: false },
				port: { type: 'string' },
				'provider-port': { type: 'string' },
				n8n: { type: 'string', default: '2.41.1' },
			},
		}).values;
	} catch (error) {
		throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
	}
}

/** The folder that keeps your work in the editor; a run with --once has a temporary one. */
async function userFolderFor({ once, fresh, version }: Options): Promise<string | undefined> {
	if (once) return undefined;
	const folder = path.join(ROOT, 'test', 'output', `n8n-${version}`);
	if (fresh) await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	return folder;
}

async function setUp(options: Options): Promise<{ emulator: Emulator; instance: N8nInstance }> {
	const { port, providerPort, version } = options;
	if (port) await requireFreePort(port, '--port');
	if (providerPort) await requireFreePort(providerPort, '--provider-port');
	await installN8n(version);
	if (!isBuilt()) await step('Building the package', build);
	const emulator = await startEmulator({ port: providerPort, limitsReplies: true });
	onShutdown(() => emulator.close());
	const instance = await step(`Installing the package into n8n ${version}`, async () => {
		const tarball = await packTarball();
		const userFolder = await userFolderFor(options);
		return await prepareN8n({ version, port, tarball, env: PARIS, userFolder });
	});
	onShutdown(() => instance.stop());
	return { emulator, instance };
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '    ');
const print = (text = '') => process.stdout.write(`${text}\n`);

function report(emulator: Emulator, items: OutputItem[], verbose: boolean): void {
	const [first] = emulator.requests;
	if (first && verbose) {
		print('\nThe first request that was sent (password masked):\n');
		print(indent(drawRequest(first)));
	}
	print('\nWhat the phones show:\n');
	for (const message of emulator.messages) print(`${indent(drawPhone(message))}\n`);
	print('What the emulator answered:\n');
	for (const { answer } of emulator.requests) print(indent(answer));
	if (!verbose) return;
	print('\nThe first output item of the node:\n');
	print(indent(JSON.stringify(items[0] ?? null, null, 2)));
}

/** Throws unless every item became one accepted SMS, as the example promises. */
function checkDemo(emulator: Emulator, items: OutputItem[]): void {
	const violations = emulator.requests.flatMap((request) => request.violations);
	if (violations.length > 0)
		throw new Trouble(`The emulator refused a request: ${violations.join('; ')}`);
	const refused = items.find((item) => item.outcome !== 'accepted');
	if (refused) throw new Trouble(`An SMS was not accepted: ${JSON.stringify(refused)}`);
	const sent = emulator.messages.length;
	if (sent === 0 || sent !== items.length) {
		throw new Trouble(`The node returned ${items.length} items, but ${sent} SMS arrived.`);
	}
}

let isEditorOpen = false;

async function openEditor(instance: N8nInstance): Promise<void> {
	await step('Starting the editor', async () => {
		instance.start();
		await instance.waitUntilHealthy();
		await instance.session.signIn();
	});
	isEditorOpen = true;
}

/** Printed last, because the user needs it to continue. */
function printAddresses(emulator: Emulator, instance: N8nInstance, workflowId: string): void {
	print(`
  The editor     ${instance.url}/workflow/${workflowId}
  Sign in with   ${OWNER.email}
  Password       ${OWNER.password}
  The phones     ${emulator.origin}/

  Everything stays on this machine. Ctrl-C ends it; your work in the editor is kept.`);
}

// Registered before anything starts, so that Ctrl-C always ends everything in order.
onShutdown(() => {
	if (isEditorOpen) print('\n  Ended. Nothing is left running.');
});
runMain(async () => {
	const options = readOptions();
	print('Capitole SMS: a real n8n sends three SMS to an emulator of the provider.\n');
	const { emulator, instance } = await setUp(options);
	const workflowId = await step('Importing the credential and the example workflow', () =>
		importDemo(instance, emulator),
	);
	const items = await step('Running the workflow', () => runDemo(instance, workflowId));
	if (!options.once) await openEditor(instance);
	report(emulator, items, options.verbose);
	checkDemo(emulator, items);
	print(
		`\n${items.length} SMS sent from n8n ${instance.version}, ${emulator.messages.length} received.\n`,
	);
	if (options.once) return 0;
	printAddresses(emulator, instance, workflowId);
	await instance.ended();
	throw new Trouble(`n8n has stopped unexpectedly:\n${instance.log.slice(-15).join('\n')}`);
});
