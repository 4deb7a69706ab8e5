import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf } from '../engine/engine';

jest.setTimeout(120_000);

const emulator = emulatorForTests();
afterEach(() => deduplicator.records.clear());

/** The same item, reached by the name of the previous node. */
const FAR = "$('Items').item.json";

/** The fields that the templates below read; some are missing. */
const ITEM: IDataObject = {
	prenom: 'Zoé',
	nom: 'Martin',
	vide: '',
	blanc: ' \u00a0\t\u00ad\u200e',
	rien: null,
	zero: 0,
	faux: false,
	prix: 12.5,
	virgule: ', ',
	point: '.',
	accolades: '{ a } et {b}} ou {{ c }}',
	liste: ['a', 'b'],
	listeVide: [],
	contact: { prenom: 'Ana', rien: null },
	'a b': 'Zoé',
	erreur: "Cannot read properties of undefined (reading 'x'), NaN",
	date: 'demain',
};

async function send(parameters: IDataObject, item = ITEM): Promise<IDataObject> {
	emulator.reset();
	const [row = {}] = itemsOf(
		await execute(emulator, {
			items: [item],
			parameters: { recipients: '0639980000', text: 'Bonjour', ...parameters },
			settings: { onError: 'continueRegularOutput' },
		}),
	);
	return row;
}

/** Templates with the expression reported as empty. */
const HOLES: ReadonlyArray<readonly [text: string, code: string]> = [
	['=Bonjour {{ $json.absent }}, merci', '$json.absent'],
	['={{ $json.absent }}, merci', '$json.absent'],
	['=Bonjour {{ $json.absent }}', '$json.absent'],
	['={{ $json.absent }}', '$json.absent'],
	['=Bonjour {{ $json.vide }}, merci', '$json.vide'],
	['=Bonjour {{ $json.blanc }}, merci', '$json.blanc'],
	['=Bonjour {{ $json.rien }}, merci', '$json.rien'],
	['=Bonjour {{ $json.listeVide }}, merci', '$json.listeVide'],
	['=Bonjour {{ $json["a c"] }}, merci', '$json["a c"]'],
	['=Bonjour {{ $json.absent.prenom }}, merci', '$json.absent.prenom'],
	['=Bonjour {{ $json.contact.nom }}, merci', '$json.contact.nom'],
	['=Bonjour {{ $json.contact?.nom }}, merci', '$json.contact?.nom'],
	['=Bonjour {{ $json.absent.trim() }}, merci', '$json.absent.trim()'],
	['=Bonjour {{ $json.blanc.trim() }}, merci', '$json.blanc.trim()'],
	['=Bonjour {{ $json.absent?.trim() }}, merci', '$json.absent?.trim()'],
	['=Prix {{ $json.absent * 2 }} euros', '$json.absent * 2'],
	["=Bonjour {{ $('Items').item.json.absent }}, merci", "$('Items').item.json.absent"],
	["=Bonjour {{ $('Items').first().json.absent }}, merci", "$('Items').first().json.absent"],
	['=Bonjour {{ $node["Items"].json.absent }}, merci', '$node["Items"].json.absent'],
	['=Bonjour {{ $input.item.json.absent }}, merci', '$input.item.json.absent'],
	// Several, adjacent, at the ends.
	['=Bonjour {{ $json.prenom }} {{ $json.absent }}, merci', '$json.absent'],
	['={{ $json.absent }}{{ $json.prenom }}', '$json.absent'],
	['={{ $json.prenom }}{{ $json.absent }}', '$json.absent'],
	[`={{ ${FAR}.prenom }}{{ ${FAR}.absent }}`, `${FAR}.absent`],
	[`={{ ${FAR}.absent }}{{ ${FAR}.prenom }}`, `${FAR}.absent`],
	[`={{ $json.prenom }}{{ ${FAR}.absent }}{{ $json.nom }}`, `${FAR}.absent`],
	[`={{ ${FAR}.prenom }} {{ ${FAR}.absent }} {{ $json.nom }}`, `${FAR}.absent`],
	['={{ $json.prenom.trim() }} {{ $json.absent.trim() }}, fin', '$json.absent.trim()'],
	// Beside values that repeat the fixed text.
	['={{ $json.virgule.trim() }}, {{ $json.absent.trim() }}, fin', '$json.absent.trim()'],
	[`=a{{ ${FAR}.virgule }}, {{ ${FAR}.absent }}, b`, `${FAR}.absent`],
	['={{ $json.point.trim() }}.{{ $json.absent.trim() }}', '$json.absent.trim()'],
	['={{ $json.accolades.trim() }} {{ $json.absent.trim() }}', '$json.absent.trim()'],
	// A quoted condition or an argument does not count as a fallback.
	['=Bonjour {{ $json.absent["a?b||c??d"] }}, merci', '$json.absent["a?b||c??d"]'],
	['=Bonjour {{ $json.absent.replace(" ", "") }}, merci', '$json.absent.replace(" ", "")'],
	["=Bonjour {{ $json.absent.split('').join('') }}, merci", "$json.absent.split('').join('')"],
	['=Bonjour {{ $json.absent.split(" ")[0] }}, merci', '$json.absent.split(" ")[0]'],
	['=Bonjour {{ $json.absent.replace(/\\?$/, ".") }}, merci', '$json.absent.replace(/\\?$/, "."'],
	[
		'=Bonjour {{ $json.absent.replace(/(M|Mme) /, "") }}, merci',
		'$json.absent.replace(/(M|Mme) /, "")',
	],
	['=Bonjour {{ $json.absent.replace("(", "") }}, merci', '$json.absent.replace("(", "")'],
	[
		'=Bonjour {{ $json.absent.replace($json.nom.trim(), "") }}, merci',
		'$json.absent.replace($json.nom.trim()',
	],
	['=Bonjour {{ $json.absent /* why? */ }}, merci', '$json.absent /* why? */'],
	['=Bonjour {{ $json.absent // why?\n }}, merci', '$json.absent // why?'],
	['=a \\{{ b }} {{ $json.absent }}', '$json.absent'],
];

describe('A value that is empty is missing from the text, and nothing is sent', () => {
	test.each(HOLES)('%s', async (text, code) => {
		const { outcome, code: found, error } = await send({ text });
		expect([outcome, found, emulator.requests]).toEqual(['rejected', 'MISSING_VALUE', []]);
		expect(error).toContain(`“${code.slice(0, 40)}`);
	});
});

/** Templates without a missing value, or with a fallback for it. */
const WHOLE: ReadonlyArray<readonly [text: string, sent: string]> = [
	['Bonjour undefined, NaN, [object Object]', 'Bonjour undefined, NaN, [object Object]'],
	['=Bonjour', 'Bonjour'],
	['=undefined {{ $json.prenom }} NaN', 'undefined Zoé NaN'],
	['=undefined {{ $json.prenom.trim() }} NaN', 'undefined Zoé NaN'],
	['={{ "Erreur undefined : " + $json.prenom }}', 'Erreur undefined : Zoé'],
	['={{ $json.erreur }}', String(ITEM.erreur)],
	['=Alerte {{ $json.erreur }}', `Alerte ${String(ITEM.erreur)}`],
	['={{ "Alerte " + $json.erreur.slice(0, 35) }}', 'Alerte Cannot read properties of undefined'],
	[`=Alerte {{ ${FAR}.erreur.slice(0, 35) }}`, 'Alerte Cannot read properties of undefined'],
	['=a {{ $json.zero }} b {{ $json.faux }}', 'a 0 b false'],
	['=a {{ $json.zero * 2 }}', 'a 0'],
	['={{ $json.zero }}', '0'],
	['=a {{ $json.liste }}', 'a a,b'],
	['=a {{ $json.liste.join(" ") }}', 'a a b'],
	['=Bonjour {{ $json["a b"] }}', 'Bonjour Zoé'],
	['=Bonjour {{ $json.accolades }}', `Bonjour ${String(ITEM.accolades)}`],
	['={{ $json.virgule.trim() }}, {{ $json.prenom.trim() }}, fin', ',, Zoé, fin'],
	['={{ $json.prenom.trim() }}{{ $json.nom.trim() }}', 'ZoéMartin'],
	["={{ $('Items').item.json.prenom }}{{ $('Items').item.json.nom }}", 'ZoéMartin'],
	['=a{{ $json.virgule }}b', 'a, b'],
	['=Bonjour {{ $json.absent ?? "" }}, merci', 'Bonjour , merci'],
	['=Bonjour {{ $json.absent || "cher client" }}', 'Bonjour cher client'],
	["=Bonjour {{ $json.absent || '' }}, merci", 'Bonjour , merci'],
	['=Bonjour {{ $json.absent ? $json.absent : $json.vide }}, merci', 'Bonjour , merci'],
	['=Bonjour {{ $json.absent?.nom ?? $json.vide }}, merci', 'Bonjour , merci'],
	['=Bonjour {{ $if($json.absent, "a", $json.vide) }}, merci', 'Bonjour , merci'],
	['=Bonjour {{ $ifEmpty($json.absent, "Zoé") }}', 'Bonjour Zoé'],
	['=a{{ " " }}b', 'a b'],
	['=a {{ "" }}b', 'a b'],
	['=a \\{{ b }} {{ $json.prenom }}', 'a \\{{ b }} Zoé'],
	['=Bonjour {{ $json.prenom // first name\n }}, merci', 'Bonjour Zoé, merci'],
	['=#param1# {{ $json.prenom }}', '#param1# Zoé'],
	['=Bonjour {{ $json.contact.prenom }}, {{ $now.year > 2000 }}', 'Bonjour Ana, true'],
];

test.each(WHOLE)('Nothing is missing from %s', async (text, sent) => {
	const { error } = await send({ text, long: true, options: { costlyLetters: 'keep' } });
	expect(error).toBeUndefined();
	expect(emulator.requests.map(({ document }) => document?.text)).toEqual([sent]);
});

/** Expressions whose value is unusable as any text or as a key. */
const LEFTOVERS: ReadonlyArray<readonly [expression: string, told: RegExp]> = [
	['={{ "Bonjour " + $json.absent }}', /gave “undefined”/],
	['={{ "cmd_" + $json.absent }}', /gave “undefined”/],
	['={{ "a " + $json.rien }}', /gave “null”/],
	['=a {{ `b${$json.absent}` }}', /gave “undefined”/],
	['=a {{ String($json.absent * 2) }}', /gave “NaN”/],
	['=a {{ ($json.absent * 2).toFixed(2) }}', /gave “NaN”/],
	['=a {{ 19.9 / 0 }}', /gave “Infinity”/],
	['=a {{ $json.contact }}', /gave “\[object Object\]”/],
	["=a {{ $('Items').item.json.contact }}", /gave “\[object Object\]”/],
	['=a {{ [$json.contact, 1] }}', /gave “\[object Object\]”/],
	["=a {{ DateTime.fromISO('x').toFormat('dd') }}", /gave “Invalid DateTime”/],
	['=a {{ new Date("x") + "" }}', /gave “Invalid Date”/],
	['={{ $json.absent === undefined ? "a " + $json.absent : "undefined" }}', /gave “undefined”/],
	['={{ "{{ $json.prenom \\}}" }}', /was not evaluated/],
	['=a {{ $json.brut }}', /was not evaluated/],
	['a {{ $json.prenom }}', /is set to Fixed/],
	['{{ prenom }}', /is set to Fixed/],
	['={{ $json.absent.toTitleCase() }}', /toTitleCase can't be used on undefined value/],
	['={{ }}', /The braces {{ }} are empty|left empty/],
	['=a {{\n}}', /The braces {{ }} are empty/],
	['=a {{ $json.prenom , b', /“{{ \$json\.prenom , b” has no }} at its end/],
	['=a {{ $json.prenom }, b', /“{{ \$json\.prenom }, b” has no }} at its end/],
	['=a { $json.prenom }', /“\$json\.prenom” is plain text, because it stands outside {{ }}/],
	['={{ $json.nom }} $json.prenom', /“\$json\.prenom” is plain text/],
	['a $json["prenom"], b', /“\$json\["prenom"\]” is plain text/],
];

describe.each(['text', 'sender', 'id', 'prog', 'idempotencyKey'])('In %s', (field) => {
	test.each(LEFTOVERS)('%s is refused', async (expression, told) => {
		const value = { [field]: expression };
		const parameters = field === 'idempotencyKey' ? { options: value } : value;
		const item = { ...ITEM, erreur: '', brut: '{{ $json.name }}' };
		const { outcome, error } = await send(parameters, item);
		expect([outcome, emulator.requests]).toEqual(['rejected', []]);
		expect(error).toMatch(told);
	});
});

test.each(['recipients', 'route', 'long'])('Braces are refused in %s too', async (field) => {
	const { error } = await send({ [field]: '{{ $json.phone }}' });
	expect(error).toMatch(
		/“\{\{ \$json\.phone \}\}” is plain text, because the field is set to Fixed/,
	);
	expect(emulator.requests).toEqual([]);
});

test.each([
	['text', 'Text'],
	['recipients', 'Recipients'],
	['prog', 'Send At'],
	['idempotencyKey', 'Never Send Twice (Key)'],
])('An expression in %s that n8n cannot evaluate is told with its field', async (field, label) => {
	for (const code of ['={{ $json.name. }}', '={{ $("No Such Node").item.json.a }}']) {
		const value = { [field]: code };
		const parameters = field === 'idempotencyKey' ? { options: value } : value;
		const { outcome, error } = await send(parameters);
		expect([outcome, emulator.requests]).toEqual(['rejected', []]);
		expect(error).toMatch(`${label}: n8n could not evaluate the expression: `);
	}
});

describe('The message about a missing value', () => {
	test.each<[IDataObject, string]>([
		[
			{ text: '=Bonjour {{ $json.prenom2 }}, votre commande est en route' },
			'“$json.prenom2” is empty for this item: the text would read “Bonjour , votre commande est en route”. Fill it, or say what to write instead: {{ $json.prenom2 || "cher client" }}. Check its spelling, too.',
		],
		[
			{ prog: '={{ $json.sendAt }}' },
			'Send At: “$json.sendAt” is empty for this item. Fill it, or write {{ $json.sendAt ?? "" }} to send at once where it is empty. Check its spelling, too.',
		],
		[
			{ options: { idempotencyKey: '={{ $json.orderId }}-shipped' } },
			'Never Send Twice (Key): “$json.orderId” is empty for this item: the key would read “-shipped”. Fill it: items without a value of their own would share one. Check its spelling, too.',
		],
		[
			{ options: { idempotencyKey: '={{ [$json.a, $json.b].join("-") }}' } },
			'Never Send Twice (Key): “-” comes from a wrong expression. Let the expression give a text that names this SMS, such as {{ $json.orderId }}, or remove the option.',
		],
	])('for %j', async (parameters, told) => {
		expect((await send(parameters)).error).toBe(told);
		expect(emulator.requests).toEqual([]);
	});

	test.each(['sender', 'id'])('is a warning in %s, which may be empty', async (field) => {
		const { outcome, warnings } = await send({ [field]: '=A{{ $json.absent }}' });
		expect([outcome, warnings]).toEqual(['accepted', expect.stringContaining('is empty')]);
		const { warnings: none } = await send({ [field]: '=A{{ $json.absent ?? "" }}' });
		expect(none).toBe('');
	});
});

test('A time left empty on purpose means now', async () => {
	for (const prog of ['', '=', '={{ $json.absent ?? "" }}', "={{ $json.absent || '' }}"])
		expect((await send({ prog })).outcome).toBe('accepted');
});

test('Of two customers without an order, neither gets the SMS', async () => {
	const ended = await execute(emulator, {
		items: [{ to: '0639980000' }, { to: '0639980001', order: 7 }, { to: '0639980002' }],
		parameters: {
			recipients: '={{ $json.to }}',
			text: 'Bonjour',
			options: { idempotencyKey: '={{ $json.order }}-shipped' },
		},
		settings: { onError: 'continueRegularOutput' },
	});
	expect(itemsOf(ended).map(({ code }) => code)).toEqual([
		'MISSING_VALUE',
		'SENDING_OK',
		'MISSING_VALUE',
	]);
});

describe('Send and Wait', () => {
	test.each<[IDataObject, RegExp]>([
		[{ message: '{{ $json.amount }} € ?' }, /^Message: .*set to Fixed/],
		[{ message: '=Commande de {{ $json.amount }} € ?' }, /^Message: “\$json\.amount” is empty/],
		[{ message: '={{ "Commande de " + $json.amount }}' }, /^Message: .*gave “undefined”/],
		[
			{ approvalOptions: { values: { approveLabel: '{{ $json.yes }}' } } },
			/^Approval Options: .*set to Fixed/,
		],
	])('refuses %j', async (parameters, told) => {
		const question = { operation: 'sendAndWait', message: 'Oui ?', ...parameters };
		expect((await send(question, {})).error).toMatch(told);
		expect(emulator.requests).toEqual([]);
	});
});
