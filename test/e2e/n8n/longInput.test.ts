import { randomUUID } from 'node:crypto';

import { createActive } from '../../../dev/lab/publish';
import { MAX_FORM_BYTES } from '../../../nodes/CapitoleMobile/sms/callback/formBytes';
import { FIELDS, filledIn, WORST, worstOf } from '../../engine/everyField';
import { Asking } from '../asking';
import { figure } from '../figures';
import { leastHealth, whileHealthIsAsked } from '../health';
import { exchange } from '../rawHttp';
import { flow, node, noOp, SMS, TRIGGER, type Flow, type FlowNode } from '../workflow';
import { CALLBACK_SECRET, VERSION, Workbench, type Execution } from '../workbench';

jest.setTimeout(300_000);

const MEGABYTE = 1_000_000;

/** How long /healthz may take, given how long it takes beside something harmless. */
const goalBeside = ({ slowestHealth }: { slowestHealth: number }) =>
	Math.max(200, 3 * slowestHealth);

/** The text itself is made by n8n: the workflow is not to hold it. */
const expressionOf = (units: readonly string[], length: number): string =>
	`={{ ${units.map((unit) => `${JSON.stringify(unit)}.repeat(${length / units.length / unit.length})`).join(' + ')} }}`;

let bench: Workbench;

beforeAll(async () => {
	bench = await Workbench.open();
}, 240_000);

// Nobody is sent to, so that nothing waits for an answer.
beforeEach(() => (bench.emulator.credits = 0));

afterAll(async () => await bench?.close());

/** All nodes one after the other, each right behind the start. */
function oneByOne(nodes: FlowNode[]): Flow {
	const start = node('Start', 'n8n-nodes-base.manualTrigger');
	const made = flow('Long input', start, nodes);
	const main = [nodes.map(({ name }) => ({ node: name, type: 'main' as const, index: 0 }))];
	return { ...made, connections: { Start: { main } } };
}

const continuing = { onError: 'continueRegularOutput' };
const nameOf = ({ operation, path }: (typeof FIELDS)[number]) => `${operation} ${path}`;

/** Each field filled in with the worst, in a node of its own; or n8n's own node with the same. */
const fieldsWith = (value: string): Flow =>
	oneByOne(
		FIELDS.map((field) =>
			node(nameOf(field), SMS, filledIn(field, value), { ...bench.credentials, ...continuing }),
		),
	);
const setWith = (value: string): Flow =>
	oneByOne(
		FIELDS.map((field) =>
			node(
				nameOf(field),
				'n8n-nodes-base.set',
				{ mode: 'raw', jsonOutput: `={{ ({ length: (${value.slice(3, -2)}).length }) }}` },
				{ typeVersion: 3.4 },
			),
		),
	);

const running = async (made: Flow) => {
	const id = await bench.create(made);
	return await whileHealthIsAsked(bench.n8n.url, async () => await bench.run(id), 5);
};
const timesOf = ({ runs }: Execution) =>
	FIELDS.map((field) => runs[nameOf(field)]?.[0]?.ms ?? Infinity);
const sum = (times: readonly number[]) => times.reduce((all, ms) => all + ms, 0);

test.each(Object.entries(WORST))('1 MB of %s in each field', async (what, units) => {
	const baseline = await running(setWith(expressionOf(units, MEGABYTE)));
	const quarter = await running(fieldsWith(expressionOf(units, MEGABYTE / 4)));
	const goal = goalBeside(baseline);
	const whole = await leastHealth(
		goal,
		async () => await running(fieldsWith(expressionOf(units, MEGABYTE))),
	);

	const { runs } = whole.result;
	const rows = FIELDS.map((field) =>
		JSON.stringify(runs[nameOf(field)]?.[0]?.outputs[0]?.[0] ?? {}),
	);
	expect(rows.filter((row) => !row.includes('"error"') || row.length > 2000)).toEqual([]);

	const times = timesOf(whole.result);
	const slowest = FIELDS.map(nameOf)[times.indexOf(Math.max(...times))] ?? '';
	figure(
		`n8n ${VERSION}, 1 MB of ${what} in each of ${FIELDS.length} fields: /healthz ${whole.slowestHealth.toFixed(0)} ms at longest, ` +
			`beside n8n's own node with the same ${baseline.slowestHealth.toFixed(0)} ms; ${sum(times)} ms for all, a quarter of it ${sum(timesOf(quarter.result))} ms; ` +
			`slowest ${slowest}, ${Math.max(...times)} ms`,
	);
	expect(whole.slowestHealth).toBeLessThan(goal);
	expect(sum(times)).toBeLessThan(8 * sum(timesOf(quarter.result)) + 500);
});

/** What a stranger can fill in, each with the rest that makes it a callback. */
const CALLBACKS: Readonly<Record<string, string>> = {
	'a whole body': '',
	'a message': 'num=33610203040&message=',
	'a number': 'message=Oui&num=',
	'a status': 'gsm=33610203040&status=',
	'a date': 'gsm=33610203040&status=DELIVERED&date=',
	'a secret': 'num=33610203040&message=Oui&secret=',
};
/** The longest that is read, and what n8n takes. */
const LENGTHS = [MAX_FORM_BYTES - 100, MEGABYTE];

function bodiesOf(start: string, units: readonly string[]): Buffer[] {
	return LENGTHS.flatMap((length) => {
		const bytes = Buffer.from(worstOf(units, MEGABYTE));
		const escaped = Buffer.from(bytes.toString('hex').replace(/../g, '%$&'));
		return [bytes, escaped].map((value) =>
			Buffer.concat([Buffer.from(start), value]).subarray(0, length),
		);
	});
}

const form = ({ host, pathname, search }: URL, body: Buffer): Buffer =>
	Buffer.concat([
		Buffer.from(
			`POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
		),
		body,
	]);

/** Sends bodies to a URL, one after the other; gives the statuses, and how long /healthz took. */
async function sendEach(target: string, bodies: readonly Buffer[]) {
	return await whileHealthIsAsked(
		bench.n8n.url,
		async () => {
			const statuses = new Set<number>();
			for (const body of bodies) {
				statuses.add((await exchange(bench.n8n.url, form(new URL(target), body))).status);
			}
			return statuses;
		},
		5,
	);
}

const allBodies = (start: string) =>
	Object.values(WORST).flatMap((units) => bodiesOf(start, units));

test('a callback of 1 MB, in each of its fields, and with a secret of 1 MB', async () => {
	// Without a secret; with one; and with one that is as long, of which no callback is right.
	const secrets = [
		CALLBACK_SECRET,
		...Object.values(WORST).map((units) => expressionOf(units, MEGABYTE)),
	];
	const ids: string[] = [];
	// Not at once: n8n 1 begins a transaction within another one's on SQLite, which it refuses.
	for (const callbackSecret of secrets) ids.push(await bench.createCredential({ callbackSecret }));
	const triggers = ['', ...ids].map((id, at) =>
		node(
			`Trigger ${String(at)}`,
			TRIGGER,
			{},
			{
				webhookId: randomUUID(),
				...(id && { credentials: { capitoleMobileApi: { id, name: 'With secret' } } }),
			},
		),
	);
	const urls = triggers.map(({ webhookId }) => `${bench.n8n.url}/webhook/${String(webhookId)}/sms`);
	const made = flow('Long callbacks', noOp('Nothing'), triggers);
	await bench.publish({ ...made, connections: {} }, new URL(urls.at(-1) ?? '').pathname);
	const good = Buffer.from('num=33610203040&message=Oui&secret=x');

	const [open = '', locked = '', ...withLong] = urls;
	const small = Buffer.from('num=33610203040&message=Oui');
	const simple = await sendEach(open, new Array<Buffer>(100).fill(small));
	const goal = goalBeside(simple);
	let slowest = 0;
	const answered: Record<string, number[]> = {};
	for (const [what, start] of Object.entries(CALLBACKS)) {
		for (const url of [open, locked]) {
			const { result, slowestHealth } = await leastHealth(
				goal,
				async () => await sendEach(url, allBodies(start)),
			);
			answered[`${what}, ${url === open ? 'open' : 'locked'}`] = [...result].sort();
			slowest = Math.max(slowest, slowestHealth);
		}
	}
	const longSecrets = new Set<number>();
	for (const url of withLong) {
		const { result, slowestHealth } = await leastHealth(
			goal,
			async () => await sendEach(url, [good, good, good]),
		);
		for (const status of result) longSecrets.add(status);
		slowest = Math.max(slowest, slowestHealth);
	}
	figure(
		`n8n ${VERSION}, callbacks of up to 1 MB: /healthz ${slowest.toFixed(0)} ms at longest, beside small ones ${simple.slowestHealth.toFixed(0)} ms`,
	);
	expect([...longSecrets]).toEqual([401]);
	// A message or a status may be anything; all that is longer than a form can be is refused.
	const isKnown = (statuses: number[]) =>
		statuses.every((status) => [200, 400, 401].includes(status));
	expect(Object.entries(answered).filter(([, statuses]) => !isKnown(statuses))).toEqual([]);
	expect(
		Object.entries(answered).filter(
			([what, statuses]) => what.endsWith('locked') && statuses.includes(200),
		),
	).toEqual([]);
	expect(slowest).toBeLessThan(goal);
});

test('each field of the credential', async () => {
	const fields = ['username', 'password', 'sendUrl', 'testUrl', 'callbackSecret'];
	const cases = fields.flatMap((field) =>
		Object.entries(WORST).map(([what, units]) => ({ field, what, units })),
	);
	const useAll = async (length: number) => {
		const nodes: FlowNode[] = [];
		for (const { field, what, units } of cases) {
			const id = await bench.createCredential({ [field]: expressionOf(units, length) });
			const credentials = { capitoleMobileApi: { id, name: 'Long' } };
			const balance = { resource: 'account', operation: 'getBalance' };
			nodes.push(node(`${field}, ${what}`, SMS, balance, { credentials, ...continuing }));
		}
		return await running(oneByOne(nodes));
	};
	const short = await useAll(100);
	const goal = goalBeside(short);
	const { result, slowestHealth } = await leastHealth(goal, async () => await useAll(MEGABYTE));
	figure(
		`n8n ${VERSION}, 1 MB in each field of the credential: /healthz ${slowestHealth.toFixed(0)} ms at longest, beside 100 characters ${short.slowestHealth.toFixed(0)} ms`,
	);
	const outputs = cases.map(({ field, what }) =>
		JSON.stringify(result.runs[`${field}, ${what}`]?.[0]?.outputs[0] ?? []),
	);
	expect(outputs.filter((output) => output.length > 2000 || output === '[]')).toEqual([]);
	expect(slowestHealth).toBeLessThan(goal);
});

test('an answer of 1 MB to a question', async () => {
	bench.emulator.credits = 1000;
	const { link } = await new Asking(bench).ask({ responseType: 'freeText' });
	const simple = await sendEach(link, new Array<Buffer>(50).fill(Buffer.from('a=b')));
	const goal = goalBeside(simple);
	const { result, slowestHealth } = await leastHealth(
		goal,
		async () => await sendEach(link, allBodies('answer=')),
	);
	figure(
		`n8n ${VERSION}, answers of up to 1 MB to a question: /healthz ${slowestHealth.toFixed(0)} ms at longest, beside small ones ${simple.slowestHealth.toFixed(0)} ms`,
	);
	expect([...result].filter((status) => ![400, 422].includes(status))).toEqual([]);
	expect(slowestHealth).toBeLessThan(goal);
});

const OPTIONS = ['stopKeywords', 'ipWhitelist', 'timezone'];

// The last one: n8n 2 tries again and again to publish what it could not, and other workflows wait.
test("each of the trigger's options, when its workflow is published", async () => {
	const activate = async (length: number) =>
		await whileHealthIsAsked(
			bench.n8n.url,
			async () => {
				for (const [option, units] of OPTIONS.flatMap((name) =>
					Object.values(WORST).map((each) => [name, each] as const),
				)) {
					const options = { [option]: expressionOf(units, length) };
					const trigger = node('Trigger', TRIGGER, { options }, { webhookId: randomUUID() });
					const made = flow('Long option', trigger, noOp('Nothing'));
					// n8n 1 refuses to activate it, n8n 2 finds out afterwards.
					await createActive(bench.n8n.session, made).catch(() => undefined);
				}
			},
			5,
		);
	const short = await activate(100);
	const goal = goalBeside(short);
	const { slowestHealth } = await leastHealth(goal, async () => await activate(MEGABYTE));
	figure(
		`n8n ${VERSION}, 1 MB in each of the trigger's options: /healthz ${slowestHealth.toFixed(0)} ms at longest, beside 100 characters ${short.slowestHealth.toFixed(0)} ms`,
	);
	expect(slowestHealth).toBeLessThan(goal);
});
