import { exampleFiles, readExample } from '../e2e/example';
import { read } from './claims';
import { allFields, choicesOf, SHOWN } from './editor';

/** Search words of someone who needs one of the nodes, in French and English. */
const TYPED = [
	...['sms', 'texto', 'campagne', 'rappel', 'rdv', 'relance', 'promo', 'STOP', 'opt-out'],
	...['réponse', 'reponse', 'désabonnement', 'desabonnement', 'accusé', 'accuse'],
	...['delivery report', 'human review', 'envoyer un sms', 'sms marketing'],
];

/** All categories that n8n's reviewers accept. */
const CATEGORIES = [
	...['Analytics', 'Communication', 'Data & Storage', 'Development', 'Finance & Accounting'],
	...['Marketing & Content', 'Miscellaneous', 'Productivity', 'Sales', 'Utility'],
];

interface Codex {
	readonly node: string;
	readonly nodeVersion: string;
	readonly categories: readonly string[];
	readonly alias: readonly string[];
}

const PACKAGE = 'n8n-nodes-capitole-mobile';
const NODES = [
	['CapitoleSms', SHOWN.node],
	['CapitoleSmsTrigger', SHOWN.trigger],
] as const;
const codexOf = (folder: string): Codex =>
	JSON.parse(read(`nodes/CapitoleMobile/${folder}/${folder}.node.json`)) as Codex;

const aliases = NODES.map(([folder]) => codexOf(folder).alias);

/**
 * n8n's editor searches display names and aliases for the typed letters, ignoring case but not accents. It
 * shows a vendor's action and trigger as one entry, so both have all the words.
 */
describe("n8n's search finds both nodes", () => {
	test.each(TYPED)('by %s', (typed) => {
		for (const alias of aliases) {
			const starts = alias.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
			expect(starts).not.toEqual([]);
		}
	});

	test('by the same words, without duplicates', () => {
		const [ofNode = [], ofTrigger] = aliases;
		expect(ofTrigger).toEqual(ofNode);
		expect(new Set(ofNode).size).toBe(ofNode.length);
	});
});

describe.each(NODES)('the codex of %s', (folder, { name, version }) => {
	const codex = codexOf(folder);

	test('belongs to the node and its version', () => {
		expect(codex.node).toBe(`${PACKAGE}.${name}`);
		expect(codex.nodeVersion).toBe(`${String(version)}.0`);
	});

	test('has categories that n8n knows', () => {
		expect(codex.categories).toContain('Communication');
		expect(codex.categories.filter((category) => !CATEGORIES.includes(category))).toEqual([]);
	});
});

describe("the hint for n8n's AI builder", () => {
	/** Our nodes, and n8n's nodes in the examples, which run in n8n. */
	const known = new Set([
		...NODES.map(([, { name }]) => `${PACKAGE}.${name}`),
		...exampleFiles().flatMap((file) => readExample(file).nodes.map(({ type }) => type)),
	]);

	test.each(NODES)('of %s relates it to existing nodes, our other node first', (_, node) => {
		const { searchHint = '', relatedNodes = [] } = node.builderHint ?? {};
		expect(searchHint).toMatch(/\w/);
		const related = relatedNodes.map(({ nodeType }) => nodeType);
		expect(related.filter((type) => !known.has(type))).toEqual([]);
		const [other] = NODES.filter(([, { name }]) => name !== node.name);
		expect(related[0]).toBe(`${PACKAGE}.${other?.[1].name ?? ''}`);
	});

	test('names only existing operations, fields and keys', () => {
		const fields = allFields();
		const names = new Set([
			...fields.map(({ name }) => name),
			...fields.flatMap(choicesOf).map(({ value }) => String(value)),
		]);
		const told = NODES.flatMap(([, { builderHint }]) => [
			builderHint?.searchHint ?? '',
			...(builderHint?.relatedNodes ?? []).map(({ relationHint }) => relationHint),
		]);
		const camels = told.flatMap((text) => text.match(/\b[a-z]+[A-Z]\w+\b/g) ?? []);
		expect(camels).toContain('sendAndWait');
		// campaignId is a key of the trigger's output.
		expect(camels.filter((word) => !names.has(word) && word !== 'campaignId')).toEqual([]);
	});
});
