import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from './source';

/** What someone types who needs one of the nodes, in French and English. */
const TYPED = [
	...['sms', 'texto', 'campagne', 'rappel', 'rdv', 'relance', 'promo', 'STOP', 'opt-out'],
	...['réponse', 'reponse', 'désabonnement', 'desabonnement', 'accusé', 'accuse'],
	...['delivery report', 'human review'],
];

const aliases = ['CapitoleSms', 'CapitoleSmsTrigger'].map((node) => {
	const file = path.join(ROOT, 'nodes/CapitoleMobile', node, `${node}.node.json`);
	return (JSON.parse(readFileSync(file, 'utf8')) as { alias: string[] }).alias;
});

/**
 * n8n's editor looks for the typed letters in display names and aliases, in any case but accents as
 * they are, and shows a vendor's action and trigger as one entry: so both have all the words.
 */
describe("n8n's search finds both nodes", () => {
	test.each(TYPED)('by %s', (typed) => {
		for (const alias of aliases) {
			const starts = alias.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
			expect(starts).not.toEqual([]);
		}
	});

	test('by the same words, each once', () => {
		const [ofNode = [], ofTrigger] = aliases;
		expect(ofTrigger).toEqual(ofNode);
		expect(new Set(ofNode).size).toBe(ofNode.length);
	});
});
