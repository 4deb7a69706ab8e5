import { allFields, choicesOf, fieldsOf, SHOWN } from './editor';

/** n8n's UX guidelines for nodes, as far as they can be counted: docs.n8n.io, "UX guidelines". */

/** Words that stay small inside a title. */
const SMALL = [
	'a',
	'an',
	'the',
	'and',
	'at',
	'by',
	'for',
	'in',
	'of',
	'on',
	'or',
	'per',
	'to',
	'with',
];
const HARSH = /\b(error|problem|failure|mistake)s?\b/i;

const fields = allFields().filter(({ type }) => type !== 'notice');
const notices = allFields().filter(({ type }) => type === 'notice');
const choices = allFields().flatMap(choicesOf);
const shown = [...fields, ...choices].map((one) => ({
	label: 'displayName' in one ? one.displayName : one.name,
	description: one.description ?? '',
}));

/** A word of a title begins with a capital or a digit, unless it is a small word inside. */
function isTitleCase(label: string): boolean {
	const words = label.split(' ');
	return words.every(
		(word, index) =>
			/^[\p{Lu}\d]/u.test(word) || (index > 0 && index < words.length - 1 && SMALL.includes(word)),
	);
}

/** One sentence has no full stop at its end; several have one each. */
function isPunctuated(description: string): boolean {
	const plain = description.replace(/<[^>]+>/g, '');
	const isSeveral = /[.!?] ["“]?\p{Lu}/u.test(plain);
	return isSeveral === /[.!?]$/.test(plain);
}

describe('what the editor shows follows the guidelines of n8n:', () => {
	test('there is something to look at', () => {
		expect(fields.length).toBeGreaterThan(30);
		expect(choices.length).toBeGreaterThan(20);
		expect(notices.length).toBeGreaterThan(2);
	});

	test.each(shown.map(({ label }) => label))('“%s” is in Title Case', (label) => {
		expect(isTitleCase(label)).toBe(true);
	});

	test.each([
		['Send At', true],
		['Maximum Recipients per Request', true],
		["Provider's Time Zone", true],
		['Send at', false],
		['send At', false],
		['Long message', false],
	])('Title Case would be seen in %j: %s', (label, expected) => {
		expect(isTitleCase(label)).toBe(expected);
	});

	test.each(shown.filter(({ description }) => description !== ''))(
		'the description of “$label” ends with a full stop only where it has several sentences',
		({ description }) => {
			expect(description).toMatch(/^[\p{Lu}\d"]/u);
			expect(isPunctuated(description)).toBe(true);
		},
	);

	test.each([
		['Where SMS are posted', true],
		['Where SMS are posted.', false],
		['When to send. Leave empty to send now.', true],
		['When to send. Leave empty to send now', false],
	])('punctuation would be seen in %j: %s', (description, expected) => {
		expect(isPunctuated(description)).toBe(expected);
	});

	test('every field but the lists of operations and options has a description', () => {
		const silent = fields
			.filter(({ description = '' }) => description === '')
			.map(({ name }) => name)
			.filter((name) => !['resource', 'operation', 'options'].includes(name));
		expect(silent).toEqual([]);
	});

	test('every switch says what it decides, with "Whether" first', () => {
		const switches = fields.filter(({ type }) => type === 'boolean');
		expect(switches.length).toBeGreaterThan(3);
		for (const { description } of switches) expect(description).toMatch(/^Whether /);
	});

	test('every placeholder is an example, with "e.g." first', () => {
		const examples = fields
			.filter(({ type, placeholder }) => !/collection$/i.test(type) && placeholder !== undefined)
			.map(({ placeholder }) => placeholder);
		expect(examples.length).toBeGreaterThan(8);
		for (const example of examples) expect(example).toMatch(/^e\.g\. \S/);
	});

	test('the button of a collection says "Add option"', () => {
		const collections = fields.filter(({ type }) => type === 'collection');
		expect(collections.length).toBe(3);
		for (const { placeholder } of collections) expect(placeholder).toBe('Add option');
	});

	test('choices are in alphabetical order, so that they are found', () => {
		for (const field of fields.filter(({ type }) => type === 'options')) {
			const names = choicesOf(field).map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});

	test('an operation has a verb, an action in sentence case and a description', () => {
		const operations = fields.filter(({ name }) => name === 'operation').flatMap(choicesOf);
		expect(operations.map(({ value }) => value).sort()).toEqual([
			'getBalance',
			'preview',
			'send',
			'sendAndWait',
			'testRequest',
		]);
		for (const { name, action = '', description } of operations) {
			expect(isTitleCase(name)).toBe(true);
			expect(action).toMatch(
				/^[A-Z][a-z]+ (?:the |an? )?(?:[a-z]+|SMS)(?: and wait for response)?$/,
			);
			expect(action.split(' ')[0]).toBe(name.split(' ')[0]);
			expect(description).toBeTruthy();
		}
	});

	test('nothing that is shown has the words that n8n keeps for its own reports', () => {
		const texts = [...shown.map(({ description }) => description), ...notices.map(displayName)];
		expect(texts.filter((text) => HARSH.test(text))).toEqual([]);
	});

	test('a choice that costs money or replies is hinted at where it is made', () => {
		const names = notices.map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining(['senderNotice', 'routeNotice', 'progNotice', 'replyNotice']),
		);
		for (const notice of notices) expect(displayName(notice)).toMatch(/\.$/);
	});

	test('required fields are those without which nothing can be sent', () => {
		const required = (properties: typeof fields) =>
			fieldsOf(properties)
				.filter((field) => field.required === true)
				.map(({ name }) => name);
		expect(required(SHOWN.node.properties)).toEqual([
			'recipients',
			'text',
			'recipients',
			'message',
		]);
		expect(required(SHOWN.credential.properties)).toEqual(['username', 'password']);
	});
});

function displayName({ displayName: name }: { displayName: string }): string {
	return name;
}
