import { CapitoleMobileApi } from '../../credentials/CapitoleMobileApi.credentials';
import { DEFAULTS } from '../../dev/emulator/options';
import { startEmulator } from '../../dev/emulator/emulator';
import { exists, read } from './claims';
import { filesBelow } from './source';

const compose = read('dev/compose.yml');
const dockerfile = read('dev/Dockerfile');
const example = JSON.parse(read('examples/send-first-sms.json')) as {
	id: string;
	nodes: Array<{ credentials?: Record<string, { id: string; name: string }> }>;
};

describe('dev/compose.yml', () => {
	test('copies and runs only existing files', () => {
		const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
			([, from = '']) => from.split(' '),
		);
		expect(copied.length).toBeGreaterThan(8);
		const run = [...(dockerfile + compose).matchAll(/(?<!\/)\bdev\/[\w./-]+/g)].map(
			([file]) => file,
		);
		expect([...copied, ...run].filter((file) => !exists(file))).toEqual([]);
	});

	test('installs every dependency of the build and the emulator', () => {
		const leftOut = [...dockerfile.matchAll(/devDependencies\.([^\s\\]+)/g)].map(
			([, name]) => name,
		);
		const manifest = JSON.parse(read('package.json')) as { devDependencies: object };
		expect(leftOut.filter((name = '') => !(name in manifest.devDependencies))).toEqual([]);
		const files = ['gulpfile.js', ...['credentials', 'nodes', 'dev/emulator'].flatMap(filesBelow)];
		const needed = files
			.filter((file) => /(?<!\.test)\.[jt]s$/.test(file))
			.flatMap((file) => [
				...read(file).matchAll(/(?:from |require\(|resolve\()'(@[^/']+\/[^/']+|[\w.-]+)/g),
			])
			.map(([, name]) => name);
		expect(needed).toContain('saxes');
		expect(leftOut.filter((name) => needed.includes(name))).toEqual([]);
	});

	test('has the credential of the example, with the URLs of the emulator', async () => {
		const [credential] = JSON.parse(read('dev/credential.json')) as Array<{
			id: string;
			name: string;
			type: string;
			data: Record<string, string>;
		}>;
		const { id = '', name = '', type = '', data = {} } = credential ?? {};
		expect(example.nodes.flatMap(({ credentials = {} }) => Object.entries(credentials))).toEqual([
			[type, { id, name }],
		]);
		const fields = new CapitoleMobileApi().properties.filter(({ type }) => type !== 'notice');
		expect(Object.keys(data).sort()).toEqual(fields.map((field) => field.name).sort());
		expect(data).toMatchObject({ username: DEFAULTS.username, password: DEFAULTS.password });
		const emulator = await startEmulator({ port: 0 });
		const at = (url: string) => url.replace(/:\d+\//, ':4010/');
		expect([data.sendUrl, data.testUrl]).toEqual([at(emulator.sendUrl), at(emulator.testUrl)]);
		// The weekly job waits for this.
		const state = await (await fetch(`${emulator.origin}/state`)).text();
		await emulator.close();
		expect(state).toContain('"messageCount":0,');
		expect(compose).toContain(`--id=${example.id} `);
	});
});
