import { InvalidInput } from './invalidInput';
import { readShortField } from './shortField';
import type { Warning } from './warning';

/** The provider's page: "11 caractères max." */
const MAX_LENGTH = 11;

/**
 * @param sender text or whole number; empty for the provider's short number
 * @returns the sender without white space around it, and whether operators may refuse it
 * @throws InvalidInput `sender` when it is too long (the provider would put a short number in its
 * place), or has characters that cannot be sent
 */
export function checkSender(sender: unknown): { sender: string; warnings: Warning[] } {
	const text = readShortField('sender', sender, MAX_LENGTH);
	if (text.length > MAX_LENGTH) {
		const surplus = text.length - MAX_LENGTH;
		throw new InvalidInput(
			'sender',
			`The sender "${text}" has ${text.length} characters; ${MAX_LENGTH} are possible`,
			`Shorten it by ${surplus} character${surplus === 1 ? '' : 's'}, from ${text.length} to ${MAX_LENGTH}, or leave it empty for the short number.`,
		);
	}
	const peculiarities = text === '' ? [] : findPeculiarities(text, sender);
	if (peculiarities.length === 0) return { sender: text, warnings: [] };
	return {
		sender: text,
		warnings: [
			{
				code: 'UNUSUAL_SENDER',
				message: `The sender "${text}" ${peculiarities.join(' and ')}.`,
			},
		],
	};
}

/** Operators take letters, digits and plain spaces; the provider's sample has "Ma Marque". */
function findPeculiarities(text: string, asGiven: unknown): string[] {
	const found: string[] = [];
	const unusual = [...new Set(text.match(/[^A-Za-z0-9 ]/g))].map((character) =>
		character === '\u00A0' ? 'a no-break space' : character,
	);
	if (unusual.length > 0) {
		found.push(`has ${unusual.join(' ')}, which operators may refuse: unaccented letters are safe`);
	}
	if (/^[\d\s]+$/.test(text)) {
		found.push('has digits only, which operators may refuse: have at least one letter in it');
	}
	if (typeof asGiven === 'string' && asGiven.trim() !== asGiven) {
		found.push('had spaces around it, which were left out');
	}
	return found;
}
