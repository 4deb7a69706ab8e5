import fc from 'fast-check';

import { withLink, withoutLink } from '../../../nodes/CapitoleMobile/actions/ask/link';
import {
	refuseTooLong,
	shortened,
	type QuestionRules,
} from '../../../nodes/CapitoleMobile/actions/ask/question';
import { InvalidInput } from '../../../nodes/CapitoleMobile/sms/refused';
import { countSegments } from '../../../nodes/CapitoleMobile/sms/text/segments';
import { prepareText } from '../../../nodes/CapitoleMobile/sms/text/text';

const LINK = `https://n8n.example.fr/webhook-waiting/1/${'a'.repeat(36)}?signature=${'0'.repeat(64)}`;
const RULES: QuestionRules = {
	unsupportedCharacters: 'remove',
	plainLetters: true,
	isMarketing: false,
};

function refusal(message: string, rules = RULES): { message: string; remedy: string } | null {
	try {
		refuseTooLong(message, LINK, rules);
		return null;
	} catch (reason) {
		expect(reason).toBeInstanceOf(InvalidInput);
		const { message: said, remedy, field } = reason as InvalidInput;
		expect(field).toBe('message');
		return { message: said, remedy };
	}
}

it('fills 4 SMS to the last character, and refuses one more with the numbers', () => {
	const room = 612 - LINK.length - 1;
	expect(refusal('x'.repeat(room))).toBeNull();
	expect(refusal('x'.repeat(room + 1))).toEqual({
		message: `The question has ${room + 2} characters and the link ${LINK.length}; 4 SMS hold 612`,
		remedy: `Shorten the question to ${room + 1} characters.`,
	});
});

it('refuses a message that is far too long', () => {
	expect(refusal('x'.repeat(100_000))?.message).toContain('The question has 100,000 characters');
});

it('counts the STOP mention of the route Marketing', () => {
	const message = 'x'.repeat(612 - LINK.length - 1);
	expect(refusal(message, { ...RULES, isMarketing: true })).not.toBeNull();
});

describe('shortening', () => {
	it('keeps a message that fits', () => {
		expect(shortened('Ça va ?', LINK, RULES)).toBe('Ça va ?');
	});

	it('keeps as much as fits of the start and end of a longer one', () => {
		const text = shortened(`début ${'x'.repeat(5000)} fin`, LINK, RULES);
		expect(text).toMatch(/^début x+ \.\.\. x+ fin$/);
		expect(withLink(text, LINK)).toHaveLength(612);
	});

	it('refuses what is too long for the page', () => {
		expect(() => shortened('x'.repeat(100_001), LINK, RULES)).toThrow(/the page shows 100,000/);
	});

	it('returns a message that fits, whatever its content', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 300, maxLength: 1500 }), (message) => {
				const text = withLink(shortened(message, LINK, RULES), LINK);
				expect(countSegments(prepareText(text, RULES).text).segments).toBeLessThanOrEqual(4);
			}),
			{ numRuns: 50 },
		);
	});
});

const SHORT = 'https://n8n.example.fr/webhook-waiting/1/ab?signature=$&12';

it.each([
	['Oui ?', `Oui ? ${SHORT}`, 'Oui ?'],
	['Oui ? \n', `Oui ? ${SHORT}`, 'Oui ?'],
	['Répondez ici : {link}\nMerci', `Répondez ici : ${SHORT}\nMerci`, 'Répondez ici :\nMerci'],
	['{link} {link}', `${SHORT} ${SHORT}`, ''],
	['Cliquez{link}merci', `Cliquez ${SHORT} merci`, 'Cliquez merci'],
	['Ici:{link}{link}.', `Ici: ${SHORT} ${SHORT}.`, 'Ici:.'],
	['Répondez ({link}), svp', `Répondez (${SHORT}), svp`, 'Répondez (), svp'],
	['«{link}»', `« ${SHORT} »`, '«»'],
	['Ici {link}.Merci', `Ici ${SHORT} .Merci`, 'Ici.Merci'],
	['Ici {link}). Merci', `Ici ${SHORT}). Merci`, 'Ici). Merci'],
])('the message %j becomes an SMS and a page', (message, sms, page) => {
	expect(withLink(message, SHORT)).toBe(sms);
	expect(withoutLink(message)).toBe(page);
});
