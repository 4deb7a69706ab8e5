import { allFields, choicesOf, fieldsOfGroup, fieldsWithin } from './editor';

/** The countable part of n8n's UX guidelines that `npm run lint` does not check: docs.n8n.io, "UX guidelines". */
const HARSH = /\b(error|problem|failure|mistake)s?\b/i;

const fields = allFields().filter(({ type }) => type !== 'notice' && type !== 'hidden');
const notices = allFields().filter(({ type }) => type === 'notice');
const choices = allFields().flatMap(choicesOf);
const operations = fields.filter(({ name }) => name === 'operation').flatMap(choicesOf);

describe('the editor follows the guidelines of n8n', () => {
	test('every field but the lists of operations and options has a description', () => {
		const silent = fields
			.filter(({ description = '' }) => description === '')
			.map(({ name }) => name)
			.filter((name) => !['resource', 'operation', 'safeguards', 'options'].includes(name));
		expect(silent).toEqual([]);
	});

	test('every placeholder is an example after "e.g."; a collection or group uses it as its button', () => {
		for (const { type, placeholder } of fields) {
			if (type === 'collection') expect(placeholder).toMatch(/^Add (option|safeguard)$/);
			else if (placeholder !== undefined)
				expect(placeholder).toMatch(type === 'fixedCollection' ? /^Add \S/ : /^e\.g\. \S/);
		}
	});

	test('an operation has a description and an action that starts with its verb and has no article', () => {
		expect(operations.length).toBeGreaterThan(3);
		for (const { name, action = '', description } of operations) {
			expect(action.split(' ')[0]).toBe(name.split(' ')[0]);
			expect(action).not.toMatch(/\b(an?|the)\b/i);
			expect(description).toBeTruthy();
		}
	});

	test("no action begins with another's: n8n names the node after it, and would keep the longer name", () => {
		const actions = operations.map(({ action = '' }) => action);
		for (const action of actions)
			expect(actions.filter((other) => other.startsWith(action))).toEqual([action]);
	});

	test('lists of choices and options are in alphabetical order', () => {
		const listed = [...fields, ...fields.flatMap(fieldsOfGroup)].map((field) =>
			/^(multiO|o)ptions$/.test(field.type) && field.name !== 'chosenDays'
				? choicesOf(field).map(({ name }) => name)
				: field.type === 'collection'
					? fieldsWithin(field).map(({ displayName }) => displayName)
					: [],
		);
		expect(listed.filter(({ length }) => length > 1).length).toBeGreaterThan(10);
		for (const names of listed)
			expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	});

	test('nothing is required within a collection', () => {
		const within = fields.filter(({ type }) => type === 'collection').flatMap(fieldsWithin);
		expect(within.length).toBeGreaterThan(20);
		expect(within.filter(({ required }) => required === true)).toEqual([]);
	});

	test('no text uses the words that n8n reserves for its own reports', () => {
		const texts = [
			...[...fields, ...choices].map(({ description = '' }) => description),
			...notices.map(({ displayName }) => displayName),
		];
		expect(texts.filter((text) => HARSH.test(text))).toEqual([]);
	});

	test('a choice that costs money or replies has a hint beside it', () => {
		expect(notices.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['senderNotice', 'routeNotice', 'replyNotice']),
		);
		for (const { displayName } of notices) {
			expect(displayName).toMatch(/\.$/);
			// Text to copy is not followed by a full stop.
			expect(displayName).not.toContain('</code>.');
		}
	});
});
