import { allFields, choicesOf, fieldsOfGroup, fieldsWithin } from './editor';

/**
 * n8n's UX guidelines for nodes, as far as they can be counted and `npm run lint` does not count them
 * already: docs.n8n.io, "UX guidelines".
 */
const HARSH = /\b(error|problem|failure|mistake)s?\b/i;

const fields = allFields().filter(({ type }) => type !== 'notice' && type !== 'hidden');
const notices = allFields().filter(({ type }) => type === 'notice');
const choices = allFields().flatMap(choicesOf);
const operations = fields.filter(({ name }) => name === 'operation').flatMap(choicesOf);

describe('what the editor shows follows the guidelines of n8n:', () => {
	test('every field but the lists of operations and options has a description', () => {
		const silent = fields
			.filter(({ description = '' }) => description === '')
			.map(({ name }) => name)
			.filter((name) => !['resource', 'operation', 'safeguards', 'options'].includes(name));
		expect(silent).toEqual([]);
	});

	test('every placeholder is an example, with "e.g." first; that of a collection or group is its button', () => {
		for (const { type, placeholder } of fields) {
			if (type === 'collection') expect(placeholder).toMatch(/^Add (option|safeguard)$/);
			else if (placeholder !== undefined)
				expect(placeholder).toMatch(type === 'fixedCollection' ? /^Add \S/ : /^e\.g\. \S/);
		}
	});

	test('an operation has an action that begins with its verb and has no article, and a description', () => {
		expect(operations.length).toBeGreaterThan(3);
		for (const { name, action = '', description } of operations) {
			expect(action.split(' ')[0]).toBe(name.split(' ')[0]);
			expect(action).not.toMatch(/\b(an?|the)\b/i);
			expect(description).toBeTruthy();
		}
	});

	test('lists of choices and of options are in the order of the alphabet', () => {
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

	test('nothing that is shown has the words that n8n keeps for its own reports', () => {
		const texts = [
			...[...fields, ...choices].map(({ description = '' }) => description),
			...notices.map(({ displayName }) => displayName),
		];
		expect(texts.filter((text) => HARSH.test(text))).toEqual([]);
	});

	test('a choice that costs money or replies is hinted at where it is made', () => {
		expect(notices.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['senderNotice', 'routeNotice', 'replyNotice']),
		);
		for (const { displayName } of notices) {
			expect(displayName).toMatch(/\.$/);
			// What is to be copied has no full stop behind it.
			expect(displayName).not.toContain('</code>.');
		}
	});
});
